import { freemem } from 'node:os';
import { FaultError } from '../../core/faults.ts';
import { formatBytes } from '../../core/describe/bytes.ts';
import type { CrossGraph, SupportedGraph } from '../../onnx/analysis.ts';
import { elementCount } from '../../onnx/format/tensor.ts';
import { elementBits, elementTypeName } from '../../onnx/format/elementTypes.ts';
import type { OnnxModel } from '../../onnx/graph/graph.ts';

/** What a graph will need memory for, by its structure alone. */
export interface GraphSizes {
  /** Bytes of weights as stored, by the name of their element type. */
  readonly weights: ReadonlyMap<string, number>;
}

export function sizesOf({ graph }: OnnxModel): GraphSizes {
  const weights = new Map<string, number>();
  for (const tensor of graph.initializers.values()) {
    const type = elementTypeName(tensor.elementType);
    const bytes = Math.ceil((elementCount(tensor) * (elementBits(tensor.elementType) ?? 0)) / 8);
    weights.set(type, (weights.get(type) ?? 0) + bytes);
  }
  return { weights };
}

/** A process with ONNX Runtime before any model. Measured: 51 MB. */
const RUNTIME = 60e6;

/**
 * How many bytes ONNX Runtime 1.30 holds on a CPU for each that is stored, where weights stay in the file and are mapped. Measured with stacks of 7 layers and
 * 30,522 words, peaks without the runtime's own 51 MB: 295 MB of float32 take 221 MB (products are repacked, the table stays in the file), 148 MB of
 * float16 260 MB (computed in float32), 53 MB of 8 bits that are read as floats beside a table of 94 MB 183 MB, 34 MB of 4 bits beside that table 53 MB.
 * Never less than measured, up to 1.7 times as much.
 */
const HELD = { float16: 2, bfloat16: 2, readAsFloats: 4 } as const;

/** Bytes that a model takes, ready to run. */
export function modelMemory({ weights }: GraphSizes, { disableQuantQdq }: Pick<SupportedGraph, 'disableQuantQdq'>): number {
  let bytes = RUNTIME;
  for (const [type, stored] of weights) {
    const isRead = disableQuantQdq && (type === 'int8' || type === 'uint8');
    bytes += stored * (isRead ? HELD.readAsFloats : type === 'float16' || type === 'bfloat16' ? HELD[type] : 1);
  }
  return bytes;
}

const FLOAT = 4;

/** Bytes of all vectors of a token: outputs of the graph, computed whether anybody wants them or not. */
export function vectorBytes({ hidden, updates }: Pick<SupportedGraph, 'hidden' | 'updates'>, width: number): number {
  return (hidden.length + 2 * updates.length) * width * FLOAT;
}

/** Bytes that one text takes while it is run and kept: the maps of all heads, which are alive in the runtime and copied out, and its vectors. */
export function runMemory(heads: readonly number[], bytesOfToken: number, tokens: number): number {
  const maps = heads.reduce((sum, count) => sum + count, 0) * tokens ** 2 * FLOAT;
  return 2 * maps + bytesOfToken * tokens;
}

/** A text that a model should have room for, in tokens: a paragraph. */
const PARAGRAPH = 128;
/** Heads of a layer whose graph does not say how many. */
const HEADS = 16;

/** Bytes that it takes to open a model and to run a paragraph. */
export function memoryNeeded(sizes: GraphSizes, graph: SupportedGraph): number {
  const heads = graph.sites.map(site => site.headCount ?? HEADS);
  return modelMemory(sizes, graph) + runMemory(heads, vectorBytes(graph, graph.tables.word.width), PARAGRAPH);
}

/** The same for a decoder that reads another text of a paragraph, beside its encoder. */
export function decoderMemory(sizes: GraphSizes, graph: CrossGraph): number {
  const heads = [...graph.self, ...graph.cross].map(site => site.headCount ?? HEADS);
  return modelMemory(sizes, graph) + runMemory(heads, 0, PARAGRAPH);
}

/** Bytes that may still be used. */
export function freeMemory(limit: number): number {
  // What macOS calls free leaves out all that it would give back at once, and what a container has used counts the cache of files in.
  const free = process.platform === 'darwin' ? Infinity : freemem();
  const container = process.constrainedMemory() || Infinity;
  return Math.max(0, Math.min(Math.min(limit, container) - process.memoryUsage.rss(), free));
}

/** @param smaller a variant that would fit */
export function tooLargeForMemory(variant: string, needed: number, free: number, smaller: string | null): FaultError {
  return new FaultError({
    code: 'out-of-memory',
    title: 'There is not enough memory for this model',
    cause: `${variant} with a paragraph of text needs about ${formatBytes(needed)} of memory, and ${formatBytes(free)} are free.`,
    nextStep: `${smaller === null ? 'Close other programs or use a smaller model' : `Choose the smaller variant ${smaller}, or close other programs`}.`,
  });
}
