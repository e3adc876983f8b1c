/** Pictures of the view itself: every word to every word, a thumbnail of every head, or the text in its colours. */
export const VIEW_PICTURES = ['words', 'heads', 'text'] as const;
export type ViewPicture = (typeof VIEW_PICTURES)[number];

/** What pages show beside the view, each with a table and a picture of its own, in the order of the pages. */
export const ANSWER_KINDS = [
  'ground', 'links', 'linkPlaces', 'strongest', 'pairLinks', 'layers', 'distances', 'strips', 'order', 'path', 'neighbours', 'map', 'occurrences', 'influence', 'ranked',
] as const; // prettier-ignore
export type AnswerKind = (typeof ANSWER_KINDS)[number];

/** All that can be taken away as a picture. */
export type PictureKind = ViewPicture | AnswerKind;
export const PICTURES: readonly PictureKind[] = [...VIEW_PICTURES, ...ANSWER_KINDS];

export function isAnswer(kind: PictureKind): kind is AnswerKind {
  return (ANSWER_KINDS as readonly PictureKind[]).includes(kind);
}

/** The tables of the view: of the word, every word to every word, all heads of the word. */
export const TABLES = ['row', 'matrix', 'heads'] as const;
export type ViewTable = (typeof TABLES)[number];
export type TableKind = ViewTable | AnswerKind;

export function isTableOfAnswer(kind: TableKind): kind is AnswerKind {
  return (ANSWER_KINDS as readonly TableKind[]).includes(kind);
}

/** Whose colours a file has: those of the person's theme, or those for paper. */
export type FileColours = 'theme' | 'print';

export const TABLE_FORMATS = ['markdown', 'tsv', 'latex'] as const;
/** What something can be taken away as. The first are copied, the others are files. */
export const TAKEN_AS = {
  copy: ['sentence', 'line', 'picture', ...TABLE_FORMATS],
  save: ['svg', 'png', 'csv', 'html', 'json', 'npz', 'bertviz', 'circuitsvis'],
} as const;
export type CopiedAs = (typeof TAKEN_AS.copy)[number];
export type SavedAs = (typeof TAKEN_AS.save)[number];

/** One thing that is taken away: what of it, where that is one of several, and as what. */
export interface Take {
  readonly of: TableKind | PictureKind | null;
  readonly as: CopiedAs | SavedAs;
}

export function isSaved(as: Take['as']): as is SavedAs {
  return (TAKEN_AS.save as readonly string[]).includes(as);
}
