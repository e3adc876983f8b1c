import type { Tab } from './core/state/pages.ts';

/** Every id the manifest contributes. A test proves that package.json and this file agree; nothing else spells an id out. */
export const COMMANDS = {
  exploreSelection: 'attentionLens.exploreSelection',
  exploreDocument: 'attentionLens.exploreDocument',
  exploreAgain: 'attentionLens.exploreAgain',
  openSample: 'attentionLens.openSample',
  clear: 'attentionLens.clear',
  chooseLens: 'attentionLens.chooseLens',
  chooseHead: 'attentionLens.chooseHead',
  strongestHead: 'attentionLens.strongestHead',
  nextLayer: 'attentionLens.nextLayer',
  previousLayer: 'attentionLens.previousLayer',
  nextHead: 'attentionLens.nextHead',
  previousHead: 'attentionLens.previousHead',
  switchDirection: 'attentionLens.switchDirection',
  toggleSubWords: 'attentionLens.toggleSubWords',
  pinWord: 'attentionLens.pinWord',
  nextAttendedWord: 'attentionLens.nextAttendedWord',
  previousAttendedWord: 'attentionLens.previousAttendedWord',
  describe: 'attentionLens.describe',
  goToCut: 'attentionLens.goToCut',
  useModelFolder: 'attentionLens.useModelFolder',
  useBuiltInModel: 'attentionLens.useBuiltInModel',
  showPanel: 'attentionLens.showPanel',
  showLog: 'attentionLens.showLog',
  showMenu: 'attentionLens.showMenu',
  switchHeat: 'attentionLens.switchHeat',
  replaceWord: 'attentionLens.replaceWord',
  maskWord: 'attentionLens.maskWord',
  compareOccurrences: 'attentionLens.compareOccurrences',
  chooseWordVectors: 'attentionLens.chooseWordVectors',
  clearWordVectors: 'attentionLens.clearWordVectors',
  showAttention: 'attentionLens.showAttention',
  showEmbeddings: 'attentionLens.showEmbeddings',
  showInfluence: 'attentionLens.showInfluence',
  showOccurrences: 'attentionLens.showOccurrences',
  showInput: 'attentionLens.showInput',
  showGlossary: 'attentionLens.showGlossary',
  showRollout: 'attentionLens.showRollout',
  openWalkthrough: 'attentionLens.openWalkthrough',
  exampleAttention: 'attentionLens.exampleAttention',
  exampleHe: 'attentionLens.exampleHe',
  exampleFrance: 'attentionLens.exampleFrance',
  exampleBank: 'attentionLens.exampleBank',
  exampleSameWord: 'attentionLens.exampleSameWord',
  exampleHeads: 'attentionLens.exampleHeads',
} as const;

/** The command that opens each page of the panel. */
export const PAGE_COMMANDS = {
  attention: 'showAttention',
  embeddings: 'showEmbeddings',
  influence: 'showInfluence',
  occurrences: 'showOccurrences',
  input: 'showInput',
  glossary: 'showGlossary',
} as const satisfies { readonly [tab in Tab]: keyof typeof COMMANDS };

export const SETTINGS = {
  modelFolder: 'attentionLens.modelFolder',
  idleMinutes: 'attentionLens.idleMinutes',
  wordVectors: 'attentionLens.wordVectors',
} as const;

export const CONTEXT_KEYS = {
  /** There is an exploration to move in, choose lenses for, clear. */
  explored: 'attentionLens.explored',
  /** Shown as cut: the model reads fewer tokens than the text has. */
  cut: 'attentionLens.cut',
  /** Addresses of the documents with marks, for `resource in`. */
  documents: 'attentionLens.documents',
} as const;

const steps = (name: string): readonly string[] => [1, 2, 3, 4, 5, 6, 7, 8].map(step => `attentionLens.${name}${step}`);

/** Eight steps and a line for everything that a colour can mean. */
export const HEAT_COLORS = {
  attention: { steps: steps('heat'), border: 'attentionLens.heatBorder' },
  fixed: { steps: steps('likeness'), border: 'attentionLens.likenessBorder' },
  contextual: { steps: steps('contextual'), border: 'attentionLens.contextualBorder' },
} as const;

export const COLORS = {
  heatForeground: 'attentionLens.heatForeground',
  source: 'attentionLens.source',
  pinnedBackground: 'attentionLens.pinnedBackground',
  pinnedForeground: 'attentionLens.pinnedForeground',
  scopeBackground: 'attentionLens.scopeBackground',
  scopeBorder: 'attentionLens.scopeBorder',
} as const;

/** Of the documents that hold samples. */
export const SAMPLE_SCHEME = 'attention-sample';

export const PANEL_VIEW_TYPE = 'attentionLens.panel';
export const EXTENSION_ID = 'attention-lens.attention-lens';
export const WALKTHROUGH_ID = 'attentionLens.walkthrough';
