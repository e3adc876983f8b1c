import { groupFigures, type Clusters, type GroupFigures } from '../../core/vectors/clusters.ts';
import { bucketBetween } from '../../core/scale.ts';
import type { ViewState } from '../../core/state/viewState.ts';
import type { OccurrencePart } from '../../protocol/panelParts.ts';
import { cellsBySteps, type MatrixCells } from '../paintMatrix.ts';

/** Vectors that are compared: the word embedding, or those of one hidden state. */
export type ComparedState = 'fixed' | number;

export function comparedState({ comparesFixed, hiddenState }: ViewState): ComparedState {
  return comparesFixed ? 'fixed' : hiddenState;
}

/** The cosines of one state; those of the word embedding where the state is not in this model. */
export function cosinesOf({ slice }: OccurrencePart, state: ComparedState): Float32Array {
  return state === 'fixed' ? slice.fixed : (slice.states[state] ?? slice.fixed);
}

/** Smallest cosine of two places in any state: where the colours start, so that they mean the same at every step of the slider. */
export function smallestCosine({ slice }: OccurrencePart): number {
  let smallest = 1;
  for (const cosines of [slice.fixed, ...slice.states]) for (const cosine of cosines) if (cosine < smallest) smallest = cosine;
  return smallest;
}

/** The matrix in the order of the clusters. The diagonal has no colour: a place is always like itself. */
export function cosineCells(cosines: Float32Array, size: number, order: readonly number[], smallest: number): MatrixCells {
  const valueAt = (row: number, column: number) => cosines[order[row]! * size + order[column]!]!;
  const buckets = new Uint8Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      if (row !== column) buckets[row * size + column] = bucketBetween(valueAt(row, column), smallest, 1);
  return cellsBySteps(size, buckets, valueAt);
}

/** Within and between cosines in every hidden state, of groups that have names or that clustering found. */
export interface GroupCurves {
  readonly within: readonly number[];
  readonly between: readonly number[];
  /** Whether a person named the groups. */
  readonly named: boolean;
  /** In the state that is shown. */
  readonly figures: GroupFigures;
}

/** By the names a person gave when there are two or more, else by the clusters of the state that is shown. */
export function groupCurves(part: OccurrencePart, clusters: Clusters, state: ComparedState): GroupCurves {
  const { slice, items } = part;
  const names = items.map(item => item.group);
  const named = new Set(names.filter(name => name !== '')).size > 1;
  const groups = named ? names : items.map((_, place) => (clusters.order.indexOf(place) < clusters.split ? 'first' : 'second'));
  const figures = slice.states.map(cosines => groupFigures(cosines, slice.size, groups));
  return {
    within: figures.map(({ within }) => within),
    between: figures.map(({ between }) => between),
    named,
    figures: groupFigures(cosinesOf(part, state), slice.size, groups),
  };
}
