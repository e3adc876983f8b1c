import type { GraphIndex } from '../graph/index.ts';
import { matrixOperands, throughQuantisation, valueInputs } from '../graph/operators.ts';
import type { OnnxNode } from '../format/types.ts';

/** The product of probabilities and values that a Softmax leads to. */
export interface ValueProduct {
  readonly node: OnnxNode;
  /** The tensor to show: the last one that holds finished probabilities in the Softmax's own layout. */
  readonly probabilities: string;
  readonly path: readonly OnnxNode[];
}

/** The product of queries and keys that a Softmax's scores come from. */
export interface ScoreProduct {
  readonly node: OnnxNode;
  readonly queries: string;
  readonly keys: string;
}

/** Operators that keep probabilities what they are: types, layout, dropout, head masks, 8-bit copies, and the guard against rows of NaN. */
const KEEPS_PROBABILITIES = new Set([
  'Cast',
  'CastLike',
  'Dropout',
  'Identity',
  'IsNaN',
  'Where',
  'Reshape',
  'Flatten',
  'Squeeze',
  'Unsqueeze',
  'Expand',
  'Transpose',
  'Slice',
  'Clip',
  'Mul',
  'QuantizeLinear',
  'DequantizeLinear',
  'DynamicQuantizeLinear',
]);

/** Operators of that list behind which the axes or the stored values are no longer the Softmax's. */
const CHANGES_LAYOUT = new Set(['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Transpose', 'QuantizeLinear', 'DynamicQuantizeLinear']);

/** Operators between the product of queries and keys and the Softmax: scale, mask, bias, soft cap, sink. */
const SHAPES_SCORES = new Set([
  'Add',
  'Sub',
  'Mul',
  'Div',
  'Where',
  'Cast',
  'CastLike',
  'Reshape',
  'Transpose',
  'Squeeze',
  'Unsqueeze',
  'Expand',
  'Slice',
  'Max',
  'Min',
  'Clip',
  'Tanh',
  'Concat',
  'Identity',
  'Dropout',
  'DequantizeLinear',
  'Gather',
  'GatherElements',
  'ReduceMax',
]);

const FORWARD_STEPS = 10;
const BACKWARD_STEPS = 14;

/** Forward from the shares of a Softmax to the first product with another matrix that is no weight; null when there is none. */
export function findValueProduct(index: GraphIndex, shares: string): ValueProduct | null {
  const seen = new Set([shares]);
  const queue: { name: string; path: OnnxNode[] }[] = [{ name: shares, path: [] }];
  for (let head = 0; head < queue.length; head++) {
    const { name, path } = queue[head]!;
    if (path.length > FORWARD_STEPS) continue;
    for (const { node, input } of index.usesOf(name)) {
      const operands = matrixOperands(node);
      if (operands !== null) {
        const side = operands.indexOf(input);
        if (side < 0) continue;
        const values = node.inputs[operands[1 - side]!]!;
        if (values !== name && index.isData(throughQuantisation(index, values))) {
          return { node, probabilities: finishedProbabilities(shares, path), path };
        }
      } else if (keepsProbabilities(index, node, input, name)) {
        const output = node.outputs[0];
        if (!output || seen.has(output)) continue;
        seen.add(output);
        queue.push({ name: output, path: [...path, node] });
      }
    }
  }
  return null;
}

function keepsProbabilities(index: GraphIndex, node: OnnxNode, input: number, name: string): boolean {
  if (!KEEPS_PROBABILITIES.has(node.operator)) return false;
  if (node.operator === 'Mul') return isHeadMask(index, node.inputs[1 - input] ?? '');
  if (node.operator === 'Where') return input !== 0 || index.producer(name)?.operator === 'IsNaN';
  return input === 0;
}

/** A factor on probabilities may come from a graph input (head mask) or a constant, not from a computation on data. */
function isHeadMask(index: GraphIndex, name: string): boolean {
  let current = name;
  for (let steps = 0; steps < 8; steps++) {
    if (index.fedInputs.has(current) || !index.isData(current)) return true;
    const node = index.producer(current);
    if (node === undefined || !['Cast', 'Identity', 'Unsqueeze', 'Expand', 'Reshape', 'Gather', 'Slice', 'Squeeze'].includes(node.operator))
      return false;
    current = node.inputs[0] ?? '';
  }
  return false;
}

/** Behind the NaN guard (Where) and the cut of a sink column (Slice), before the layout changes. */
function finishedProbabilities(shares: string, path: readonly OnnxNode[]): string {
  let finished = shares;
  for (const node of path) {
    if (CHANGES_LAYOUT.has(node.operator)) break;
    if (node.operator === 'Where' || node.operator === 'Slice') finished = node.outputs[0]!;
  }
  return finished;
}

/** Backward from the scores to the nearest product of two matrices that both depend on the text; null when there is none. */
export function findScoreProduct(index: GraphIndex, scores: string): ScoreProduct | null {
  const seen = new Set([scores]);
  const queue: { name: string; steps: number }[] = [{ name: scores, steps: 0 }];
  for (let head = 0; head < queue.length; head++) {
    const { name, steps } = queue[head]!;
    const node = index.producer(name);
    if (node === undefined || steps > BACKWARD_STEPS) continue;
    const operands = matrixOperands(node);
    if (operands !== null) {
      const queries = throughQuantisation(index, node.inputs[operands[0]]!);
      const keys = throughQuantisation(index, node.inputs[operands[1]]!);
      if (index.isData(queries) && index.isData(keys)) return { node, queries, keys };
      continue;
    }
    if (!SHAPES_SCORES.has(node.operator)) continue;
    for (const input of valueInputs(node)) {
      if (input === '' || seen.has(input) || index.isConstant(input)) continue;
      seen.add(input);
      queue.push({ name: input, steps: steps + 1 });
    }
  }
  return null;
}
