import type { WordView } from '../state/viewModel.ts';
import { formatWeight } from './numbers.ts';

/** ` 0.60`, ` 0.60 (L3 H1)`: of one of the strongest, with the head that it attends through where that is its own. */
export function weightOf({ weights, strongest, strongestHeads }: WordView, place: number): string {
  const head = strongestHeads?.[place];
  return ` ${formatWeight(weights![strongest[place]!]!)}${head ? ` (L${head[0]} H${head[1]})` : ''}`;
}
