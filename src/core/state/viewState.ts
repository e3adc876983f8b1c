import type { Direction, View } from '../attention/lens.ts';
import type { LessonName } from '../lesson.ts';
import type { AttentionStack } from '../model/stack.ts';
import { isSameScale, USUAL_SCALE, type ScaleChoice, type ScaleUnit } from '../scale.ts';
import type { Level, Unit } from '../text/token.ts';
import { isSameCell, isSameUnit, unitRef, type CellRef, type UnitRef } from '../text/unitRef.ts';
import { isSameEnd, linkEndOf, type LinkEnd } from './linkEnd.ts';
import type { Tab } from './pages.ts';
import { PLACES, SECTIONS, type Folding, type Place, type SectionId } from './sections.ts';

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

/** What a person chose and points at. Changed only by {@link reduce}, only in the host's explorer. */
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
  /** Places of a word are compared by its word embedding, until a hidden state is chosen. */
  readonly comparesFixed: boolean;
}

export type ViewAction =
  /** A new run of a model of `layers` layers (null: none), whose colour can mean `heats`: nothing is pointed at; choices stay where they can be had. */
  | { readonly type: 'newRun'; readonly view: View; readonly layers: number | null; readonly heats: readonly Heat[] }
  | { readonly type: 'hover'; readonly unit: UnitRef | null }
  /** The caret moved to another unit: the latest gesture wins over a pointer that rests. */
  | { readonly type: 'cursor'; readonly unit: UnitRef | null }
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
  comparesFixed: false,
};

/** The only way the view state changes. Returns the same object when nothing changed, so that callers can skip painting. */
export function reduce(state: ViewState, action: ViewAction): ViewState {
  switch (action.type) {
    case 'newRun':
      return {
        ...state,
        view: action.view,
        pinned: null,
        linked: null,
        hovered: null,
        cursor: null,
        cell: null,
        terms: null, // who explores wants to see it
        scale: state.usualScale,
        heat: action.heats.includes(state.heat) ? state.heat : 'attention',
        hiddenState: stateOf(state.hiddenState, action.layers),
      };
    case 'hover':
      return isSameUnit(state.hovered, action.unit) && state.cell === null ? state : { ...state, hovered: action.unit, cell: null };
    case 'cursor':
      return isSameUnit(state.cursor, action.unit) ? state : { ...state, cursor: action.unit, hovered: null, cell: null };
    case 'pin':
      return isSameUnit(state.pinned, action.unit) && state.linked === null && state.cell === null
        ? state
        : { ...state, pinned: action.unit, linked: null, cell: null };
    case 'link': {
      const { units, from } = action;
      const pinned = from ?? state.pinned;
      if (pinned === null) return units.length === 1 ? reduce(state, { type: 'pin', unit: units[0]! }) : state;
      const linked = linkEndOf(pinned, units);
      const isSame = isSameUnit(pinned, state.pinned) && isSameEnd(linked, state.linked) && state.cell === null;
      return linked === null || isSame ? state : { ...state, pinned, linked, cell: null };
    }
    case 'unlink':
      return state.linked === null ? state : { ...state, linked: null, cell: null };
    case 'cell':
      return isSameCell(state.cell, action.cell) ? state : { ...state, cell: action.cell };
    // Who chooses what attention to look at wants to see it, so the colour means attention again.
    case 'view':
      return sameView(state.view, action.view) && state.heat === 'attention' ? state : { ...state, view: action.view, heat: 'attention' };
    case 'direction':
      return state.direction === action.direction && state.heat === 'attention'
        ? state
        : { ...state, direction: action.direction, heat: 'attention', cell: null };
    case 'hideSpecial': {
      return state.hideSpecial === action.hide ? state : { ...state, hideSpecial: action.hide, cell: null };
    }
    case 'hideSink':
      return state.hideSink === action.hide ? state : { ...state, hideSink: action.hide, cell: null };
    case 'lesson':
      return state.lesson === action.step ? state : { ...state, lesson: action.step };
    case 'scale':
      return isSameScale(state.scale, action.scale) && isSameScale(state.usualScale, action.scale)
        ? state
        : { ...state, scale: action.scale, usualScale: action.scale };
    case 'scaleUnit':
      return state.scale.unit === action.unit ? state : { ...state, scale: { ...state.scale, unit: action.unit } };
    case 'tab':
      return state.tab === action.tab && state.terms === null ? state : { ...state, tab: action.tab, sought: null, terms: null };
    case 'seek': {
      const section = PLACES[action.place];
      const sought = { place: action.place, id: (state.sought?.id ?? 0) + 1 };
      return { ...state, tab: SECTIONS[section].page, folding: { ...state.folding, [section]: true }, sought, terms: null };
    }
    case 'terms':
      if (!action.isOpen) return state.terms === null ? state : { ...state, terms: null };
      return state.terms?.asked === action.asked ? state : { ...state, terms: { asked: action.asked } };
    case 'section':
      return state.folding[action.section] === action.isOpen
        ? state
        : { ...state, folding: { ...state.folding, [action.section]: action.isOpen }, sought: null };
    case 'folding':
      return { ...state, folding: action.folding };
    case 'heat':
      return state.heat === action.heat ? state : { ...state, heat: action.heat };
    case 'hiddenState':
      return state.hiddenState === action.state && !state.comparesFixed
        ? state
        : { ...state, hiddenState: action.state, comparesFixed: false };
    case 'compareFixed':
      return state.comparesFixed ? state : { ...state, comparesFixed: true };
    case 'influenceMode':
      return state.influenceMode === action.mode ? state : { ...state, influenceMode: action.mode };
    case 'occurrenceContext':
      return state.occurrenceContext === action.context ? state : { ...state, occurrenceContext: action.context };
    case 'pairPicture':
      return state.pairPicture === action.picture ? state : { ...state, pairPicture: action.picture, cell: null };
    case 'level': {
      if (state.level === action.level) return state;
      const carry = (unit: UnitRef | null) => carryUnit(unit, action.from, action.to);
      const pinned = carry(state.pinned);
      return {
        ...state,
        level: action.level,
        pinned,
        linked: linkEndOf(pinned, state.linked?.map(carry).filter(unit => unit !== null) ?? []),
        hovered: carry(state.hovered),
        cursor: carry(state.cursor),
        cell: null,
      };
    }
  }
}

/** Hidden from the start where attention is causal: nearly all of it would be the sink's. */
export function hidesSink({ hideSink }: Pick<ViewState, 'hideSink'>, { causal }: Pick<AttentionStack, 'causal'>): boolean {
  return hideSink ?? causal;
}

/** The middle of the stack, where a vector is neither the word alone nor the model's task alone: where influence shows most clearly (measured). */
export function middleState(layers: number): number {
  return Math.round(layers / 2);
}

function stateOf(hiddenState: number, layers: number | null): number {
  if (layers === null) return hiddenState;
  return hiddenState >= 0 && hiddenState <= layers ? hiddenState : middleState(layers);
}

/** The word whose attention is shown, by precedence pinned > mouse > cursor. */
export function sourceOf(state: ViewState): UnitRef | null {
  return state.pinned ?? state.hovered ?? state.cursor;
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

/** The unit of another level that holds this unit's first token. */
function carryUnit(ref: UnitRef | null, from: readonly Unit[], to: readonly Unit[]): UnitRef | null {
  const token = ref === null ? undefined : from[ref.unit]?.tokens[0];
  if (ref === null || token === undefined) return null;
  const found = to.findIndex(candidate => candidate.tokens.includes(token));
  return found < 0 ? null : unitRef(ref.stream, found);
}
