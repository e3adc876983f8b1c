import { findInvalidTotals, headMap, validMaps } from '../../core/attention/maps.ts';
import { SinkFinder, type TokenSink } from '../../core/attention/sinks.ts';
import { headsOfLayer, type AttentionStack } from '../../core/model/stack.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { ReadingSession } from '../runtime/session.ts';
import { goOn } from './goOn.ts';
import { HeldRows } from './heldRows.ts';
import type { RowWatcher } from './rowWatcher.ts';
import { SampledRows } from './sampledRows.ts';

export interface ReadRows {
  readonly held: HeldRows;
  readonly invalid: Set<number>;
  readonly sinks: TokenSink[];
}

/**
 * Reads a long text piece by piece and keeps none of its maps: every row is checked by what it comes to, and some are sampled, as they go by.
 * @param session of a model that is read in pieces
 * @param queries tokens whose rows are kept
 * @param watcher looks at the rows of other tokens besides
 * @throws FaultError `cancelled` between two pieces
 */
export async function readByRows(
  session: ReadingSession,
  stack: AttentionStack,
  ids: readonly number[],
  queries: readonly number[],
  context: CallContext | undefined,
  watcher?: RowWatcher,
): Promise<ReadRows> {
  const { maps, totals } = session.outputs;
  const decoding = session.decoding!;
  const tokens = ids.length;
  const cache = decoding.createCache(tokens);
  const sample = new SampledRows(queries, tokens, stack.heads);
  const invalid = new Set<number>();
  const finder = new SinkFinder(stack, tokens, tokens);
  // Most rows of a piece may be looked at.
  const ends = decoding.ends(tokens, watcher ? 'all rows' : 'some rows');
  // One of each piece at least tells how finely its weights are rounded.
  const wanted = [...new Set([...queries, ...finder.rows, ...(watcher?.queries ?? []), ...ends.map(end => end - 1)])].toSorted(
    (a, b) => a - b,
  );
  const names = [...maps, ...totals.flatMap(({ sums, least, ahead }) => [sums, least, ahead])];
  const state = watcher?.state ?? null;
  let isLate = false;
  for (const to of ends) {
    await goOn(context, { done: cache.length, total: tokens });
    await decoding.read(ids, to, cache, state === null ? names : [...names, state], wanted, ({ from, queries: rows, tensor }) => {
      for (const [layer, name] of maps.entries()) {
        const map = tensor(name);
        const { sums, least, ahead } = totals[layer]!;
        for (const head of findInvalidTotals({ sums: tensor(sums), least: tensor(least), ahead: tensor(ahead) }, map, layer, stack, to)) {
          isLate ||= from > 0 && !invalid.has(head);
          invalid.add(head);
        }
        for (const head of headsOfLayer(stack.heads, layer)) {
          const valid = headMap({ stack, rows: rows.length, columns: to, invalid }, map, head);
          if (valid === null) continue;
          finder.add(valid, rows, to);
          watcher?.take(head, valid, rows, to);
        }
        sample.take(layer, map, rows, to);
      }
      if (state !== null) watcher?.takeVectors(tensor(state), from, to - from);
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
      const { tensor } = await decoding.again(ids, from, to, cache, maps, [row]);
      for (const [layer, name] of maps.entries())
        for (const valid of validMaps({ stack, rows: 1, columns: to, invalid }, tensor(name), layer)) again.add(valid, [row], to);
    }
    return again.found();
  }
}
