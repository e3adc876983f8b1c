import type { GraphIndex } from '../graph/index.ts';
import { matrixOperands, throughQuantisation } from '../graph/operators.ts';
import { hasTrait, valueInputs } from '../graph/operatorTraits.ts';
import { backward, originOf, type Visit } from '../graph/traverse.ts';
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
const LAYOUT_STEPS = 8;

/** Backward from queries, keys or values to the projection that made them; null when there is none. */
export function findProjection(index: GraphIndex, name: string): Projection | null {
  const data = (node: OnnxNode): readonly string[] => valueInputs(node).filter(input => index.isData(input));
  for (const visit of backward(index, [name], data, { steps: MAXIMUM_STEPS, uncounted: 'quantisation' })) {
    const { node } = visit;
    if (node === undefined) continue;
    const isPacked = isParted(visit.from);
    if (hasTrait(node, 'projectsOpaquely')) return { node, input: withoutLayout(index, node.inputs[0] ?? ''), isPacked, weight: null };
    const operands = matrixOperands(node);
    if (operands === null) continue;
    const left = throughQuantisation(index, node.inputs[operands[0]]!);
    const right = throughQuantisation(index, node.inputs[operands[1]]!);
    const weightOnLeft = index.isConstant(left);
    return { node, input: withoutLayout(index, weightOnLeft ? right : left), isPacked, weight: weightOnLeft ? left : right };
  }
  return null;
}

/** Between a visit and the start, one part was taken out of several. */
function isParted(visit: Visit | null): boolean {
  for (let at = visit; at !== null; at = at.from) if (hasTrait(at.node, 'parts')) return true;
  return false;
}

/** Numbers that a projection puts out per token, from the shape of its weight; null when that is unknown or shared out later. */
export function projectionWidth(index: GraphIndex, projection: Projection): number | null {
  const dims = projection.weight === null || projection.isPacked ? undefined : index.initializer(projection.weight)?.dims;
  if (dims?.length !== 2) return null;
  const transposed = projection.node.operator === 'Gemm' && projection.node.attributes.get('transB')?.integer === 1;
  return dims[transposed ? 0 : 1]!;
}

function withoutLayout(index: GraphIndex, name: string): string {
  return originOf(index, throughQuantisation(index, name), 'keepsAllButLayout', LAYOUT_STEPS);
}
