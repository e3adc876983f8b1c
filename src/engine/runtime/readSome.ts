import type { CallContext } from '../../protocol/rpc.ts';
import { rowAt } from '../../core/vectors/vectors.ts';
import { goOn } from '../runs/goOn.ts';
import type { Decoding } from './decoding.ts';

/**
 * Vectors of some tokens of a text that is read in pieces, by their names, each [tokens, width]. What comes behind the last of them is not read.
 * @param tokens ascending
 * @throws FaultError `cancelled` between two pieces
 */
export async function readSome(
  decoding: Decoding,
  ids: readonly number[],
  names: readonly string[],
  tokens: readonly number[],
  context: CallContext | undefined,
  most?: number,
): Promise<Map<string, Float32Array>> {
  const found = new Map<string, Float32Array>();
  const last = tokens.at(-1) ?? -1;
  const ends = decoding.ends(ids.length, 'all rows', most);
  const needed = ends.slice(0, 1 + ends.findIndex(end => end > last));
  const total = needed.at(-1)!;
  const cache = decoding.createCache(total);
  for (const to of needed) {
    if (cache.length > 0) await goOn(context, { done: cache.length, total });
    const places = [...tokens.keys()].filter(place => tokens[place]! >= cache.length && tokens[place]! < to);
    await decoding.read(ids, to, cache, places.length > 0 ? names : [], [], ({ from, tensor }) => {
      if (places.length === 0) return;
      for (const name of names) {
        const part = tensor(name);
        const width = part.length / (to - from);
        let all = found.get(name);
        if (!all) found.set(name, (all = new Float32Array(tokens.length * width)));
        for (const place of places) all.set(rowAt(part, width, tokens[place]! - from), place * width);
      }
    });
  }
  return found;
}
