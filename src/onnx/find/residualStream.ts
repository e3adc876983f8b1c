import type { GraphIndex, Use } from '../graph/index.ts';
import { normalisedBy } from './normalisation.ts';
import { matrixOperands, throughQuantisation } from '../graph/operators.ts';
import { effectOf, hasTrait, valueInputs } from '../graph/operatorTraits.ts';
import { backward, chain, forward, type UseVisit } from '../graph/traverse.ts';
import type { OnnxNode } from '../format/types.ts';

/** Names of the two sums' other operands, each [batch, tokens, width]: bias included, before the residual is added and anything is normalised. */
export interface LayerUpdates {
  readonly attention: string;
  readonly feedForward: string;
}

/** Where the result of a sub-layer is added back to what entered it. */
interface ResidualAdd {
  /** What entered the sub-layer. */
  readonly stream: string;
  /** The other operand, what the sub-layer adds; null when a fused node adds a bias to it as well. */
  readonly update: string | null;
  /** The sum; null when a fused node keeps it to itself. */
  readonly sum: string | null;
  /** The sum after the fused node's own normalisation; null for a plain Add. */
  readonly normalised: string | null;
}

/** Of nodes that add two inputs and normalise the sum: which input is a bias of the sum. */
const SKIP_BIAS: ReadonlyMap<string, number> = new Map([
  ['SkipLayerNormalization', 4],
  ['SkipSimplifiedLayerNormalization', 3],
]);
const MAXIMUM_VALUES = 60;
const RENAMING_STEPS = 8;
const LAYER_STEPS = 40;
const LAYER_VALUES = 400;

export interface ResidualStream {
  /** Names of what enters each layer, then of what leaves the last one, normalised. */
  readonly hidden: string[];
  /** What each layer adds; empty when one of them is no tensor of the graph. */
  readonly updates: LayerUpdates[];
  /** Layers hand on their sums as they are, and only what leaves the last one is normalised (pre-norm with a final norm). */
  readonly finalNorm: boolean;
}

/** One layer's sums. */
interface LayerSums {
  /** What entered the layer. */
  readonly stream: string;
  /** The last sum; null when there is none behind attention's. */
  readonly end: ResidualAdd | null;
  /** Null when one of the two is no tensor of the graph. */
  readonly updates: LayerUpdates | null;
}

/**
 * The residual stream of a stack of layers, given each layer's product of probabilities and values. `interrupted` where layers without attention (convolutions,
 * linear attention) add to it between two of them; null when the graph does not add up that way.
 */
export function findResidualStream(index: GraphIndex, valueProducts: readonly OnnxNode[]): ResidualStream | 'interrupted' | null {
  const hidden: string[] = [];
  const updates: LayerUpdates[] = [];
  let before: readonly string[] | null = null;
  let handsOnSums = false;
  for (const product of valueProducts) {
    const layer = layerSums(index, product);
    if (layer === null) return null;
    const entering = streamOrigin(index, layer.stream);
    // The layer before must end where this one begins: before its normalisation (pre-norm) or behind it (post-norm).
    const rows = rowsOf(index, entering);
    const place = before?.findIndex(end => rowsOf(index, end) === rows);
    if (before !== null && place === -1) return isAddedTo(index, entering, before) ? 'interrupted' : null;
    handsOnSums ||= place === 0 && before!.length > 1;
    hidden.push(entering);
    before = layer.end === null ? [] : endsOf(index, layer.end);
    if (layer.updates !== null) updates.push(layer.updates);
  }
  const last = before?.at(-1);
  if (last === undefined) return null;
  const finalNorm = handsOnSums && before!.length > 1;
  return { hidden: [...hidden, last], updates: updates.length === valueProducts.length ? updates : [], finalNorm };
}

/** Whether a value is one of others with something added to it, once or several times. */
function isAddedTo(index: GraphIndex, name: string, others: readonly string[]): boolean {
  const sums = (node: OnnxNode): readonly string[] =>
    hasTrait(node, 'addsResidual') ? node.inputs.slice(0, 2) : keepsRows(node) ? node.inputs.slice(0, 1) : [];
  const wanted = new Set(others);
  for (const visit of backward(index, [name], sums, { values: MAXIMUM_VALUES })) if (wanted.has(visit.name)) return true;
  return false;
}

/** Forward from the result of attention to the first addition of something that is neither a weight nor made of the result, and on to the layer's end. */
function layerSums(index: GraphIndex, product: OnnxNode): LayerSums | null {
  const carries = ({ node, input }: Use): boolean => carriesResult(index, node, input);
  for (const { node, input } of forward(index, product.outputs[0] ?? '', carries, { values: MAXIMUM_VALUES })) {
    const first = residualAddAt(index, node, input);
    if (first !== null) return parallelSums(index, product, first) ?? sequentialSums(index, first);
  }
  return null;
}

function sequentialSums(index: GraphIndex, attention: ResidualAdd): LayerSums {
  const end = mlpAdd(index, attention);
  return { stream: attention.stream, end, updates: updatesOf(attention.update, end?.update ?? null) };
}

/**
 * Attention and the feed-forward block side by side (GPT-NeoX, GPT-J, Phi): their results are added to each other first, then the stream that both
 * were made of. Null when what attention's result is added to is that stream already.
 */
function parallelSums(index: GraphIndex, product: OnnxNode, first: ResidualAdd): LayerSums | null {
  if (first.sum === null || first.normalised !== null || isMadeOf(index, product, first.stream)) return null;
  for (const { node, input } of usesOfRows(index, first.sum)) {
    const end = residualAddAt(index, node, input);
    if (end !== null && isMadeOf(index, product, end.stream))
      return { stream: end.stream, end, updates: updatesOf(first.update, end.update === null ? null : first.stream) };
  }
  return null;
}

function updatesOf(attention: string | null, feedForward: string | null): LayerUpdates | null {
  return attention === null || feedForward === null ? null : { attention, feedForward };
}

/** The value under its first name and type. Whole numbers are none: rows of a table in few bits are the stream only once they are floats. */
function streamOrigin(index: GraphIndex, stream: string): string {
  const kept = (node: OnnxNode): string | undefined => (hasTrait(node, 'keepsValues') ? node.inputs[0] : undefined);
  let origin = stream;
  for (const { name, from } of chain(index, stream, kept, RENAMING_STEPS + 1)) if (effectOf(from?.node) !== 'dequantises') origin = name;
  return origin;
}

/** Attention looks back to what enters its layer: a projection, a normalisation, positions and repeated heads lie between. */
function isMadeOf(index: GraphIndex, product: OnnxNode, stream: string): boolean {
  const origin = streamOrigin(index, stream);
  // A node that adds and normalises puts out both: the stream is its sum, attention reads the other.
  const maker = index.producer(origin);
  const data = (node: OnnxNode): readonly string[] => valueInputs(node).filter(input => index.isData(input));
  for (const { name, node } of backward(index, data(product), data, { steps: LAYER_STEPS, values: LAYER_VALUES }))
    if (name === origin || (node !== undefined && node === maker && hasTrait(node, 'addsResidual'))) return true;
  return false;
}

function residualAddAt(index: GraphIndex, node: OnnxNode, input: number): ResidualAdd | null {
  if (!hasTrait(node, 'addsResidual') || input > 1) return null;
  const result = node.inputs[input]!;
  const stream = node.inputs[1 - input] ?? '';
  if (stream === '' || stream === result || !index.isData(stream)) return null;
  const bias = SKIP_BIAS.get(node.operator);
  // A third operand is a bias that belongs to one of the two, or another term.
  const update = node.inputs[bias ?? 2] ? null : result;
  return bias === undefined
    ? { stream, update, sum: node.outputs[0] || null, normalised: null }
    : { stream, update, sum: node.outputs[3] || null, normalised: node.outputs[0] || null };
}

function carriesResult(index: GraphIndex, node: OnnxNode, input: number): boolean {
  const operands = matrixOperands(node);
  if (operands === null) return hasTrait(node, 'carriesResult');
  const side = operands.indexOf(input);
  return side >= 0 && index.isConstant(throughQuantisation(index, node.inputs[operands[1 - side]!]!));
}

/** Where what the feed-forward block (MLP) makes of the sum behind attention is added to that sum. */
function mlpAdd(index: GraphIndex, attention: ResidualAdd): ResidualAdd | null {
  for (const start of [attention.sum, ...normalisedForms(index, attention)]) {
    if (start === null) continue;
    for (const { node, input, visit } of usesOfRows(index, start)) {
      // `residualAddAt` is asked from the stream's side, so its two operands are swapped.
      const add = residualAddAt(index, node, input);
      if (add !== null) return { ...add, stream: visit.name, update: add.update === null ? null : add.stream };
    }
  }
  return null;
}

/** A sum, and its normalised form when there is one. */
function endsOf(index: GraphIndex, add: ResidualAdd): string[] {
  return [add.sum, ...normalisedForms(index, add)].filter(end => end !== null);
}

/** All uses of a value, under every name and type that it has, and with the tokens of all texts in one row. */
function usesOfRows(index: GraphIndex, name: string): Generator<UseVisit, void, undefined> {
  return forward(index, name, ({ node, input }) => input === 0 && keepsRows(node));
}

/** The value whose rows these are. */
function rowsOf(index: GraphIndex, name: string): string {
  let origin = name;
  for (const visit of chain(index, name, node => (keepsRows(node) ? node.inputs[0] : undefined), RENAMING_STEPS)) origin = visit.name;
  return origin;
}

/** Each token's vector is the same, in the same order. */
function keepsRows(node: OnnxNode): boolean {
  return hasTrait(node, 'keepsValues') || (effectOf(node) === 'relayouts' && node.operator !== 'Transpose');
}

/** A sum after normalisation; empty when none follows. */
function normalisedForms(index: GraphIndex, add: ResidualAdd): string[] {
  if (add.normalised !== null) return [add.normalised];
  if (add.sum === null) return [];
  for (const use of usesOfRows(index, add.sum)) {
    const normalised = normalisedBy(index, use);
    if (normalised !== null) return [normalised];
  }
  return [];
}
