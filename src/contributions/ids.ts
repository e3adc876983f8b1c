import type { Tab } from '../core/state/pages.ts';

/** `name` as VS Code knows it. */
export const idOf = <Name extends string>(name: Name) => `attentionLens.${name}` as const;
type Ids<Name extends string> = { readonly [K in Name]: `attentionLens.${K}` };
const idsOf = <const Name extends string>(names: readonly Name[]) => Object.fromEntries(names.map(name => [name, idOf(name)])) as Ids<Name>;

/** Every id the manifest contributes. package.json is made of them (`manifest/`); nothing else spells an id out. */
export const COMMANDS = idsOf([
  'exploreSelection',
  'exploreDocument',
  'exploreChat',
  'exploreTwoTexts',
  'swapTexts',
  'oneText',
  'checkAnswer',
  'readBySentence',
  'lookWithin',
  'exploreAgain',
  'tokensOfSelection',
  'openSample',
  'export',
  'copySentence',
  'copyCell',
  'copyRowMarkdown',
  'copyRowTsv',
  'copyTableMarkdown',
  'copyTableTsv',
  'copyTableLatex',
  'copyCommandLine',
  'copyPicture',
  'savePicture',
  'savePicturePng',
  'saveRow',
  'saveTable',
  'clear',
  'chooseLens',
  'chooseHead',
  'strongestHead',
  'nextLayer',
  'previousLayer',
  'nextHead',
  'previousHead',
  'switchDirection',
  'toggleSubWords',
  'toggleSink',
  'pinWord',
  'linkTo',
  'nextAttendedWord',
  'previousAttendedWord',
  'goBack',
  'goForward',
  'describe',
  'showCard',
  'peekAttended',
  'goToCut',
  'chooseModel',
  'useModelFolder',
  'chooseModelVariant',
  'chooseTask',
  'useBuiltInModel',
  'showPanel',
  'showLog',
  'showMenu',
  'switchHeat',
  'replaceWord',
  'maskWord',
  'compareOccurrences',
  'keepThis',
  'openFinding',
  'openSelectedFinding',
  'editFindingNote',
  'removeFinding',
  'writeFindings',
  'chooseWordVectors',
  'clearWordVectors',
  'showAttention',
  'showEmbeddings',
  'showInfluence',
  'showOccurrences',
  'showInput',
  'showGlossary',
  'aboutModel',
  'showRollout',
  'openWalkthrough',
  'lessonStart',
  'lessonNext',
  'lessonBack',
  'lessonOwnSentence',
  'lessonEnd',
  'exampleAttention',
  'exampleHe',
  'exampleFrance',
  'exampleBank',
  'exampleSameWord',
  'exampleHeads',
  'exampleTwoTexts',
] as const);
export type CommandName = keyof typeof COMMANDS;

/** The command that opens each page of the panel, under the id that it had before there were four of them: keys are bound to it. */
export const PAGE_COMMANDS = {
  attention: 'showAttention',
  vectors: 'showEmbeddings',
  compare: 'showOccurrences',
  effects: 'showInfluence',
} as const satisfies { readonly [tab in Tab]: CommandName };

export const CONTEXT_KEYS = {
  /** There is an exploration to move in, choose lenses for, clear. */
  explored: idOf('explored'),
  /** Two texts are explored together. */
  pair: idOf('pair'),
  /** Shown as cut: the model reads fewer tokens than the text has. */
  cut: idOf('cut'),
  /** Addresses of the documents with marks, for `resource in`. */
  documents: idOf('documents'),
} as const;

const steps = (name: string): readonly string[] => [1, 2, 3, 4, 5, 6, 7, 8].map(step => idOf(`${name}${step}`));

/** Eight steps and a line for everything that a colour can mean. */
export const HEAT_COLORS = {
  attention: { steps: steps('heat'), border: idOf('heatBorder') },
  fixed: { steps: steps('likeness'), border: idOf('likenessBorder') },
  contextual: { steps: steps('contextual'), border: idOf('contextualBorder') },
} as const;

export const COLORS = idsOf([
  'heatForeground',
  'source',
  'pinnedBackground',
  'pinnedForeground',
  'scopeBackground',
  'scopeBorder',
] as const);

/** Of the documents that hold samples. */
export const SAMPLE_SCHEME = 'attention-sample';

/** Of texts that a person typed or pasted to be read beside another. */
export const GIVEN_SCHEME = 'attention-text';

/** The submenu of the editor's context menu. */
export const CONTEXT_MENU = idOf('context');
/** A place of its own in the side bar. */
export const SIDE_BAR = 'attentionLens';
/** The answer alone, in the same place until a person moves it. */
export const COMPACT_VIEW = idOf('compact');
export const FINDINGS_VIEW = idOf('findings');
export const FINDINGS_KEY = idOf('hasFindings');
/** What `data-vscode-context` of a picture in the panel names it by. */
export const PICTURE_KEY = idOf('picture');
export const PANEL_VIEW_TYPE = idOf('panel');
export const EXTENSION_ID = 'attention-lens.attention-lens';
export const WALKTHROUGH_ID = idOf('walkthrough');
