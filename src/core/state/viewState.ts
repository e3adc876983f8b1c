import type { Direction, View } from '../attention/lens.ts';
import type { LessonName } from '../lesson.ts';
import type { AttentionStack } from '../model/stack.ts';
import { USUAL_SCALE, type ScaleChoice, type ScaleUnit } from '../scale.ts';
import type { Span } from '../text/span.ts';
import type { Level, Unit } from '../text/token.ts';
import type { CellRef, UnitRef } from '../text/unitRef.ts';
import type { LinkEnd } from './linkEnd.ts';
import type { Tab } from './pages.ts';
import type { Folding, Place, SectionId } from './sections.ts';

/** What the colour of a word in the editor means: attention, likeness by word embedding, likeness by the vector of a hidden state. */
export const HEATS = ['attention', 'fixed', 'contextual'] as const;
export type Heat = (typeof HEATS)[number];

/** How a word is taken away to see what it did: its tokens become mask tokens, or are left out. */
export type InfluenceMode = 'mask' | 'omit';

/** What each occurrence of a word is read in: the whole text (or the window that fits), or its own sentence. */
export type OccurrenceContext = 'text' | 'sentence';

/** How the weights between the words of two texts are drawn: as cells, or as lines between two columns of words. */
export const PAIR_PICTURES = ['matrix', 'links'] as const;
export type PairPicture = (typeof PAIR_PICTURES)[number];

/** What a person chose and points at. Changed only by `reduce`, only in the host's explorer. */
export interface ViewState {
  readonly view: View;
  readonly direction: Direction;
  readonly level: Level;
  readonly hideSpecial: boolean;
  /** Whether a sink has no colour and no place among the strongest. Null until it is chosen: see {@link hidesSink}. */
  readonly hideSink: boolean | null;
  /** What the steps of the colours count, and how strong they are. */
  readonly scale: ScaleChoice;
  /** The same as it is set, which every new text has at first. */
  readonly usualScale: ScaleChoice;
  /** The step of the lesson; null: none is under way. */
  readonly lesson: LessonName | null;
  /** Units of the current level, or null. Precedence for the source word: pinned > hovered (mouse) > cursor. */
  readonly pinned: UnitRef | null;
  /** Linked with the pinned word: not there without one. */
  readonly linked: LinkEnd | null;
  readonly hovered: UnitRef | null;
  readonly cursor: UnitRef | null;
  /** Several words that are selected, the one at the caret among them: of two texts they are looked from as one, see {@link togetherOf}. */
  readonly together: LinkEnd | null;
  /** A span of the text that is pointed at as a whole, from a list: marked in the editor, beside what the colours show. */
  readonly marked: Span | null;
  /** The matrix cell pointed at. */
  readonly cell: CellRef | null;
  readonly tab: Tab;
  readonly folding: Folding;
  /** What was asked for by name comes into view; `id` is another one each time. Null: the page is read as it is. */
  readonly sought: { readonly place: Place; readonly id: number } | null;
  /** All terms of the glossary take the place of the page; `asked` is shown first. Null: the page is shown. */
  readonly terms: { readonly asked: string | null } | null;
  readonly heat: Heat;
  /** Hidden state that vectors are taken from: 0 enters layer 0, s is the vector after s layers; -1 until a model is known. */
  readonly hiddenState: number;
  readonly influenceMode: InfluenceMode;
  readonly occurrenceContext: OccurrenceContext;
  readonly pairPicture: PairPicture;
  /** Whether of two texts sentences are tinted, too. Null until it is chosen: long ones are. */
  readonly bySentence: boolean | null;
  /** Places of a word are compared by its word embedding, until a hidden state is chosen. */
  readonly comparesFixed: boolean;
}

export type ViewAction =
  /** A new run of a model of `layers` layers (null: none), whose colour can mean `heats`: nothing is pointed at; choices stay where they can be had. */
  | { readonly type: 'newRun'; readonly view: View; readonly layers: number | null; readonly heats: readonly Heat[] }
  | { readonly type: 'hover'; readonly unit: UnitRef | null }
  /** The caret moved to another unit: the latest gesture wins over a pointer that rests. */
  | { readonly type: 'cursor'; readonly unit: UnitRef | null }
  /** Several words are selected; the caret is at the last of `units`. */
  | { readonly type: 'select'; readonly units: readonly UnitRef[] }
  | { readonly type: 'mark'; readonly span: Span | null }
  /** One word alone, or none: what it was linked with is let go. */
  | { readonly type: 'pin'; readonly unit: UnitRef | null }
  /** A second end, in place of another one, beside `from`, which is pinned; null: beside the pinned word, and where none is, a single one is pinned. */
  | { readonly type: 'link'; readonly from: UnitRef | null; readonly units: readonly UnitRef[] }
  | { readonly type: 'unlink' }
  | { readonly type: 'cell'; readonly cell: CellRef | null }
  | { readonly type: 'view'; readonly view: View }
  | { readonly type: 'direction'; readonly direction: Direction }
  | { readonly type: 'hideSpecial'; readonly hide: boolean }
  | { readonly type: 'hideSink'; readonly hide: boolean }
  /** As it is set, from now on. */
  | { readonly type: 'scale'; readonly scale: ScaleChoice }
  /** For the text that is looked at. */
  | { readonly type: 'scaleUnit'; readonly unit: ScaleUnit }
  | { readonly type: 'lesson'; readonly step: LessonName | null }
  | { readonly type: 'tab'; readonly tab: Tab }
  /** Opens the page and the section that it is in. */
  | { readonly type: 'seek'; readonly place: Place }
  | { readonly type: 'terms'; readonly isOpen: boolean; readonly asked: string | null }
  | { readonly type: 'section'; readonly section: SectionId; readonly isOpen: boolean }
  /** As it was before the window was reloaded. */
  | { readonly type: 'folding'; readonly folding: Folding }
  | { readonly type: 'heat'; readonly heat: Heat }
  | { readonly type: 'hiddenState'; readonly state: number }
  | { readonly type: 'compareFixed' }
  | { readonly type: 'influenceMode'; readonly mode: InfluenceMode }
  | { readonly type: 'occurrenceContext'; readonly context: OccurrenceContext }
  | { readonly type: 'pairPicture'; readonly picture: PairPicture }
  | { readonly type: 'bySentence'; readonly isOn: boolean }
  /** `from` and `to` are the units of the old and the new level; what is pointed at is carried over by its place in the text. */
  | { readonly type: 'level'; readonly level: Level; readonly from: readonly Unit[]; readonly to: readonly Unit[] };

export const INITIAL_STATE: ViewState = {
  view: { kind: 'lens', id: '' },
  direction: 'to',
  level: 'words',
  hideSpecial: false,
  hideSink: null,
  scale: USUAL_SCALE,
  usualScale: USUAL_SCALE,
  lesson: null,
  pinned: null,
  linked: null,
  hovered: null,
  cursor: null,
  together: null,
  marked: null,
  cell: null,
  tab: 'attention',
  folding: {},
  sought: null,
  terms: null,
  heat: 'attention',
  hiddenState: -1,
  influenceMode: 'mask',
  occurrenceContext: 'text',
  pairPicture: 'matrix',
  bySentence: null,
  comparesFixed: false,
};

/** Hidden from the start where attention is causal: nearly all of it would be the sink's. */
export function hidesSink({ hideSink }: Pick<ViewState, 'hideSink'>, { causal }: Pick<AttentionStack, 'causal'>): boolean {
  return hideSink ?? causal;
}

/** The middle of the stack, where a vector is neither the word alone nor the model's task alone: where influence shows most clearly (measured). */
export function middleState(layers: number): number {
  return Math.round(layers / 2);
}

/** The word whose attention is shown, by precedence pinned > mouse > cursor. */
export function sourceOf(state: ViewState): UnitRef | null {
  return state.pinned ?? state.hovered ?? state.cursor;
}

/** Words that are looked from as one: those that are selected, while nothing else is pointed at or pinned. */
export function togetherOf({ pinned, hovered, together }: Pick<ViewState, 'pinned' | 'hovered' | 'together'>): LinkEnd | null {
  return pinned === null && hovered === null ? together : null;
}

export function sameView(a: View, b: View): boolean {
  switch (a.kind) {
    case 'lens':
      return b.kind === 'lens' && a.id === b.id;
    case 'head':
      return b.kind === 'head' && a.layer === b.layer && a.head === b.head;
    case 'layer':
      return b.kind === 'layer' && a.layer === b.layer;
    case 'rollout':
      return b.kind === 'rollout' && a.layer === b.layer;
  }
}
