import type { StoredRun } from '../engine/attentionStore.ts';
import type { NpyArray } from './npz.ts';

/**
 * The arrays of one run: `encoder.input_ids` int64 [T], `encoder.offsets` int32 [T, 2] in UTF-16 units (-1, -1 for tokens without a span),
 * `encoder.attention.<layer>` float32 [heads, queries, keys] and, when they were kept, `encoder.hidden.<0..L>` float32 [T, width].
 * Heads that are no attention keep the numbers the model gave: these are data, not a picture.
 */
export function tensorsOf({ summary, attention, hidden }: StoredRun): Map<string, NpyArray> {
  const { heads, tokens } = attention;
  const arrays = new Map<string, NpyArray>();
  arrays.set('encoder.input_ids', { data: BigInt64Array.from(summary.tokens, token => BigInt(token.id)), shape: [tokens] });
  arrays.set('encoder.offsets', { data: Int32Array.from(summary.tokens.flatMap(({ start, end }) => [start, end])), shape: [tokens, 2] });
  for (const [layer, data] of attention.maps.entries()) arrays.set(`encoder.attention.${layer}`, { data, shape: [heads, tokens, tokens] });
  for (const [layer, data] of hidden.entries()) arrays.set(`encoder.hidden.${layer}`, { data, shape: [tokens, data.length / tokens] });
  return arrays;
}
