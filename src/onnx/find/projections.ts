import type { GraphIndex } from '../graph/index.ts';
import { matrixOperands, throughQuantisation, valueInputs } from '../graph/operators.ts';
import type { OnnxNode } from '../format/types.ts';

/** The product with a weight that made queries, keys or values. */
export interface Projection {
  readonly node: OnnxNode;
  /** What the weight multiplies, without changes of layout: the layer's input. */
  readonly input: string;
  /** Queries, keys and values came from this one product and were split afterwards. */
  readonly isPacked: boolean;
  /** Name of the weight; null when it hides in an operator that is not understood. */
  readonly weight: string | null;
}

const MAXIMUM_STEPS = 24;
const SPLITS = new Set(['Split', 'Slice', 'Gather']);
const LAYOUT_ONLY = new Set(['Reshape', 'Transpose', 'Identity', 'Cast', 'Squeeze', 'Unsqueeze', 'Flatten', 'Dropout']);

/** Backward from queries, keys or values to the projection that made them; null when there is none. */
export function findProjection(index: GraphIndex, name: string): Projection | null {
  const seen = new Set([name]);
  const queue: { name: string; steps: number; isPacked: boolean }[] = [{ name, steps: 0, isPacked: false }];
  for (let head = 0; head < queue.length; head++) {
    const { name: current, steps, isPacked } = queue[head]!;
    const node = index.producer(current);
    if (node === undefined || steps > MAXIMUM_STEPS) continue;
    if (node.operator === 'MatMulNBits' || node.operator === 'Conv') {
      return { node, input: withoutLayout(index, node.inputs[0] ?? ''), isPacked, weight: null };
    }
    const operands = matrixOperands(node);
    if (operands !== null) {
      const left = throughQuantisation(index, node.inputs[operands[0]]!);
      const right = throughQuantisation(index, node.inputs[operands[1]]!);
      const weightOnLeft = index.isConstant(left);
      return { node, input: withoutLayout(index, weightOnLeft ? right : left), isPacked, weight: weightOnLeft ? left : right };
    }
    for (const input of valueInputs(node)) {
      if (input === '' || seen.has(input) || !index.isData(input)) continue;
      seen.add(input);
      queue.push({ name: input, steps: steps + 1, isPacked: isPacked || SPLITS.has(node.operator) });
    }
  }
  return null;
}

/** Numbers that a projection puts out per token, from the shape of its weight; null when that is unknown or shared out later. */
export function projectionWidth(index: GraphIndex, projection: Projection): number | null {
  const dims = projection.weight === null || projection.isPacked ? undefined : index.initializer(projection.weight)?.dims;
  if (dims?.length !== 2) return null;
  const transposed = projection.node.operator === 'Gemm' && projection.node.attributes.get('transB')?.integer === 1;
  return dims[transposed ? 0 : 1]!;
}

function withoutLayout(index: GraphIndex, name: string): string {
  let current = throughQuantisation(index, name);
  for (let steps = 0; steps < 8; steps++) {
    const node = index.producer(current);
    if (node === undefined || !LAYOUT_ONLY.has(node.operator) || !node.inputs[0]) break;
    current = node.inputs[0];
  }
  return current;
}
