import { counterpartBar } from '../attention/counterparts.ts';
import type { Visibility } from '../attention/visibility.ts';
import { rowIn, type UnitMatrix } from './unitMatrix.ts';

/** What a word of the text that looks gives a word of the other one. */
export interface PairLink {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  /** Of the scale, at least 1. */
  readonly step: number;
}

export interface PairLinks {
  /** How many have a colour. */
  readonly count: number;
  /** The strongest of them by weight; ties keep the order of the text. */
  readonly strongest: readonly PairLink[];
  /** All that one unit has, in the same order. Looked for when it is asked. */
  readonly ofUnit: (unit: number) => readonly PairLink[];
}

/** The units of a matrix between two texts, see `axesOf`. */
interface Axes {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** What goes between two texts, as their matrix shows it. Costs a look at every weight, so callers keep it. @param most so many of the strongest */
export function pairLinks(matrix: UnitMatrix, visibility: Visibility, { rows, columns }: Axes, most: number): PairLinks {
  const seen = columns.filter(column => !visibility.hides(column));
  const strongest: PairLink[] = [];
  let count = 0;
  for (const from of rows) {
    const weights = rowIn(matrix, from);
    if (!weights) continue;
    for (const to of seen) {
      const weight = weights[to]!;
      const step = stepOf(visibility, weight, from, to);
      if (step === 0) continue;
      count++;
      if (strongest.length < most || weight > strongest[most - 1]!.weight) keep(strongest, { from, to, weight, step }, most);
    }
  }
  const ofUnit = (unit: number) => {
    const cells = [
      ...(rows.includes(unit) ? seen.map(to => [unit, to] as const) : []),
      ...(seen.includes(unit) ? rows.map(from => [from, unit] as const) : []),
    ];
    const links = cells.flatMap(([from, to]): PairLink[] => {
      const weight = rowIn(matrix, from)?.[to] ?? NaN;
      const step = stepOf(visibility, weight, from, to);
      return step === 0 ? [] : [{ from, to, weight, step }];
    });
    return links.sort((a, b) => b.weight - a.weight);
  };
  return { count, strongest, ofUnit };
}

const stepOf = (visibility: Visibility, weight: number, from: number, to: number) =>
  visibility.sees(from, to) ? visibility.bucketOf(weight, from, to) : 0;

/** Behind those that are as strong: they stand before it in the text. */
function keep(strongest: PairLink[], link: PairLink, most: number): void {
  let place = strongest.length;
  while (place > 0 && strongest[place - 1]!.weight < link.weight) place--;
  strongest.splice(place, 0, link);
  if (strongest.length > most) strongest.pop();
}

/**
 * Units of both texts without a counterpart: nothing between them and the other text reaches the bar. Of a column this is known only where all rows are here.
 * Costs a look at every weight, so callers keep it.
 */
export function unitsAlone(matrix: UnitMatrix, visibility: Visibility, { rows, columns }: Axes): ReadonlySet<number> {
  const seen = columns.filter(column => !visibility.hides(column));
  const known = matrix.sampled ? [] : seen;
  // Those that met someone, and those of which it is not known.
  const isOut = new Uint8Array(Math.max(matrix.rows, matrix.columns));
  for (const from of rows) {
    const weights = rowIn(matrix, from);
    let isRead = false;
    for (const to of seen) {
      if (!visibility.sees(from, to)) continue;
      isRead = true;
      if (isOut[from] === 1 && isOut[to] === 1) continue;
      const weight = weights?.[to] ?? NaN;
      if (Number.isNaN(weight) || weight >= counterpartBar(visibility.shareOf(from, to))) isOut[from] = isOut[to] = 1;
    }
    if (!isRead) isOut[from] = 1;
  }
  return new Set([...rows, ...known].filter(unit => isOut[unit] === 0));
}
