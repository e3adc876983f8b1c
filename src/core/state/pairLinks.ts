import { counterpartBar } from '../attention/counterparts.ts';
import type { Visibility } from '../attention/visibility.ts';
import { valueIn, type UnitMatrix } from './unitMatrix.ts';

/** What a word of the text that looks gives a word of the other one. */
export interface PairLink {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  /** Of the scale, at least 1. */
  readonly step: number;
}

export interface PairLinks {
  /** All that have a colour, the strongest first; ties keep the order of the text. */
  readonly links: readonly PairLink[];
  /** Those of one unit, in the same order. */
  readonly ofUnit: (unit: number) => readonly PairLink[];
  /** Units of both texts without a counterpart: nothing between them and the other text reaches the bar. Of a column this is known only where all rows are here. */
  readonly alone: ReadonlySet<number>;
}

/** What goes between two texts, as their matrix shows it. Costs rows x columns, so callers keep it. @param axes of the matrix, see `axesOf` */
export function pairLinks(
  matrix: UnitMatrix,
  visibility: Visibility,
  { rows, columns }: { readonly rows: readonly number[]; readonly columns: readonly number[] },
): PairLinks {
  const links: PairLink[] = [];
  const met = new Set<number>();
  const unknown = new Set<number>(matrix.sampled ? columns : columns.filter(visibility.hides));
  for (const from of rows) {
    let isRead = false;
    for (const to of columns) {
      if (visibility.hides(to) || !visibility.sees(from, to)) continue;
      isRead = true;
      const weight = valueIn(matrix, from, to);
      if (Number.isNaN(weight)) unknown.add(from).add(to);
      if (weight >= counterpartBar(visibility.shareOf(from, to))) met.add(from).add(to);
      const step = visibility.bucketOf(weight, from, to);
      if (step > 0) links.push({ from, to, weight, step });
    }
    if (!isRead) unknown.add(from);
  }
  links.sort((a, b) => b.weight - a.weight);
  const byUnit = new Map<number, PairLink[]>();
  for (const link of links)
    for (const unit of [link.from, link.to]) {
      const own = byUnit.get(unit);
      if (own) own.push(link);
      else byUnit.set(unit, [link]);
    }
  return {
    links,
    ofUnit: unit => byUnit.get(unit) ?? [],
    alone: new Set([...rows, ...columns].filter(unit => !met.has(unit) && !unknown.has(unit))),
  };
}
