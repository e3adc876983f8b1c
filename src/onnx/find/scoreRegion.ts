import type { GraphIndex } from '../graph/index.ts';
import { matrixOperands } from '../graph/operators.ts';
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

/** Walks back from the scores, stopping at products of matrices and where only a shape is read. */
export function findScoreRegion(index: GraphIndex, scores: string): ScoreRegion {
  const nodes: OnnxNode[] = [];
  const products: OnnxNode[] = [];
  const fedInputs = new Set<string>();
  const constants: OnnxTensor[] = [];
  const seen = new Set([scores]);
  const queue = [scores];
  for (let head = 0; head < queue.length; head++) {
    const name = queue[head]!;
    if (index.fedInputs.has(name)) fedInputs.add(name);
    const tensor = index.initializer(name);
    if (tensor !== undefined && tensor.dims.length >= 2) constants.push(tensor);
    const node = index.producer(name);
    if (node === undefined || node.operator === 'Shape' || node.operator === 'Size') continue;
    if (matrixOperands(node) !== null) {
      products.push(node);
      continue;
    }
    nodes.push(node);
    for (const input of node.inputs) {
      if (input === '' || seen.has(input)) continue;
      seen.add(input);
      queue.push(input);
    }
  }
  return { nodes, products, fedInputs, constants };
}
