import { findInvalidHeads, validMaps } from '../../core/attention/maps.ts';
import { SinkFinder, type TokenSink } from '../../core/attention/sinks.ts';
import type { AttentionStack } from '../../core/model/stack.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { AttentionSession } from '../runtime/session.ts';
import { goOn } from './goOn.ts';
import { HeldRows } from './heldRows.ts';
import { SampledRows } from './sampledRows.ts';

export interface ReadRows {
  readonly held: HeldRows;
  readonly invalid: Set<number>;
  readonly sinks: TokenSink[];
}

/**
 * Reads a long text piece by piece and keeps none of its maps: they are checked, and sampled, as they go by.
 * @param session of a model that is read in pieces
 * @param queries tokens whose rows are kept
 * @throws FaultError `cancelled` between two pieces
 */
export async function readByRows(
  session: AttentionSession,
  stack: AttentionStack,
  ids: readonly number[],
  queries: readonly number[],
  context: CallContext | undefined,
): Promise<ReadRows> {
  const { maps } = session.outputs;
  const decoding = session.decoding!;
  const tokens = ids.length;
  const cache = decoding.createCache(tokens);
  const sample = new SampledRows(queries, tokens, stack.heads);
  const invalid = new Set<number>();
  const finder = new SinkFinder(stack, tokens, tokens);
  let isLate = false;
  for (const to of decoding.ends(tokens)) {
    await goOn(context, { done: cache.length, total: tokens });
    await decoding.read(ids, to, cache, maps, ({ from, tensor }) => {
      for (const [layer, name] of maps.entries()) {
        const map = tensor(name);
        for (const head of findInvalidHeads(map, layer, stack, to - from, to, from)) {
          isLate ||= from > 0 && !invalid.has(head);
          invalid.add(head);
        }
        for (const valid of validMaps({ stack, rows: to - from, columns: to, invalid }, map, layer)) finder.add(valid, from, to);
        sample.take(layer, map, from, to);
      }
    });
  }
  const sinks = isLate ? await sinksWithout(invalid) : finder.found();
  return { held: new HeldRows({ ids, decoding, maps, cache, sample }), invalid, sinks };

  /** A head that gave numbers up to some place was counted up to there: the rows are looked at again without it. */
  async function sinksWithout(invalid: ReadonlySet<number>): Promise<TokenSink[]> {
    const again = new SinkFinder(stack, tokens, tokens);
    for (const row of again.rows) {
      await goOn(context);
      const [from, to] = decoding.around(row, row + 1, tokens);
      const { tensor } = await decoding.again(ids, from, to, cache, maps);
      const place = (row - from) * to;
      for (const [layer, name] of maps.entries())
        for (const valid of validMaps({ stack, rows: to - from, columns: to, invalid }, tensor(name), layer))
          again.add(valid.subarray(place, place + to), row, to);
    }
    return again.found();
  }
}
