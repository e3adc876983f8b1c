import type { OnnxNode } from '../format/types.ts';
import { isFusedAttention, matrixOperands } from '../graph/operators.ts';
import { hasTrait } from '../graph/operatorTraits.ts';

/** All graphs inside nodes, those inside their nodes included. */
export function bodiesIn(nodes: readonly OnnxNode[]): (readonly OnnxNode[])[] {
  const bodies: (readonly OnnxNode[])[] = [];
  const pending = [nodes];
  for (let body = pending.pop(); body !== undefined; body = pending.pop()) {
    for (const node of body) {
      for (const attribute of node.attributes.values()) {
        for (const graph of attribute.graphs) {
          bodies.push(graph.nodes);
          pending.push(graph.nodes);
        }
      }
    }
  }
  return bodies;
}

/** Whether nodes, in order, compute attention: an operator does, or shares of a Softmax are multiplied with a matrix. Those of a router, or of the next word, are not. */
export function attends(nodes: readonly OnnxNode[]): boolean {
  const shares = new Set<string>();
  for (const node of nodes) {
    if (isFusedAttention(node)) return true;
    const isOfShares = node.inputs.some(input => shares.has(input));
    if (isOfShares && matrixOperands(node) !== null) return true;
    const [output] = node.outputs;
    if (output && (node.operator === 'Softmax' || (isOfShares && hasTrait(node, 'keepsProbabilities')))) shares.add(output);
  }
  return false;
}
