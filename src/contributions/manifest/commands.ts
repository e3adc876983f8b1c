import { ANSWER_KINDS, VIEW_PICTURES } from '../../core/export/kinds.ts';
import { CONTEXT_KEYS, FINDINGS_KEY, type CommandName } from '../ids.ts';

/** What a command is called and where it stands; it is in the palette unless `inPalette` says when. */
export interface CommandEntry {
  readonly title: string;
  readonly icon?: string;
  /** Condition under which it can be chosen. */
  readonly enablement?: string;
  /** Condition under which the palette shows it. */
  readonly inPalette?: string;
  /** After ctrl+k or cmd+k, while the text has the focus and the command can be chosen. */
  readonly chord?: string;
  /** While the panel has the focus; of a view in a side bar VS Code does not know that. */
  readonly panelKey?: string;
  /** Group and place in our part of the editor's context menu, and a condition. */
  readonly menu?: readonly [group: string, when?: string];
  /** Group and place in the title of the list of findings. */
  readonly inFindings?: string;
  /** The same of the compact view. */
  readonly inCompact?: string;
  /** Group and place in the menu of a picture of the panel, and the pictures; all of them where none are named. */
  readonly onPicture?: readonly [group: string, ...pictures: readonly string[]];
}

const { explored: enablement, cut, pair } = CONTEXT_KEYS;
const kept = FINDINGS_KEY;
const trusted = 'isWorkspaceTrusted';

/** In the order in which package.json has them. */
export const commandEntries: Readonly<Record<CommandName, CommandEntry>> = {
  exploreSelection: { title: 'Explore Selection', icon: '$(eye)', chord: 'a', menu: ['1_explore@1', 'editorHasSelection'] },
  exploreDocument: { title: 'Explore Document', chord: 'alt+a' },
  exploreChat: { title: 'Explore as Chat Message' },
  exploreTwoTexts: { title: 'Explore Two Texts…', chord: 'alt+2', menu: ['1_explore@4', 'editorHasSelection'] },
  swapTexts: { title: 'Swap Texts', enablement: pair, inPalette: pair },
  oneText: { title: 'One Text', enablement: pair, inPalette: pair },
  checkAnswer: { title: 'Check Answer by Removal', enablement: pair },
  readBySentence: { title: 'Read by Sentence or by Word', enablement: pair, inPalette: pair },
  lookWithin: { title: 'Look Across or Within', enablement: pair, inPalette: pair },
  exploreAgain: { title: 'Explore Again', menu: ['1_explore@2'] },
  tokensOfSelection: { title: 'Tokens of Selection', chord: 'alt+t', menu: ['1_explore@3', 'editorHasSelection'] },
  openSample: { title: 'Open Sample…' },
  export: { title: 'Export: Copy or Save…', icon: '$(export)', enablement, onPicture: ['4_save@5'], inCompact: 'navigation@2' },
  copySentence: { title: 'Copy Sentence', enablement, onPicture: ['1_copy@2', 'words', 'text'] },
  copyCell: { title: 'Copy Cell', enablement, inPalette: 'false', onPicture: ['1_copy@1', 'words', 'linkPlaces', 'layers', 'occurrences'] },
  copyRowMarkdown: { title: 'Copy Row as Markdown', enablement, onPicture: ['2_table@1', 'words', 'text'] },
  copyRowTsv: { title: 'Copy Row as TSV', enablement, onPicture: ['2_table@2', 'words', 'text'] },
  copyTableMarkdown: { title: 'Copy Table as Markdown', enablement, onPicture: ['2_table@3', 'heads', ...ANSWER_KINDS] },
  copyTableTsv: { title: 'Copy Table as TSV', enablement, onPicture: ['2_table@4', 'heads', ...ANSWER_KINDS] },
  copyTableLatex: { title: 'Copy Table as LaTeX', enablement, onPicture: ['2_table@5', 'words', 'heads', ...ANSWER_KINDS] },
  copyCommandLine: { title: 'Copy Command Line', enablement, onPicture: ['3_line@1', 'ground', ...VIEW_PICTURES] },
  copyPicture: { title: 'Copy Picture', enablement, onPicture: ['0_picture@1'] },
  savePicture: { title: 'Save Picture as SVG…', enablement, onPicture: ['4_save@1'] },
  savePicturePng: { title: 'Save Picture as PNG…', enablement, onPicture: ['4_save@2'] },
  saveRow: { title: 'Save Row as CSV…', enablement, onPicture: ['4_save@3', 'words', 'text'] },
  saveTable: { title: 'Save Table as CSV…', enablement, onPicture: ['4_save@4', 'words', 'heads', ...ANSWER_KINDS] },
  clear: { title: 'Clear', enablement, chord: 'alt+c', menu: ['5_end@1'] },
  chooseLens: { title: 'Choose Lens…', enablement, chord: 'alt+l', menu: ['4_view@1'] },
  chooseHead: { title: 'Choose Head…', enablement, chord: 'alt+h', menu: ['4_view@2'] },
  strongestHead: { title: 'Look Through the Strongest Head', enablement, chord: 'alt+m' },
  nextLayer: { title: 'Next Layer', enablement, chord: 'alt+down' },
  previousLayer: { title: 'Previous Layer', enablement, chord: 'alt+up' },
  nextHead: { title: 'Next Head', enablement, chord: 'alt+.' },
  previousHead: { title: 'Previous Head', enablement, chord: 'alt+,' },
  switchDirection: { title: 'Switch Direction', enablement, chord: 'alt+d', menu: ['4_view@3'] },
  toggleSubWords: { title: 'Words or Sub-words', enablement, chord: 'alt+w' },
  toggleSink: { title: 'Hide or Show Sinks', enablement },
  pinWord: { title: 'Pin Word', enablement, chord: 'alt+p', menu: ['2_word@1'] },
  linkTo: { title: 'Link To…', enablement, chord: 'alt+n', menu: ['2_word@2'] },
  nextAttendedWord: { title: 'Next Attended Word', enablement, chord: 'alt+right', menu: ['2_word@3'] },
  previousAttendedWord: { title: 'Previous Attended Word', enablement, chord: 'alt+left' },
  goBack: { title: 'Go Back', enablement, panelKey: 'alt+left' },
  goForward: { title: 'Go Forward', enablement, panelKey: 'alt+right' },
  describe: { title: 'Describe Attention at Cursor', enablement, chord: 'alt+s', menu: ['2_word@4'] },
  showCard: { title: 'Show Card', enablement, chord: 'alt+k' },
  peekAttended: { title: 'Peek Attended Words', enablement, chord: 'alt+y', menu: ['2_word@5'] },
  goToCut: { title: 'Go to Where Reading Stops', enablement: cut, inPalette: cut },
  chooseModel: { title: 'Choose Model…' },
  useModelFolder: { title: 'Use Model Folder…', enablement: trusted },
  chooseModelVariant: { title: 'Choose Model Variant…' },
  chooseTask: { title: 'Choose Task or Language…' },
  useBuiltInModel: { title: 'Use Built-in Model' },
  showPanel: { title: 'Show Panel', icon: '$(split-horizontal)', chord: 'alt+o', inCompact: 'navigation@1' },
  showLog: { title: 'Show Log' },
  showMenu: { title: 'Show Menu…' },
  switchHeat: { title: 'Switch What the Colour Means', enablement, chord: 'alt+e' },
  replaceWord: { title: 'Replace Word (What If)…', enablement, chord: 'alt+r', menu: ['3_try@1'] },
  maskWord: { title: 'Mask Word (What If)', enablement },
  compareOccurrences: { title: 'Compare Occurrences…', menu: ['3_try@2'] },
  keepThis: { title: 'Keep This', enablement, chord: 'alt+b', menu: ['2_word@6'] },
  openFinding: { title: 'Open Finding…' },
  openSelectedFinding: { title: 'Open Selected Finding', inPalette: 'false' },
  editFindingNote: { title: 'Edit Note of Finding…', icon: '$(edit)', enablement: kept, inFindings: 'navigation@1' },
  removeFinding: { title: 'Remove Finding…', icon: '$(trash)', enablement: kept, inFindings: 'navigation@2' },
  writeFindings: { title: 'Findings as Markdown', icon: '$(markdown)', enablement: kept, inFindings: 'navigation@3' },
  chooseWordVectors: { title: 'Choose Word Vectors…', enablement: trusted },
  clearWordVectors: { title: 'Forget Word Vectors' },
  showAttention: { title: 'Show Attention' },
  showEmbeddings: { title: 'Show Vectors' },
  showInfluence: { title: 'Show Effects' },
  showOccurrences: { title: 'Show Compare' },
  showInput: { title: 'Show Input' },
  showGlossary: { title: 'Show Glossary' },
  aboutModel: { title: 'About This Model' },
  showRollout: { title: 'Show Rollout', enablement },
  openWalkthrough: { title: 'Open Walkthrough' },
  lessonStart: { title: 'Lesson: Start' },
  lessonNext: { title: 'Lesson: Next Step' },
  lessonBack: { title: 'Lesson: Step Back' },
  lessonOwnSentence: { title: 'Lesson: On My Own Sentence…' },
  lessonEnd: { title: 'Lesson: End' },
  exampleAttention: { title: 'Example: The Cat and the Mat' },
  exampleHe: { title: 'Example: Who Is “he”?' },
  exampleFrance: { title: 'Example: “it” and “France”' },
  exampleBank: { title: 'Example: From Static to Contextual' },
  exampleSameWord: { title: 'Example: One Word, Four Places' },
  exampleHeads: { title: 'Example: Many Heads, Many Jobs' },
  exampleTwoTexts: { title: 'Example: Two Texts' },
};
