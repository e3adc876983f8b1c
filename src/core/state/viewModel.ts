import { counterpartBar } from '../attention/counterparts.ts';
import type { Direction, HeadRef } from '../attention/lens.ts';
import type { RowSample } from '../attention/someRows.ts';
import { visibilityOf, type Visibility } from '../attention/visibility.ts';
import { bucketOfCosine } from '../scale.ts';
import { areFar, isAcross, type Sides } from '../text/textPair.ts';
import { standsInText, type Unit } from '../text/token.ts';
import { indexIn, isSameUnit, TEXT } from '../text/unitRef.ts';
import { cellOf, hasRow, headOfRow, isSampled, sampleOf, valueIn, weightsOf, type UnitMatrix } from './unitMatrix.ts';
import { together } from './together.ts';
import { hidesSink, sourceOf, togetherOf, type ViewState } from './viewState.ts';

/** What one source word shows, for the editor, the status bar and the panel alike. */
export interface WordView {
  /** The source unit, or null when nothing is pointed at. */
  readonly source: number | null;
  /** Of two texts: several words, the source among them, that are looked from as one. Not there where it is looked from the source alone. */
  readonly together?: readonly number[];
  readonly pinned: boolean;
  /** The unit pointed at while another one is pinned: gets its number and a neutral outline. */
  readonly focus: number | null;
  /** Units on screen: all, or without special tokens. */
  readonly shown: readonly number[];
  /** Weight per unit (given or received); null without a source, and while they are not here. */
  readonly weights: Float32Array | null;
  /** The head that the weights are of, where each word is seen through one of its own; null else. */
  readonly head?: HeadRef | null;
  /** Of two texts: what the source gives the other one, and its own; null where `weights` are what it is given. Not there where there is one text. */
  readonly across?: { readonly toOther: number; readonly toOwn: number } | null;
  /** Of two texts: it is words of its own text that are looked at. */
  readonly isWithin?: true;
  /** Of two texts: nothing between the source and the other one reaches the bar of a counterpart. Not said where not all of it is known. */
  readonly isAlone?: boolean;
  /** How much of the source's attention went to no token; not there where none can, and where `weights` are no attention that it gives. */
  readonly toNoToken?: number;
  /** Heat per unit, 0 for the source itself, for hidden and for invalid values. */
  readonly buckets: Uint8Array;
  /** Shown units that have no link with the source: causal attention sees no later word. Their weight is no number. */
  readonly unseen: ReadonlySet<number>;
  /** Shown units of which it is not known what they give the source, as their rows were not read. Their weight is no number. */
  readonly unread: ReadonlySet<number>;
  /** Of how many rows the weights are, where those are not all rows that they could be of. */
  readonly sample: RowSample | null;
  /** Shown units whose link with the source is hidden, as it goes to a sink: no colour, no place in `order`. Their weight is what it was. */
  readonly hidden: ReadonlySet<number>;
  /** Shown units other than the source that have a link with it which is not hidden, by weight, largest first. Ties keep the order of the text. */
  readonly order: readonly number[];
  /** The first three of `order` that are painted. */
  readonly strongest: readonly number[];
  /** The heads through which those attend to the source, where each word has one of its own. Not there else. */
  readonly strongestHeads?: readonly HeadRef[];
}

/** What the words of a text see of each other through a matrix of its self-attention. */
export function visibilityIn(
  matrix: UnitMatrix,
  units: readonly Unit[],
  tokenCount: number,
  state: Pick<ViewState, 'hideSink' | 'scale'>,
): Visibility {
  return visibilityBy(matrix, units, tokenCount, state, (row, column) => valueIn(matrix, row, column));
}

/** The same of other weights over the same words (a row of rollout), whose sinks take another share. */
export function visibilityOfRow(
  matrix: UnitMatrix,
  units: readonly Unit[],
  tokenCount: number,
  state: Pick<ViewState, 'hideSink' | 'scale'>,
  weights: Float32Array,
): Visibility {
  return visibilityBy(matrix, units, tokenCount, state, (_, column) => weights[column]!);
}

function visibilityBy(
  matrix: UnitMatrix,
  units: readonly Unit[],
  tokenCount: number,
  state: Pick<ViewState, 'hideSink' | 'scale'>,
  weight: (row: number, column: number) => number,
): Visibility {
  if (matrix.sinks.length === 0 || !hidesSink(state, matrix))
    return visibilityOf(matrix, units, units, matrix.keys ?? tokenCount, undefined, state.scale);
  const columns = matrix.sinks.map(({ unit }) => unit);
  const givenBy = (row: number) => columns.reduce((sum, column) => sum + weight(row, column), 0);
  return visibilityOf(matrix, units, units, matrix.keys ?? tokenCount, { columns, givenBy }, state.scale);
}

/** The step of a weight between a unit and the far end of it. */
export function bucketBetweenUnits({ bucketOf }: Visibility, direction: Direction, weight: number, unit: number, far: number): number {
  return bucketOf(weight, ...cellOf(unit, far, direction));
}

/** Whether what goes between a unit and the far end of it is hidden. */
export function isHidden({ hides }: Visibility, direction: Direction, unit: number, far: number): boolean {
  return hides(cellOf(unit, far, direction)[1]);
}

/** Whether attention can go between a unit and the far end of it. */
export function areLinked({ sees }: Visibility, direction: Direction, unit: number, far: number): boolean {
  return sees(...cellOf(unit, far, direction));
}

/** @param sides of two texts: what is neither is not shown */
export function shownUnits(units: readonly Unit[], hideSpecial: boolean, sides?: Sides): number[] {
  const shown: number[] = [];
  units.forEach((unit, index) => {
    if (sides ? sides.of[index]! >= 0 : !hideSpecial || standsInText(unit)) shown.push(index);
  });
  return shown;
}

/** Units that stand in the text: likeness leaves the special tokens around it out. */
export function textUnits(units: readonly Unit[]): number[] {
  return shownUnits(units, true);
}

/** The one derivation of attention on screen. `tokenCount` is the number of tokens of the text. */
export function deriveWordView(units: readonly Unit[], tokenCount: number, matrix: UnitMatrix, state: ViewState): WordView {
  const { sides } = matrix;
  const shown = shownUnits(units, state.hideSpecial, sides);
  const visibility = visibilityIn(matrix, units, tokenCount, state);
  // What a word attends to is its own row, which is here as a whole or not at all.
  const sample = state.direction === 'by' ? sampleOf(matrix) : null;
  const members = membersTogether(state, matrix);
  const isMember = members && new Set(members);
  const group = members && together(matrix, units, visibility, members, state.direction);
  const single: Reading = {
    weightsFrom: source => weightsOf(matrix, source, state.direction),
    bucketOf: (weight, unit, source) => bucketBetweenUnits(visibility, state.direction, weight, source, unit),
    sees: (unit, source) => areLinked(visibility, state.direction, source, unit),
    hides: (unit, source) => isHidden(visibility, state.direction, source, unit),
    ...(sides && { isFar: (unit: number, source: number) => areFar(sides, source, unit) && !isMember?.has(unit) }),
    ...(sample && { isRead: (unit: number) => isSampled(matrix, unit), sample }),
  };
  const { weights: gathered, ...asOne } = group ?? { weights: null };
  const view = withHeads(
    deriveView(units, shown, state, group ? { ...single, ...asOne, weightsFrom: () => gathered } : single),
    matrix,
    state,
  );
  const { source, weights } = view;
  if (weights === null || source === null) return view;
  const shareOf = group?.shareOf ?? ((unit: number) => visibility.shareOf(...cellOf(source, unit, state.direction)));
  const lacks = (unit: number) => !(weights[unit]! >= counterpartBar(shareOf(unit)));
  const isKnown = view.order.length > 0 && view.unread.size === 0 && view.order.every(unit => Number.isFinite(weights[unit]!));
  const isWithin = sides !== undefined && !isAcross(sides);
  const alone = {
    ...(isWithin && ({ isWithin: true } as const)),
    ...(isAcross(sides) && isKnown && view.order.every(lacks) && { isAlone: true }),
    ...(group && { together: members }),
  };
  if (state.direction === 'by') return sides ? { ...view, across: null, ...alone } : view;
  const head = group ? null : headOfRow(matrix, source);
  const across = sides && { across: sharesOf(weights, sides, source), ...alone };
  const seen = head === null && !across ? view : { ...view, ...(head && { head }), ...across };
  if (!matrix.hasSink) return seen;
  const given = weights.reduce((sum, weight, unit) => (view.unseen.has(unit) ? sum : sum + weight), 0);
  return { ...seen, toNoToken: Math.max(0, 1 - given) };
}

/** What a word is given comes from rows of several heads. */
function withHeads(view: WordView, matrix: UnitMatrix, { direction }: ViewState): WordView {
  if (direction === 'to' || !matrix.rowHeads) return view;
  return { ...view, strongestHeads: view.strongest.map(unit => headOfRow(matrix, unit)!) };
}

/** Several words of one text that are looked from as one; null while a single one is. All of their rows are here, or none is asked for. */
function membersTogether(state: ViewState, matrix: UnitMatrix): readonly number[] | null {
  const { sides } = matrix;
  const members = sides && togetherOf(state)?.map(({ unit }) => unit);
  const side = members && sides.of[members[0]!]!;
  const areKnown = members?.every(unit => sides!.of[unit] === side && (state.direction === 'by' || hasRow(matrix, unit)));
  return members && areKnown && side! >= 0 ? members : null;
}

/** What a word of one of two texts gives each of them. */
function sharesOf(weights: Float32Array, { of }: Sides, source: number): NonNullable<WordView['across']> {
  const given = (side: number) => weights.reduce((sum, weight, unit) => (of[unit] === side ? sum + weight : sum), 0);
  return { toOther: given(1 - of[source]!), toOwn: given(of[source]!) };
}

/** Whether anything of the text could be lit from a unit: the first word that a decoder reads has no link but with itself, or with a sink that is hidden. */
export function hasLinks(units: readonly Unit[], tokenCount: number, matrix: UnitMatrix, state: ViewState, unit: number): boolean {
  const visibility = visibilityIn(matrix, units, tokenCount, state);
  const { direction } = state;
  return textUnits(units).some(
    far =>
      far !== unit &&
      areFar(matrix.sides, unit, far) &&
      areLinked(visibility, direction, unit, far) &&
      !isHidden(visibility, direction, unit, far),
  );
}

/** The same for likeness: `cosines` is size x size, row-major; null while it is not here, which paints nothing. */
export function deriveLikenessView(units: readonly Unit[], cosines: Float32Array | null, state: ViewState): WordView {
  const size = units.length;
  return deriveView(units, textUnits(units), state, {
    weightsFrom: source => (cosines?.length === size * size ? cosines.slice(source * size, (source + 1) * size) : null),
    bucketOf: bucketOfCosine,
  });
}

/**
 * The same for values that were computed for one word alone (shifts, a row of rollout): another source, or none of the text's units, paints
 * nothing. `values` is null while they are not here.
 */
export function deriveRowView(
  units: readonly Unit[],
  unit: number,
  values: Float32Array | null,
  bucketOf: (value: number, unit: number) => number,
  state: ViewState,
  links: Pick<Reading, 'sees' | 'hides'> = {},
): WordView {
  return deriveView(units, textUnits(units), state, {
    weightsFrom: source => (source === unit && values?.length === units.length ? values : null),
    bucketOf,
    ...links,
  });
}

interface Reading {
  /** Values of every unit for the source; null when they are not here. */
  readonly weightsFrom: (source: number) => Float32Array | null;
  readonly bucketOf: (weight: number, unit: number, source: number) => number;
  /** Whether a unit has a link with the source; all have, where this is missing. */
  readonly sees?: (unit: number, source: number) => boolean;
  /** Whether its link with the source is hidden; none is, where this is missing. */
  readonly hides?: (unit: number, source: number) => boolean;
  /** Whether it is of the one of two texts that is looked at; all are, where this is missing. */
  readonly isFar?: (unit: number, source: number) => boolean;
  /** Whether its link with the source is known; all are, where this is missing. */
  readonly isRead?: (unit: number) => boolean;
  readonly sample?: RowSample;
}

const NONE: ReadonlySet<number> = new Set();

function deriveView(units: readonly Unit[], shown: readonly number[], state: ViewState, reading: Reading): WordView {
  const candidate = indexIn(TEXT, sourceOf(state));
  const source = candidate !== null && candidate < units.length ? candidate : null;
  const buckets = new Uint8Array(units.length);
  const pinned = source !== null && isSameUnit(state.pinned, sourceOf(state));
  const pointed = indexIn(TEXT, state.hovered ?? state.cursor);
  const focus = pinned && pointed !== source ? pointed : null;
  const weights = source === null ? null : reading.weightsFrom(source);
  const nothing = { unseen: NONE, unread: NONE, hidden: NONE, order: [], strongest: [] };
  if (weights === null) return { source, pinned, focus, shown, weights, sample: null, buckets, ...nothing };
  const order: number[] = [];
  const { sees, hides, isRead, isFar, sample = null } = reading;
  const others = shown.filter(index => index !== source && (isFar?.(index, source!) ?? true));
  const unseen = sees ? new Set(others.filter(index => !sees(index, source!))) : NONE;
  const unread = isRead ? new Set(others.filter(index => !unseen.has(index) && !isRead(index))) : NONE;
  const hidden = hides ? new Set(others.filter(index => !unseen.has(index) && !unread.has(index) && hides(index, source!))) : NONE;
  for (const index of others) {
    if (unseen.has(index) || unread.has(index) || hidden.has(index)) continue;
    order.push(index);
    buckets[index] = reading.bucketOf(weights[index]!, index, source!);
  }
  order.sort((a, b) => valueOf(weights[b]!) - valueOf(weights[a]!) || a - b);
  const strongest = order.filter(index => buckets[index]! > 0).slice(0, 3);
  return { source, pinned, focus, shown, weights, sample, buckets, unseen, unread, hidden, order, strongest };
}

/** What is not a number stands behind every number, negative cosines included. */
function valueOf(weight: number): number {
  return Number.isNaN(weight) ? -Infinity : weight;
}

/** The strongest unit that stands in the text, or null. */
export function strongestWord(units: readonly Unit[], view: WordView): number | null {
  return view.order.find(index => standsInText(units[index]!)) ?? null;
}

/** A word is pointed at, and nothing of the text is lit, although something could be. While its numbers are not here, nothing can be said. */
export function isDark(units: readonly Unit[], view: WordView): boolean {
  return view.weights !== null && view.order.length > 0 && strongestInText(units, view).length === 0;
}

/** The three strongest painted words that stand in the text: the marks of the overview ruler. */
export function strongestInText(units: readonly Unit[], view: WordView): number[] {
  return view.order.filter(index => view.buckets[index]! > 0 && standsInText(units[index]!)).slice(0, 3);
}
