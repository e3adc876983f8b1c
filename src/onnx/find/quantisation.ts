import type { NumberForms } from '../../core/model/numberForms.ts';
import { elementBits, elementTypeName, isFloat, UINT16, INT16 } from '../format/elementTypes.ts';
import { elementCount, type OnnxTensor } from '../format/tensor.ts';
import type { OnnxNode } from '../format/types.ts';
import type { GraphIndex } from '../graph/index.ts';
import { hasTrait } from '../graph/operatorTraits.ts';
import { originOf } from '../graph/traverse.ts';

/** Bits of what an operator reads whose weights are packed, unless its attribute `bits` says so; MatMulBnb4 has no such attribute. */
const PACKED_BITS = 4;
/** Bits of packed weights that ONNX Runtime 1.30 computes with on a CPU; it refuses others when it loads a file. */
export const COMPUTED_BITS: readonly number[] = [2, 4, 8];
/** `accuracy_level` of a MatMulNBits: what it multiplies is rounded to 8 bits first. */
const ROUNDS_TO_BYTES = 4;
const SMALLEST_FLOAT_BITS = 16;
/** Between stored numbers and an operator that reads them packed. */
const LAYOUT_STEPS = 4;

/** What stored matrices and the nodes say. Numbers of 32 and 64 bits count or steer, they are no weights. */
export function findNumberForms(index: GraphIndex): NumberForms {
  const { nodes, initializers } = index.graph;
  const bits = new Set<number>();
  const packed = new Set<string>();
  const floats = new Map<string, number>();
  for (const node of nodes.filter(node => hasTrait(node, 'readsPacked'))) {
    const { bits: own } = Object.fromEntries(node.attributes);
    for (const name of node.inputs) if (index.isConstant(name)) packed.add(originOf(index, name, 'keepsAllButLayout', LAYOUT_STEPS));
    // Rows of a table that says its own type are not packed.
    const table = hasTrait(node, 'picksRows') ? index.initializer(node.inputs[0] ?? '') : undefined;
    const stored = table === undefined ? undefined : elementBits(table.elementType);
    bits.add(typeof stored === 'number' && stored < 8 ? stored : (own?.integer ?? PACKED_BITS));
  }
  for (const tensor of initializers.values()) {
    const size = elementBits(tensor.elementType) ?? 0;
    if (isFloat(tensor.elementType) && size >= SMALLEST_FLOAT_BITS) {
      const type = elementTypeName(tensor.elementType);
      floats.set(type, (floats.get(type) ?? 0) + elementCount(tensor));
    } else if (!packed.has(tensor.name) && isRoundedMatrix(tensor)) bits.add(size);
  }
  const [most] = [...floats].sort((a, b) => b[1] - a[1]);
  const activations = nodes.map(node => activationBits(index, node)).filter(size => size !== null);
  return {
    weightBits: [...bits].sort((a, b) => a - b),
    floatType: most?.[0] ?? null,
    activationBits: activations.length > 0 ? Math.min(...activations) : null,
    onePassOnly: nodes.some(node => hasTrait(node, 'measuresRange')),
  };
}

/** Bits of packed weights that the runtime has no kernel for, as the nodes say. */
export function bitsNotComputed(nodes: readonly OnnxNode[]): number[] {
  const bits = nodes.filter(node => hasTrait(node, 'readsPacked')).map(node => node.attributes.get('bits')?.integer ?? PACKED_BITS);
  return [...new Set(bits)].filter(count => !COMPUTED_BITS.includes(count)).sort((a, b) => a - b);
}

/** A matrix of whole numbers that is no mask. */
function isRoundedMatrix({ dims, elementType }: OnnxTensor): boolean {
  const size = elementBits(elementType) ?? 0;
  const isShort = (size > 0 && size <= 8) || elementType === UINT16 || elementType === INT16;
  return isShort && elementTypeName(elementType) !== 'bool' && dims.filter(dim => dim > 1).length >= 2;
}

/** Bits that a node rounds values to that are no weights; null when it rounds none. */
function activationBits(index: GraphIndex, node: OnnxNode): number | null {
  if (hasTrait(node, 'projectsOpaquely')) return node.attributes.get('accuracy_level')?.integer === ROUNDS_TO_BYTES ? 8 : null;
  if (!hasTrait(node, 'roundsActivations') || readsWeights(index, node)) return null;
  const zeroPoint = node.operator === 'QuantizeLinear' ? index.initializer(node.inputs[2] ?? '') : undefined;
  return (zeroPoint && elementBits(zeroPoint.elementType)) ?? 8;
}

/**
 * Whether onnxruntime's `session.disable_quant_qdq` belongs on: there are DequantizeLinear nodes and all of them read weights. Without
 * it they are fused into 8-bit products, which rounds the activations too.
 */
export function isQuantisedInWeightsOnly(index: GraphIndex): boolean {
  const nodes = index.graph.nodes.filter(node => node.operator === 'DequantizeLinear');
  return nodes.length > 0 && nodes.every(node => readsWeights(index, node));
}

/** A constant, or rows picked from one, is a weight. */
function readsWeights(index: GraphIndex, node: OnnxNode): boolean {
  const values = index.throughIdentity(node.inputs[0] ?? '');
  if (index.isConstant(values)) return true;
  const producer = index.producer(values);
  return producer?.operator === 'Gather' && index.isConstant(producer.inputs[0] ?? '');
}
