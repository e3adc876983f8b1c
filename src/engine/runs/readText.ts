import { outOfSquare } from '../../core/attention/crossBlock.ts';
import { findInvalidHeads, headMap } from '../../core/attention/maps.ts';
import { SinkFinder, type TokenSink } from '../../core/attention/sinks.ts';
import { sampleOfTokens } from '../../core/attention/someRows.ts';
import { headsOfLayer } from '../../core/model/stack.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { LoadedModel } from '../model/loader.ts';
import { HELD_ROWS, type Keepable } from './attentionStore.ts';
import { passesFor, planFetch, type Need } from './fetchPlan.ts';
import { goOn } from './goOn.ts';
import { isHeldByRows, sampleSize } from './held.ts';
import { readByRows } from './readByRows.ts';
import type { Reading } from './reading.ts';
import type { RowWatcher } from './rowWatcher.ts';
import { outputTensors } from './tensorKeys.ts';

/** What reading a text brings. */
export interface ReadText {
  /** As in a run's summary. */
  readonly held: 'maps' | 'rows';
  readonly invalid: Set<number>;
  readonly sinks: TokenSink[];
  readonly tensors: ReadonlyMap<string, Keepable>;
}

interface Options {
  /** What one pass may bring, and what is held of a text. */
  readonly passBytes: number;
  /** Fetches the hidden states, of a text whose maps are held. */
  readonly hidden?: boolean;
  /** Holds the text by rows wherever that can be done; left out: where its maps are too large. */
  readonly byRows?: boolean;
  readonly watcher?: RowWatcher;
}

/** Reads a text, by rows or whole. @throws FaultError `cancelled` between two passes or pieces */
export function readText(model: LoadedModel, reading: Reading, options: Options, context: CallContext | undefined): Promise<ReadText> {
  const isLong = isHeldByRows(model.session, reading.tokens.length, options.passBytes) || options.byRows === true;
  return isLong && model.session.decoding !== null ? rowsOf(model, reading, options, context) : mapsOf(model, reading, options, context);
}

/** A text whose maps are not kept. */
async function rowsOf(
  { session, summary }: LoadedModel,
  { tokens, words, pieces }: Reading,
  { passBytes, watcher }: Options,
  context: CallContext | undefined,
): Promise<ReadText> {
  const queries = sampleOfTokens(words, pieces, sampleSize(session, tokens.length, passBytes));
  const ids = tokens.map(token => token.id);
  const { held, invalid, sinks } = await readByRows(session, summary.attention, ids, queries, context, watcher);
  return { held: 'rows', invalid, sinks, tensors: new Map([[HELD_ROWS, held]]) };
}

/** The invalid heads and the sinks of all layers, in one pass unless its maps weigh too much; with the tensors of the last one. */
async function mapsOf(
  { session, summary }: LoadedModel,
  { tokens, ...beside }: Reading,
  { passBytes, hidden, watcher }: Options,
  context: CallContext | undefined,
): Promise<ReadText> {
  const ids = tokens.map(token => token.id);
  const rows = [...ids.keys()];
  const { outputs } = session;
  const stack = summary.attention;
  const invalid = new Set<number>();
  // Of two texts with a source and a target only the block between them is attention.
  const source = stack.kind === 'cross' ? beside.segments!.indexOf(1) : null;
  const [queries, keys] = source === null ? [ids.length, ids.length] : [ids.length - source, source];
  const seen = source === null ? stack : { ...stack, causal: false };
  const finder = new SinkFinder(seen, queries, keys);
  let tensors = new Map<string, Float32Array>();
  const passes = passesFor(outputs, [...outputs.maps.keys()], ids.length, passBytes);
  for (const [pass, layers] of passes.entries()) {
    if (pass > 0) await goOn(context);
    const vectors: Need[] = hidden === true && pass === passes.length - 1 ? [{ kind: 'hidden' }] : [];
    const { names } = planFetch(outputs, [{ kind: 'maps', layers }, ...vectors], ids.length);
    tensors = await session.fetch(ids, names, context, beside);
    for (const layer of layers) {
      const all = tensors.get(outputs.maps[layer]!)!;
      const maps = source === null ? all : outOfSquare(all, queries, keys);
      for (const head of findInvalidHeads(maps, layer, seen, queries, keys)) invalid.add(head);
      for (const head of headsOfLayer(stack.heads, layer)) {
        const map = headMap({ stack, rows: queries, columns: keys, invalid }, maps, head);
        if (map === null) continue;
        finder.add(map);
        watcher?.take(head, map, rows, ids.length);
      }
    }
  }
  return { held: 'maps', invalid, sinks: finder.found(), tensors: outputTensors(tensors) };
}
