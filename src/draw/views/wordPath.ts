import { formatSigned, formatWeight } from '../../core/describe/numbers.ts';
import type { Capability } from '../../core/model/capability.ts';
import type { PathSlice } from '../../protocol/embeddingApi.ts';

/**
 * Share of each layer's update that attention brings: |attention| / (|attention| + |feed-forward|), lengths before normalisation. One a hidden
 * state, as the layer made it: NaN for state 0, which no layer made. Empty when the graph does not show both.
 */
export function attentionShares({ attentionNorms, feedForwardNorms }: PathSlice): Float32Array {
  if (attentionNorms.length === 0 || attentionNorms.length !== feedForwardNorms.length) return new Float32Array(0);
  const shares = new Float32Array(attentionNorms.length + 1).fill(NaN);
  for (const [layer, length] of attentionNorms.entries()) shares[layer + 1] = length / (length + feedForwardNorms[layer]!);
  return shares;
}

/** A number that is followed from one hidden state to the next. */
export interface PathMeasure {
  readonly name: string;
  readonly values: Float32Array;
  /** What the axis shows in any case. */
  readonly atLeast: readonly [number, number];
  readonly format: (value: number) => string;
  /** In the readout: `to its word embedding 0.58`. */
  readonly short: string;
  readonly needs: Capability | null;
}

export function pathMeasures(path: PathSlice): readonly PathMeasure[] {
  return [
    {
      name: 'Cosine to its word embedding',
      values: path.toFixed,
      atLeast: [0, 1],
      format: formatSigned,
      short: 'to its embedding',
      needs: 'shared-width',
    },
    {
      name: 'Cosine to the layer before',
      values: path.toPrevious,
      atLeast: [0, 1],
      format: formatSigned,
      short: 'to the layer before',
      needs: null,
    },
    {
      name: 'Length of the vector',
      values: path.norms,
      atLeast: [0, 0],
      format: value => value.toFixed(1),
      short: 'length',
      needs: null,
    },
    {
      name: 'Share of the update from attention',
      values: attentionShares(path),
      atLeast: [0, 1],
      format: formatWeight,
      short: 'from attention',
      needs: 'layer-updates',
    },
  ];
}
