import type { Direction } from '../attention/lens.ts';
import type { Visibility } from '../attention/visibility.ts';
import { scaleOfRow, stepOfWeight } from '../scale.ts';
import type { Span } from '../text/span.ts';
import { areFar, farSide } from '../text/textPair.ts';
import type { Unit } from '../text/token.ts';
import { together } from './together.ts';
import { hasRow, valueIn, type UnitMatrix } from './unitMatrix.ts';

/** A sentence of one of two texts, with its units. */
export interface UnitSentence extends Span {
  readonly units: readonly number[];
}

/** What a sentence of the other text has to do with the one that is looked from. */
export interface SeenSentence extends Span {
  /** What it is given, or gives: the mean over the words of the one that looks, the sum over those of the other. */
  readonly weight: number;
  /** Step of that weight, whatever the length of the text: shares of many words are no small numbers. 0 for less than its length has of what goes to its text at all. */
  readonly step: number;
}

export interface SentenceView {
  /** The one that is looked from. */
  readonly own: Span;
  /** Those of the other text that are known, the strongest first; ties keep the order of the text. */
  readonly seen: readonly SeenSentence[];
}

/** The sentence that a word of the other text stands in, the strongest where none is looked at; null where that gets less than its length has. */
export function sentenceLookedAt({ seen }: SentenceView, word: Span | null): SeenSentence | null {
  const of = word && seen.find(({ start, end }) => word.start >= start && word.end <= end);
  if (of) return of;
  const [strongest] = seen;
  return strongest && strongest.step > 0 ? strongest : null;
}

/** The sentences that units stand in; white space and what stands between two texts is in none. */
export function unitSentences(spans: readonly Span[], units: readonly Unit[]): UnitSentence[] {
  const members: number[][] = spans.map(() => []);
  let at = 0;
  for (const [unit, { start, end }] of units.entries()) {
    if (end <= start || start < 0) continue;
    while (at < spans.length && spans[at]!.end <= start) at++;
    if (at < spans.length && start >= spans[at]!.start) members[at]!.push(unit);
  }
  return spans.flatMap(({ start, end }, place) => (members[place]!.length > 0 ? [{ start, end, units: members[place]! }] : []));
}

/** @param source unit that is looked from @param texts sentences of both texts */
export function deriveSentenceView(
  matrix: UnitMatrix,
  units: readonly Unit[],
  visibility: Visibility,
  direction: Direction,
  source: number,
  texts: readonly [readonly UnitSentence[], readonly UnitSentence[]],
): SentenceView | null {
  const side = matrix.sides?.of[source] ?? -1;
  if (side !== 0 && side !== 1) return null;
  const own = texts[side].find(sentence => sentence.units.includes(source));
  const from = own && together(matrix, units, visibility, own.units, direction);
  if (!own || !from) return null;
  const far = texts[farSide(matrix.sides!, side)];
  const tokensOf = (members: readonly number[]) => members.reduce((sum, unit) => sum + units[unit]!.tokens.length, 0);
  const meanOf = (members: readonly number[], of: (unit: number) => number) =>
    members.reduce((sum, unit) => sum + of(unit) * units[unit]!.tokens.length, 0) / tokensOf(members);
  const isKnown = (unit: number) => from.sees(unit) && !from.hides(unit) && !Number.isNaN(from.weights[unit]!);
  const known = far.flatMap(sentence => {
    const members = sentence.units.filter(isKnown);
    return members.length === 0 ? [] : [{ ...sentence, units: members }];
  });
  const looked = direction === 'to' ? known : texts[side];
  const tokens = looked.reduce((sum, sentence) => sum + tokensOf(sentence.units.filter(unit => !visibility.hides(unit))), 0);
  const reach = reachIn(matrix, visibility);
  const scale = scaleOfRow({ ...visibility.scale, inShares: false }, visibility.scale.evenShare);
  const seen = known.map((sentence): SeenSentence => {
    const rows = direction === 'to' ? own.units.filter(unit => hasRow(matrix, unit)) : sentence.units;
    const columns = (direction === 'to' ? sentence : own).units.filter(unit => !visibility.hides(unit));
    const weight =
      direction === 'to'
        ? sentence.units.reduce((sum, unit) => sum + from.weights[unit]!, 0)
        : meanOf(sentence.units, unit => from.weights[unit]!);
    const even = (meanOf(rows, reach) * tokensOf(columns)) / tokens;
    return { start: sentence.start, end: sentence.end, weight, step: weight > 0 && weight >= even ? stepOfWeight(weight, scale) : 0 };
  });
  return { own, seen: seen.toSorted((a, b) => b.weight - a.weight) };
}

/** What rows give the other text, hidden sinks left out: by matrix, since every word that is pointed at asks for the same rows. */
const reaches = new WeakMap<UnitMatrix, { readonly shown: Map<number, number>; readonly hidden: Map<number, number> }>();

function reachIn(matrix: UnitMatrix, { hides, hiddenSinks }: Visibility): (row: number) => number {
  const { sides, columns } = matrix;
  const known = reaches.get(matrix) ?? { shown: new Map(), hidden: new Map() };
  reaches.set(matrix, known);
  const reach = hiddenSinks > 0 ? known.hidden : known.shown;
  return row => {
    const before = reach.get(row);
    if (before !== undefined) return before;
    let given = 0;
    for (let column = 0; column < columns; column++)
      if (areFar(sides, row, column) && !hides(column)) given += valueIn(matrix, row, column);
    reach.set(row, given);
    return given;
  };
}
