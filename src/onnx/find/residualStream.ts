import type { GraphIndex } from '../graph/index.ts';
import { NORMALISATIONS, normalisedFrom } from './normalisation.ts';
import { matrixOperands, throughQuantisation } from '../graph/operators.ts';
import type { OnnxNode } from '../format/types.ts';

/** Names of the two sums' other operands, each [batch, tokens, width]: bias included, before the residual is added and anything is normalised. */
export interface LayerUpdates {
  readonly attention: string;
  readonly feedForward: string;
}

/** Where the result of a sub-layer is added back to what entered it. */
interface Junction {
  /** What entered the sub-layer. */
  readonly stream: string;
  /** The other operand, what the sub-layer adds; null when a fused node adds a bias to it as well. */
  readonly update: string | null;
  /** The sum; null when a fused node keeps it to itself. */
  readonly sum: string | null;
  /** The sum after the fused node's own normalisation; null for a plain Add. */
  readonly normalised: string | null;
}

/** Nodes that add inputs 0 and 1 and normalise the sum, with the input that is a bias of the sum. */
const SKIP_NORMALISATIONS: ReadonlyMap<string, number> = new Map([
  ['SkipLayerNormalization', 4],
  ['SkipSimplifiedLayerNormalization', 3],
]);
/** What hands a value on unchanged, but for its type or a rounding to 8 bits. */
const RENAMES = new Set(['Identity', 'Cast', 'Dropout', 'QuantizeLinear', 'DequantizeLinear']);
/** What may stand between the product with the values and the Add: output projection, bias, layout, types. */
const CARRIES_RESULT = new Set([
  'Reshape',
  'Transpose',
  'Squeeze',
  'Unsqueeze',
  'Flatten',
  'Cast',
  'Dropout',
  'Identity',
  'Add',
  'Mul',
  'QuantizeLinear',
  'DequantizeLinear',
  'DynamicQuantizeLinear',
  'MatMulNBits',
]);
const MAXIMUM_STEPS = 60;

export interface ResidualStream {
  /** Names of what enters each layer, then of what leaves the last one, normalised. */
  readonly hidden: string[];
  /** What each layer adds; empty when one of them is no tensor of the graph. */
  readonly updates: LayerUpdates[];
}

/**
 * The residual stream of a stack of layers, given each layer's product of probabilities and values. Null when the graph does not add up that
 * way.
 */
export function findResidualStream(index: GraphIndex, valueProducts: readonly OnnxNode[]): ResidualStream | null {
  const hidden: string[] = [];
  const updates: LayerUpdates[] = [];
  let before: readonly string[] | null = null;
  for (const product of valueProducts) {
    const attention = firstJunction(index, product.outputs[0] ?? '');
    if (attention === null) return null;
    const entering = withoutRenames(index, attention.stream);
    // The layer before must end where this one begins: before its normalisation (pre-norm) or behind it (post-norm).
    if (before !== null && !before.includes(entering)) return null;
    hidden.push(entering);
    const feedForward = secondJunction(index, attention);
    before = feedForward === null ? [] : endsOf(index, feedForward);
    if (attention.update !== null && feedForward?.update) updates.push({ attention: attention.update, feedForward: feedForward.update });
  }
  const last = before?.at(-1);
  if (last === undefined) return null;
  return { hidden: [...hidden, last], updates: updates.length === valueProducts.length ? updates : [] };
}

/** The value before {@link RENAMES}. */
function withoutRenames(index: GraphIndex, name: string): string {
  let current = name;
  for (let steps = 0; steps < 8; steps++) {
    const node = index.producer(current);
    if (node === undefined || !RENAMES.has(node.operator) || !node.inputs[0]) break;
    current = node.inputs[0];
  }
  return current;
}

/** Forward from the result of a sub-layer to the first addition of something that is neither a weight nor made of the result. */
function firstJunction(index: GraphIndex, result: string): Junction | null {
  const seen = new Set([result]);
  const queue = [result];
  for (let head = 0; head < queue.length && head < MAXIMUM_STEPS; head++) {
    for (const { node, input } of index.usesOf(queue[head]!)) {
      const junction = junctionAt(index, node, input);
      if (junction !== null) return junction;
      const output = node.outputs[0];
      if (!output || seen.has(output) || !carriesResult(index, node, input)) continue;
      seen.add(output);
      queue.push(output);
    }
  }
  return null;
}

function junctionAt(index: GraphIndex, node: OnnxNode, input: number): Junction | null {
  const bias = SKIP_NORMALISATIONS.get(node.operator);
  const isSkip = bias !== undefined;
  if ((!isSkip && node.operator !== 'Add' && node.operator !== 'Sum') || input > 1) return null;
  const result = node.inputs[input]!;
  const stream = node.inputs[1 - input] ?? '';
  if (stream === '' || stream === result || !index.isData(stream)) return null;
  // A third operand is a bias that belongs to one of the two, or another term.
  const update = node.inputs[bias ?? 2] ? null : result;
  return isSkip
    ? { stream, update, sum: node.outputs[3] || null, normalised: node.outputs[0] || null }
    : { stream, update, sum: node.outputs[0] || null, normalised: null };
}

function carriesResult(index: GraphIndex, node: OnnxNode, input: number): boolean {
  const operands = matrixOperands(node);
  if (operands === null) return CARRIES_RESULT.has(node.operator) || NORMALISATIONS.has(node.operator);
  const side = operands.indexOf(input);
  return side >= 0 && index.isConstant(throughQuantisation(index, node.inputs[operands[1 - side]!]!));
}

/** Where what the feed-forward block makes of the sum of an attention junction is added to that sum. */
function secondJunction(index: GraphIndex, attention: Junction): Junction | null {
  for (const start of [attention.sum, ...normalisedForms(index, attention)]) {
    if (start === null) continue;
    for (const name of allForms(index, start)) {
      for (const { node, input } of index.usesOf(name)) {
        // Seen from the stream: what the junction takes for the stream is the update.
        const seen = junctionAt(index, node, input);
        if (seen !== null) return { ...seen, stream: name, update: seen.update === null ? null : seen.stream };
      }
    }
  }
  return null;
}

/** A junction's sum, and its normalised form when there is one. */
function endsOf(index: GraphIndex, junction: Junction): string[] {
  return [junction.sum, ...normalisedForms(index, junction)].filter(end => end !== null);
}

/** The value itself and what {@link RENAMES} make of it. */
function allForms(index: GraphIndex, name: string): string[] {
  const forms = new Set([name]);
  for (const form of forms) {
    for (const { node, input } of index.usesOf(form))
      if (input === 0 && RENAMES.has(node.operator) && node.outputs[0]) forms.add(node.outputs[0]);
  }
  return [...forms];
}

/** The sum of a junction after normalisation; empty when none follows. */
function normalisedForms(index: GraphIndex, junction: Junction): string[] {
  if (junction.normalised !== null) return [junction.normalised];
  if (junction.sum === null) return [];
  for (const name of allForms(index, junction.sum)) {
    const normalised = normalisedFrom(index, name);
    if (normalised !== null) return [normalised];
  }
  return [];
}
