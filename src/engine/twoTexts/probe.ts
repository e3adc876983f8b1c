import { FaultError } from '../../core/faults.ts';
import { DecoderSession, type DecoderMaps, type ReadSource } from '../runtime/decoderSession.ts';
import { checkProbe, looksBackOnly } from '../runtime/selfCheck.ts';
import type { AttentionSession } from '../runtime/session.ts';
import { notTogether, type PairOfGraphs } from './graphs.ts';

/** Different numbers, so that rows and columns cannot be taken for each other. */
const SOURCE_TOKENS = 8;
const TARGET_TOKENS = 6;

/** What a first run shows of a decoder. */
export interface TriedDecoder {
  /** Of each layer. */
  readonly decoder: readonly number[];
  readonly cross: readonly number[];
  /** The target looks back alone. */
  readonly causal: boolean;
}

/** Reads a few tokens of each text. @throws FaultError `unsupported-model` when what was found is no attention, or the graphs do not fit each other */
export async function tryDecoder(encoder: AttentionSession, decoder: DecoderSession, graphs: PairOfGraphs): Promise<TriedDecoder> {
  const { self, cross, tables } = decoder.graph;
  const source = await readSource(encoder, graphs.states, firstIds(SOURCE_TOKENS, graphs.encoder.graph.tables.word.rows));
  const maps = await mapsOf(decoder, source, firstIds(TARGET_TOKENS, tables.word.rows), graphs);
  const own = { sites: self, maps: maps.decoder, tokens: TARGET_TOKENS };
  checkProbe(own);
  checkProbe({ sites: cross, maps: maps.cross, tokens: TARGET_TOKENS, keys: SOURCE_TOKENS });
  const size = TARGET_TOKENS ** 2;
  return {
    decoder: maps.decoder.map(map => map.length / size),
    cross: maps.cross.map(map => map.length / (TARGET_TOKENS * SOURCE_TOKENS)),
    causal: looksBackOnly(own),
  };
}

/** What the encoder makes of a text. */
export async function readSource(encoder: AttentionSession, states: string, ids: readonly number[]): Promise<ReadSource> {
  const fetched = await encoder.fetch(ids, [states]);
  return { states: fetched.get(states)!, tokens: ids.length };
}

async function mapsOf(decoder: DecoderSession, source: ReadSource, ids: readonly number[], { pair }: PairOfGraphs): Promise<DecoderMaps> {
  try {
    return await decoder.maps(source, ids);
  } catch (error) {
    if (!(error instanceof FaultError) || error.fault.code === 'out-of-memory') throw error;
    const { cause, detail = cause } = error.fault;
    const fault = notTogether(pair, 'the decoder does not run on what the encoder makes of a text').fault;
    throw new FaultError({ ...fault, detail });
  }
}

function firstIds(tokens: number, rows: number): number[] {
  return Array.from({ length: tokens }, (_, token) => token % rows);
}
