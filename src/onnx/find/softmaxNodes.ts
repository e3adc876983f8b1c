import { constantIntegers, constantNumber } from '../graph/constants.ts';
import type { OnnxModel } from '../graph/graph.ts';
import type { GraphIndex } from '../graph/index.ts';
import type { OnnxNode } from '../format/types.ts';

/** `Softmax` and its fused forms, or written out as Exp / ReduceSum / Div. */
export type SoftmaxKind = 'Softmax' | 'BiasSoftmax' | 'QLinearSoftmax' | 'decomposed';

/** A place where a graph turns scores into shares. */
export interface SoftmaxNode {
  readonly node: OnnxNode;
  readonly kind: SoftmaxKind;
  readonly scores: string;
  readonly shares: string;
  /** False where what they are divided by is more than their sum ("softmax one", a sink of score 0 that has no column). */
  readonly sharesSumToOne: boolean;
  /** Axis that is summed over; counted from the end when negative. */
  readonly axis: number;
}

const SINGLE_NODES: ReadonlyMap<string, SoftmaxKind> = new Map([
  ['Softmax', 'Softmax'],
  ['BiasSoftmax', 'BiasSoftmax'],
  ['QLinearSoftmax', 'QLinearSoftmax'],
]);

/** Before opset 13 Softmax without an axis flattened everything behind the first axis. */
const OPSET_OF_LAST_AXIS_DEFAULT = 13;

export function findSoftmaxNodes(model: OnnxModel, index: GraphIndex): SoftmaxNode[] {
  const opset = model.opsets.get('') ?? 1;
  const found: SoftmaxNode[] = [];
  for (const node of index.graph.nodes) {
    const shares = node.outputs[0];
    if (!shares) continue;
    const kind = SINGLE_NODES.get(node.operator);
    if (kind !== undefined && node.inputs[0]) {
      const defaultAxis = kind === 'Softmax' && opset < OPSET_OF_LAST_AXIS_DEFAULT ? 1 : -1;
      const axis = kind === 'BiasSoftmax' ? -1 : (node.attributes.get('axis')?.integer ?? defaultAxis);
      found.push({ node, kind, scores: node.inputs[0], shares, sharesSumToOne: true, axis });
    } else if (node.operator === 'Div') {
      const written = writtenOut(model, index, node, shares);
      if (written !== null) found.push(written);
    }
  }
  return found;
}

/** What is added to a sum against a division by zero; the sum itself is 1 or more where the largest score was subtracted, as it is everywhere. */
const LARGEST_GUARD = 1e-5;

/** exp(x) / sum(exp(x)), with a guard against division by zero or without. */
function writtenOut(model: OnnxModel, index: GraphIndex, division: OnnxNode, shares: string): SoftmaxNode | null {
  const [exponentials, divisor] = division.inputs;
  if (!exponentials || !divisor) return null;
  const exponential = index.producer(exponentials);
  if (exponential?.operator !== 'Exp' || !exponential.inputs[0]) return null;
  let sum = index.producer(divisor);
  let sharesSumToOne = true;
  if (sum !== undefined && ['Add', 'Max', 'Clip'].includes(sum.operator)) {
    const added = sum.operator === 'Add' ? sum.inputs : [];
    sum = sum.inputs.map(name => index.producer(name)).find(node => node?.operator === 'ReduceSum');
    const others = added.filter(name => index.producer(name) !== sum).map(name => constantNumber(model, index, name));
    sharesSumToOne = others.every(other => other !== null && Math.abs(other) <= LARGEST_GUARD);
  }
  if (sum?.operator !== 'ReduceSum' || sum.inputs[0] !== exponentials) return null;
  const axes = sum.inputs[1] ? constantIntegers(model, index, sum.inputs[1]) : (sum.attributes.get('axes')?.integers ?? null);
  if (axes?.length !== 1) return null;
  return { node: division, kind: 'decomposed', scores: exponential.inputs[0], shares, sharesSumToOne, axis: axes[0]! };
}
