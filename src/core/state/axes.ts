import { areFar, farSide } from '../text/textPair.ts';
import { lookingSide } from './facing.ts';
import type { UnitMatrix } from './unitMatrix.ts';
import type { WordView } from './viewModel.ts';
import type { ViewState } from './viewState.ts';

/** The units down and across a picture of every word: of two texts the words of the one that looks down, those of the one that is looked at across. */
export function axesOf(
  { shown }: Pick<WordView, 'shown'>,
  { sides, sampled }: Pick<UnitMatrix, 'sides' | 'sampled'>,
  state: ViewState,
): { readonly rows: readonly number[]; readonly columns: readonly number[] } {
  const side = lookingSide(state, { ...(sides && { sides }) });
  const of = (text: number) => (sides ? shown.filter(unit => sides.of[unit] === text) : shown);
  const rows = of(side);
  const columns = sides && farSide(sides, side) !== side ? of(farSide(sides, side)) : rows;
  const isRow = new Set(rows);
  return { rows: sampled?.filter(unit => isRow.has(unit)) ?? rows, columns };
}

/** The units of a picture of one word: of two texts those of the one that is looked at. */
export function farFrom(unit: number, { shown }: Pick<WordView, 'shown'>, { sides }: Pick<UnitMatrix, 'sides'>): readonly number[] {
  return sides ? shown.filter(other => areFar(sides, unit, other)) : shown;
}
