import type { OnnxModel } from './graph.ts';
import { operatorName } from './operators.ts';
import type { OnnxNode } from '../format/types.ts';

export interface OperatorCount {
  readonly name: string;
  readonly count: number;
}

/** Every node of a model: of its graph, of the graphs inside its nodes, and of its functions. */
export function allNodes(model: OnnxModel): OnnxNode[] {
  const nodes: OnnxNode[] = [];
  const pending: OnnxNode[] = [...model.graph.nodes];
  for (const body of model.functions) for (const node of body.nodes) pending.push(node);
  while (pending.length > 0) {
    const node = pending.pop()!;
    nodes.push(node);
    for (const attribute of node.attributes.values()) {
      for (const graph of attribute.graphs) for (const inner of graph.nodes) pending.push(inner);
    }
  }
  return nodes;
}

/** Operators with their counts, most frequent first. */
export function countOperators(nodes: readonly OnnxNode[]): OperatorCount[] {
  const counts = new Map<string, number>();
  for (const node of nodes) counts.set(operatorName(node), (counts.get(operatorName(node)) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
