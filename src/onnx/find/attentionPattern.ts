import { constantNumber } from '../graph/constants.ts';
import type { OnnxModel } from '../graph/graph.ts';
import type { GraphIndex } from '../graph/index.ts';
import { matrixOperands, throughQuantisation } from '../graph/operators.ts';
import { effectOf, hasTrait, valueInputs } from '../graph/operatorTraits.ts';
import { backward, forward, originOf, pathTo, type UseVisit } from '../graph/traverse.ts';
import type { OnnxNode } from '../format/types.ts';

/** The product of probabilities and values that a Softmax leads to. */
export interface ValueProduct {
  readonly node: OnnxNode;
  /** The tensor to show: the last one that holds finished probabilities in the Softmax's own layout. */
  readonly probabilities: string;
  /** Columns of the Softmax are cut from it: a sink, which no token is. */
  readonly isCut: boolean;
  readonly path: readonly OnnxNode[];
}

/** The product of queries and keys that a Softmax's scores come from. */
export interface ScoreProduct {
  readonly node: OnnxNode;
  readonly queries: string;
  readonly keys: string;
}

/** A file that is quantised all over has QuantizeLinear and DequantizeLinear behind every node. */
const STEPS_PER_NODE = 3;
const FORWARD_STEPS = 10 * STEPS_PER_NODE;
const BACKWARD_STEPS = 14 * STEPS_PER_NODE;
const HEAD_MASK_STEPS = 8;
const MAXIMUM_TYPES = 2;

/** Forward from the shares of a Softmax to the first product with another matrix that is no weight; null when there is none. */
export function findValueProduct(index: GraphIndex, shares: string): ValueProduct | null {
  const passes = (use: UseVisit): boolean => matrixOperands(use.node) === null && keepsProbabilities(index, use);
  for (const { node, input, visit } of forward(index, shares, passes, { steps: FORWARD_STEPS, uncounted: 'quantisation' })) {
    const operands = matrixOperands(node);
    const side = operands?.indexOf(input) ?? -1;
    if (operands === null || side < 0) continue;
    const values = node.inputs[operands[1 - side]!]!;
    if (values === visit.name || !index.isData(throughQuantisation(index, values))) continue;
    const path = pathTo(visit);
    return { node, ...finishedProbabilities(shares, path), path };
  }
  return null;
}

function keepsProbabilities(index: GraphIndex, { node, input, visit }: UseVisit): boolean {
  if (!hasTrait(node, 'keepsProbabilities')) return false;
  if (node.operator === 'Mul') return isHeadMask(index, node.inputs[1 - input] ?? '');
  if (node.operator === 'Where') return input !== 0 || visit.node?.operator === 'IsNaN';
  return input === 0;
}

/** A factor on probabilities may come from a graph input (head mask) or a constant, not from a computation on data. */
function isHeadMask(index: GraphIndex, factor: string): boolean {
  const origin = originOf(index, factor, 'keepsHeadMask', HEAD_MASK_STEPS);
  return index.fedInputs.has(origin) || !index.isData(origin);
}

/** Behind the NaN guard (Where) and the cut of a sink column (Slice), before the layout changes. */
function finishedProbabilities(shares: string, path: readonly OnnxNode[]): Pick<ValueProduct, 'probabilities' | 'isCut'> {
  let probabilities = shares;
  let isCut = false;
  for (const node of path) {
    if (hasTrait(node, 'endsProbabilities')) break;
    if (hasTrait(node, 'finishesProbabilities')) probabilities = node.outputs[0]!;
    if (effectOf(node) === 'slices') isCut = true;
  }
  return { probabilities, isCut };
}

/** The number c of c * tanh(scores / c), between a Softmax and the product of queries and keys (Gemma 2); null without. */
export function softcapOf(model: OnnxModel, index: GraphIndex, scores: string): number | null {
  const shaped = (node: OnnxNode): readonly string[] =>
    hasTrait(node, 'shapesScores') && matrixOperands(node) === null ? valueInputs(node).filter(input => index.isData(input)) : [];
  for (const { node } of backward(index, [scores], shaped, { steps: BACKWARD_STEPS })) {
    if (node === undefined || effectOf(node) !== 'multiplies') continue;
    const bounded = node.inputs.findIndex(
      input => index.producer(originOf(index, input, 'keepsValues', MAXIMUM_TYPES))?.operator === 'Tanh',
    );
    const cap = bounded < 0 ? null : constantNumber(model, index, node.inputs[1 - bounded] ?? '');
    if (cap !== null) return cap;
  }
  return null;
}

/** Backward from the scores to the nearest product of two matrices that both depend on the text; null when there is none. */
export function findScoreProduct(index: GraphIndex, scores: string): ScoreProduct | null {
  const shaped = (node: OnnxNode): readonly string[] =>
    hasTrait(node, 'shapesScores') ? valueInputs(node).filter(input => !index.isConstant(input)) : [];
  for (const { node } of backward(index, [scores], shaped, { steps: BACKWARD_STEPS, uncounted: 'quantisation' })) {
    const operands = node === undefined ? null : matrixOperands(node);
    if (node === undefined || operands === null) continue;
    const queries = throughQuantisation(index, node.inputs[operands[0]]!);
    const keys = throughQuantisation(index, node.inputs[operands[1]]!);
    if (index.isData(queries) && index.isData(keys)) return { node, queries, keys };
  }
  return null;
}
