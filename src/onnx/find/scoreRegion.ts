import type { GraphIndex } from '../graph/index.ts';
import { matrixOperands } from '../graph/operators.ts';
import { effectOf } from '../graph/operatorTraits.ts';
import { backward } from '../graph/traverse.ts';
import type { OnnxTensor } from '../format/tensor.ts';
import type { OnnxNode } from '../format/types.ts';

/** Everything that shapes the scores of one Softmax besides queries and keys: scale, masks and biases. */
export interface ScoreRegion {
  readonly nodes: readonly OnnxNode[];
  /** The products of matrices it ends at. */
  readonly products: readonly OnnxNode[];
  /** Graph inputs whose contents it reads. */
  readonly fedInputs: ReadonlySet<string>;
  /** Stored matrices in it. */
  readonly constants: readonly OnnxTensor[];
}

/** Walks back from the scores, or from what an operator adds to them, stopping at products of matrices and where only a shape is read. */
export function findScoreRegion(index: GraphIndex, ...scores: readonly string[]): ScoreRegion {
  const nodes: OnnxNode[] = [];
  const products: OnnxNode[] = [];
  const fedInputs = new Set<string>();
  const constants: OnnxTensor[] = [];
  const readsShape = (node: OnnxNode): boolean => effectOf(node) === 'readsShape';
  const inputsOf = (node: OnnxNode): readonly string[] => (readsShape(node) || matrixOperands(node) !== null ? [] : node.inputs);
  for (const { name, node } of backward(index, scores, inputsOf)) {
    if (index.fedInputs.has(name)) fedInputs.add(name);
    const tensor = index.initializer(name);
    if (tensor !== undefined && tensor.dims.length >= 2) constants.push(tensor);
    if (node === undefined || readsShape(node)) continue;
    (matrixOperands(node) === null ? nodes : products).push(node);
  }
  return { nodes, products, fedInputs, constants };
}
