import type { PathSlice } from '../../../src/protocol/embeddingApi.ts';

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
