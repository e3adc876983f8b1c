import type { OnnxNode } from '../format/types.ts';

/** All names that are used in the graphs inside nodes (If, Loop, Scan): their own values, and values of the graph around them. */
export function namesInBodies(nodes: readonly OnnxNode[]): Set<string> {
  const names = new Set<string>();
  const pending = [...nodes];
  while (pending.length > 0) {
    for (const attribute of pending.pop()!.attributes.values()) {
      for (const graph of attribute.graphs) {
        for (const output of graph.outputs) names.add(output.name);
        for (const inner of graph.nodes) {
          for (const input of inner.inputs) names.add(input);
          pending.push(inner);
        }
      }
    }
  }
  return names;
}
