import type { Visibility } from '../attention/visibility.ts';
import { NEIGHBOUR, tellingUnits } from '../attention/telling.ts';
import { farSide, isAcross, type Side } from '../text/textPair.ts';
import type { Unit } from '../text/token.ts';
import { rowsIn, type UnitMatrix } from './unitMatrix.ts';

/** A word and what it attends to. */
export interface ClearestLink {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/**
 * The largest weight in the rows that are here from a word to another beyond its neighbours, punctuation, special tokens and sinks; of equal ones the first. Null
 * where none has a colour. Of two texts it goes from the one that looks to the other, in which there is no neighbour.
 */
export function clearestLink(
  units: readonly Unit[],
  matrix: UnitMatrix,
  { bucketOf }: Pick<Visibility, 'bucketOf'>,
  looking: Side = 1,
): ClearestLink | null {
  const { values, columns, sides } = matrix;
  const looked = sides && farSide(sides, looking);
  const isNear = (from: number, to: number) => !isAcross(sides) && Math.abs(from - to) <= NEIGHBOUR;
  const isLooked = (from: number, to: number) =>
    (sides === undefined || (sides.of[from] === looking && sides.of[to] === looked)) && !isNear(from, to);
  const telling = tellingUnits(units, new Set(matrix.sinks.map(({ unit }) => unit)));
  let clearest: ClearestLink | null = null;
  let most = 0;
  for (const [place, from] of rowsIn(matrix).entries()) {
    if (telling[from] === 0) continue;
    for (let to = 0; to < columns; to++) {
      const weight = values[place * columns + to]!;
      if (!(weight > most) || telling[to] === 0 || !isLooked(from, to) || bucketOf(weight, from, to) === 0) continue;
      most = weight;
      clearest = { from, to, weight };
    }
  }
  return clearest;
}
