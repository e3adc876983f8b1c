import { assertNoPartialOverlap, type ExternalData } from '../format/externalData.ts';
import { OnnxFormatError } from '../format/formatError.ts';
import { readGraph, type GraphContext, readNode } from '../format/reader.ts';
import { exactSource, type ByteSource } from '../format/byteSource.ts';
import { readOpset } from '../format/opsets.ts';
import { FileBytes, MessageReader } from '../format/wire.ts';
import type { OnnxGraph, OnnxNode } from '../format/types.ts';

/** An ONNX file as an index: every node and name, and for every weight only where its bytes are. */
export interface OnnxModel {
  readonly irVersion: number;
  readonly producer: string;
  readonly producerVersion: string;
  /** Operator-set version by domain; the standard domain is ''. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: OnnxGraph;
  readonly functions: readonly OnnxFunction[];
  /** Every external range of the file, in subgraphs, functions, attributes and sparse tensors too. */
  readonly externalData: readonly ExternalData[];
  /** The file itself. Small constants are read from it later, so it stays open until the analysis is done. */
  readonly source: ByteSource;
  /** A file of weights beside it; null when it cannot be read. */
  readonly external: (location: string) => ByteSource | null;
}

/** A function defined inside the model (FunctionProto): an operator with a body. */
export interface OnnxFunction {
  readonly name: string;
  readonly domain: string;
  readonly nodes: readonly OnnxNode[];
}

/** From this IR version on every model names its operator sets, usually at the very end of the file. */
const FIRST_VERSION_WITH_OPSETS = 3;

/**
 * Reads the structure of an ONNX file. Weights are never read; memory grows with the number of nodes and names only.
 * @throws OnnxFormatError and nothing else
 */
export function indexModel(source: ByteSource): OnnxModel {
  const message = new MessageReader(new FileBytes(source));
  const context: GraphContext = { depth: 0, externalData: [] };
  const opsets = new Map<string, number>();
  const functions: OnnxFunction[] = [];
  let irVersion = 0;
  let producer = '';
  let producerVersion = '';
  let graph: OnnxGraph | null = null;
  while (message.next()) {
    switch (message.field) {
      case 1:
        irVersion = message.unsigned();
        break;
      case 2:
        producer = message.name();
        break;
      case 3:
        producerVersion = message.name();
        break;
      case 7:
        if (graph !== null) throw new OnnxFormatError('malformed', message.valueStart, 'a second graph');
        graph = readGraph(message.message(), context);
        break;
      case 8:
        opsets.set(...readOpset(message.message()));
        break;
      case 20:
        readTrainingGraphs(message.message(), context);
        break;
      case 25:
        functions.push(readFunction(message.message(), context));
        break;
      default:
        break;
    }
  }
  if (graph === null) throw new OnnxFormatError('not-onnx', source.size, 'no graph in it');
  if (opsets.size === 0 && irVersion >= FIRST_VERSION_WITH_OPSETS) {
    throw new OnnxFormatError('truncated', source.size, 'the file ends before its operator sets');
  }
  assertNoPartialOverlap(context.externalData);
  return {
    irVersion,
    producer,
    producerVersion,
    opsets,
    graph,
    functions,
    externalData: context.externalData,
    source: exactSource(source),
    external: () => null,
  };
}

/** The files besides the model file that hold weights, in order of first use: relative paths with `/`, and the bytes that each must have at least. */
export function externalFiles(model: OnnxModel): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { location, offset, length } of model.externalData) sizes.set(location, Math.max(sizes.get(location) ?? 0, offset + length));
  return sizes;
}

/** Training graphs are not analysed, but their tensors must be as harmless as all others. */
function readTrainingGraphs(message: MessageReader, context: GraphContext): void {
  while (message.next()) if (message.field === 1 || message.field === 2) readGraph(message.message(), context);
}

function readFunction(message: MessageReader, context: GraphContext): OnnxFunction {
  let name = '';
  let domain = '';
  const nodes: OnnxNode[] = [];
  while (message.next()) {
    if (message.field === 1) name = message.name();
    else if (message.field === 7) nodes.push(readNode(message.message(), context));
    else if (message.field === 10) domain = message.name();
  }
  return { name, domain, nodes };
}
