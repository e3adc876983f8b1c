import type { OnnxGraph, OnnxNode } from '../format/types.ts';
import type { NewNode } from './edits.ts';
import type { OnnxModel } from './graph.ts';

/** A model with one branch of an If in its place. */
export interface BranchedModel {
  readonly model: OnnxModel;
  /** Each If that is gone, and the attribute whose body stands there. */
  readonly branches: ReadonlyMap<OnnxNode, string>;
}

export const BRANCHES = ['else_branch', 'then_branch'] as const;

/**
 * The model as it computes when every If that a graph input steers takes one branch (merged decoders: with a cache, or without). Nodes stay in order.
 * Null when there is no such If, or names of its body are those of other values.
 */
export function takeBranch(model: OnnxModel, branch: (typeof BRANCHES)[number]): BranchedModel | null {
  const { graph } = model;
  const steering = new Set(graph.inputs.map(input => input.name).filter(name => !graph.initializers.has(name)));
  const nodes: OnnxNode[] = [];
  const initializers = new Map(graph.initializers);
  const sparse = new Set(graph.sparseInitializers);
  const branches = new Map<OnnxNode, string>();
  for (const node of graph.nodes) {
    const body = steers(node, steering) ? node.attributes.get(branch)?.graphs[0] : undefined;
    if (body === undefined) {
      nodes.push(node);
      continue;
    }
    if (body.inputs.length > 0 || body.outputs.length !== node.outputs.length) return null;
    for (const [name, tensor] of body.initializers) {
      if (initializers.has(name)) return null;
      initializers.set(name, tensor);
    }
    for (const name of body.sparseInitializers) sparse.add(name);
    for (const inner of body.nodes) nodes.push(inner);
    for (const renaming of renamedOutputs(node, body)) nodes.push({ ...renaming, name: '', overload: '', attributes: new Map() });
    branches.set(node, branch);
  }
  if (branches.size === 0 || !isSingle(nodes)) return null;
  return { model: { ...model, graph: { ...graph, nodes, initializers, sparseInitializers: sparse } }, branches };
}

/** What gives the results of a branch the names of the If's, where they have others. */
export function renamedOutputs(node: OnnxNode, body: OnnxGraph): NewNode[] {
  return node.outputs.flatMap((output, place) =>
    output === '' || output === body.outputs[place]!.name
      ? []
      : [{ operator: 'Identity', domain: '', inputs: [body.outputs[place]!.name], outputs: [output], attributes: {} }],
  );
}

function steers(node: OnnxNode, steering: ReadonlySet<string>): boolean {
  return node.operator === 'If' && node.domain === '' && steering.has(node.inputs[0] ?? '');
}

/** No value is made twice. */
function isSingle(nodes: readonly OnnxNode[]): boolean {
  const made = new Set<string>();
  for (const output of nodes.flatMap(node => node.outputs)) {
    if (output === '') continue;
    if (made.has(output)) return false;
    made.add(output);
  }
  return true;
}
