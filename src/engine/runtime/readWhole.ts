import { goOn } from '../runs/goOn.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { Decoding } from './decoding.ts';

/**
 * Tensors of a whole text that is read in pieces, by their names: maps, [heads, T, T], and rows of vectors, [T, width].
 * @param maps names of those that are maps
 * @param most queries of a piece
 * @throws FaultError `cancelled` between two pieces
 */
export async function readWhole(
  decoding: Decoding,
  ids: readonly number[],
  names: readonly string[],
  maps: readonly string[],
  context: CallContext | undefined,
  most?: number,
): Promise<Map<string, Float32Array>> {
  const tokens = ids.length;
  const cache = decoding.createCache(tokens);
  const whole = new Map<string, Float32Array>();
  for (const to of decoding.ends(tokens, 'all rows', most)) {
    if (cache.length > 0) await goOn(context, { done: cache.length, total: tokens });
    await decoding.read(ids, to, cache, names, 'all', ({ from, tensor }) => {
      for (const name of names) {
        const part = tensor(name);
        const isMap = maps.includes(name);
        const size = isMap ? (part.length / ((to - from) * to)) * tokens ** 2 : (part.length / (to - from)) * tokens;
        let all = whole.get(name);
        if (!all) whole.set(name, (all = new Float32Array(size)));
        if (isMap) placeRows(part, all, from, to, tokens);
        else all.set(part, (size / tokens) * from);
      }
    });
  }
  return whole;
}

/** From [heads, to - from, to] into [heads, tokens, tokens]; what a query does not see stays 0. */
function placeRows(part: Float32Array, all: Float32Array, from: number, to: number, tokens: number): void {
  const queries = to - from;
  for (let row = 0; row < part.length / to; row++) {
    const head = Math.floor(row / queries);
    all.set(part.subarray(row * to, (row + 1) * to), (head * tokens + from + (row % queries)) * tokens);
  }
}
