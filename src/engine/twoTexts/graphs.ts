import { formatCount } from '../../core/describe/numbers.ts';
import { join } from 'node:path';
import { FaultError } from '../../core/faults.ts';
import type { CrossGraph, SupportedGraph } from '../../onnx/analysis.ts';
import { analyse } from '../../onnx/analyse.ts';
import { analyseDecoder } from '../../onnx/analyseDecoder.ts';
import { wantedOfDecoder, wantedOutputs } from '../../onnx/rewrite/wantedOutputs.ts';
import { fingerprintOf, type ReadFiles } from '../model/fingerprint.ts';
import { readGraphAs, type ModelGraph, type ReadAs } from '../model/graph.ts';
import { fileOf } from '../model/modelFiles.ts';
import type { Pair } from './files.ts';

type ReadGraph<Found extends SupportedGraph | CrossGraph> = Omit<ModelGraph<Found>, 'graph'> & { readonly graph: Found };

/** Both graphs of an encoder-decoder, read. */
export interface PairOfGraphs {
  readonly pair: Pair;
  readonly encoder: ReadGraph<SupportedGraph>;
  readonly decoder: ReadGraph<CrossGraph>;
  /** The output of the encoder that the decoder reads. */
  readonly states: string;
  /** What was read, besides settings. */
  readonly files: ReadFiles;
}

const ENCODER: ReadAs<SupportedGraph> = {
  analyse,
  wanted: graph => [...wantedOutputs(graph), ...(graph.states === null ? [] : [graph.states])],
};
const DECODER: ReadAs<CrossGraph> = { analyse: analyseDecoder, wanted: wantedOfDecoder };

/** @throws FaultError why one of them cannot be shown, or why they do not belong together */
export function readPair(directory: string, pair: Pair): PairOfGraphs {
  const paths = [pair.encoder.path, pair.decoder.path].map(path => join(directory, path));
  const before = fingerprintOf(paths);
  const encoder = shown(readGraphAs(ENCODER, fileOf(pair.encoder)), pair.encoder.path);
  const decoder = shown(readGraphAs(DECODER, fileOf(pair.decoder)), pair.decoder.path);
  const { states } = encoder.graph;
  if (states === null) throw notTogether(pair, 'the encoder puts out no vectors for its tokens');
  const made = widthOf(encoder.outputs, states);
  const read = widthOf(decoder.graph.graphInputs, decoder.graph.source.states);
  if (made !== null && read !== null && made !== read)
    throw notTogether(
      pair,
      `the encoder makes vectors of ${formatCount(made)} numbers, and the decoder reads vectors of ${formatCount(read)}`,
    );
  const fingerprint = [before, encoder.weights.fingerprint, decoder.weights.fingerprint].filter(Boolean).join(', ');
  return { pair, encoder, decoder, states, files: { paths: [...paths, ...encoder.weights.paths, ...decoder.weights.paths], fingerprint } };
}

function shown<Found extends SupportedGraph | CrossGraph>({ graph, ...read }: ModelGraph<Found>, path: string): ReadGraph<Found> {
  if (graph.kind !== 'unsupported') return { ...read, graph };
  throw new FaultError({ ...graph.fault, cause: `${path}: ${graph.fault.cause}` });
}

function widthOf(values: readonly { readonly name: string; readonly dims: readonly unknown[] | null }[], name: string): number | null {
  const width = values.find(value => value.name === name)?.dims?.[2];
  return typeof width === 'number' && width > 0 ? width : null;
}

/** @param cause the end of a sentence */
export function notTogether({ encoder, decoder }: Pair, cause: string): FaultError {
  return new FaultError({
    code: 'unsupported-model',
    title: 'Encoder and decoder do not belong together',
    cause: `${encoder.path} and ${decoder.path} are of different models, or of different exports of one: ${cause}.`,
    nextStep: 'Take both files, and tokenizer.json with config.json, from one export.',
  });
}
