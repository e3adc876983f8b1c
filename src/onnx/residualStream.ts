import type { GraphIndex } from './graphIndex.ts';
import type { OnnxNode } from './graphReader.ts';
import { NORMALISATIONS, normalisedFrom } from './normalisation.ts';
import { matrixOperands, throughQuantisation } from './operators.ts';

/** Where the result of a sub-layer is added back to what entered it. */
interface Junction {
  /** The other operand: what entered the sub-layer. */
  readonly stream: string;
  /** The sum; null when a fused node keeps it to itself. */
  readonly sum: string | null;
  /** The sum after the fused node's own normalisation; null for a plain Add. */
  readonly normalised: string | null;
}

const SKIP_NORMALISATIONS = new Set(['SkipLayerNormalization', 'SkipSimplifiedLayerNormalization']);
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

/**
 * Names of the hidden states of a stack of layers, given each layer's product of probabilities and values: what enters each layer, then
 * what leaves the last one, normalised. Null when the graph does not add up that way.
 */
export function findHiddenStates(index: GraphIndex, valueProducts: readonly OnnxNode[]): string[] | null {
  const hidden: string[] = [];
  for (const [layer, product] of valueProducts.entries()) {
    const attention = firstJunction(index, product.outputs[0] ?? '');
    if (attention === null) return null;
    const entering = withoutRenames(index, attention.stream);
    if (layer > 0) {
      // The layer before must end where this one begins: before its normalisation (pre-norm) or behind it (post-norm).
      const ends = layerEnds(index, firstJunction(index, valueProducts[layer - 1]!.outputs[0]!)!);
      if (!ends.includes(entering)) return null;
    }
    hidden.push(entering);
    if (layer === valueProducts.length - 1) {
      const last = layerEnds(index, attention).at(-1);
      if (last === undefined) return null;
      hidden.push(last);
    }
  }
  return hidden.length === valueProducts.length + 1 ? hidden : null;
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
  const isSkip = SKIP_NORMALISATIONS.has(node.operator);
  if ((!isSkip && node.operator !== 'Add' && node.operator !== 'Sum') || input > 1) return null;
  const stream = node.inputs[1 - input] ?? '';
  if (stream === '' || stream === node.inputs[input] || !index.isData(stream)) return null;
  return isSkip
    ? { stream, sum: node.outputs[3] || null, normalised: node.outputs[0] || null }
    : { stream, sum: node.outputs[0] || null, normalised: null };
}

function carriesResult(index: GraphIndex, node: OnnxNode, input: number): boolean {
  const operands = matrixOperands(node);
  if (operands === null) return CARRIES_RESULT.has(node.operator) || NORMALISATIONS.has(node.operator);
  const side = operands.indexOf(input);
  return side >= 0 && index.isConstant(throughQuantisation(index, node.inputs[operands[1 - side]!]!));
}

/** Where a layer with this attention junction ends: the second sum, and its normalised form when there is one. */
function layerEnds(index: GraphIndex, attention: Junction): string[] {
  for (const start of [attention.sum, ...normalisedForms(index, attention)]) {
    if (start === null) continue;
    for (const name of allForms(index, start)) {
      for (const { node, input } of index.usesOf(name)) {
        const second = junctionAt(index, node, input);
        if (second === null) continue;
        return [second.sum, ...normalisedForms(index, second)].filter(end => end !== null);
      }
    }
  }
  return [];
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
