import type { GraphIndex } from '../graph/index.ts';
import { effectOf, hasTrait } from '../graph/operatorTraits.ts';
import type { OnnxNode } from '../format/types.ts';

export function isQuantised(nodes: readonly OnnxNode[]): boolean {
  return nodes.some(node => hasTrait(node, 'inFewBits'));
}

/** Values between nodes, not only weights, go through 8 bits: the attention itself is computed from rounded numbers. */
export function hasQuantisedActivations(index: GraphIndex): boolean {
  return index.graph.nodes.some(node => hasTrait(node, 'inFewBits') && effectOf(node) !== 'gathersPacked' && !readsWeights(index, node));
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
