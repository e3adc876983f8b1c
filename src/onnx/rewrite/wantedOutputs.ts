import type { CrossGraph, SupportedGraph } from '../analysis.ts';
import type { OnnxNode } from '../format/types.ts';
import { namesInBodies } from '../graph/bodies.ts';
import { takeBranch, type BRANCHES } from '../graph/branches.ts';
import type { GraphEdits } from '../graph/edits.ts';
import type { OnnxModel } from '../graph/graph.ts';

/** Names of the maps that a graph gives, layer by layer: whole ones, or the rows that are asked for. */
export function mapOutputs({ sites, rows }: Pick<SupportedGraph, 'sites' | 'rows'>): string[] {
  return rows?.layers.map(layer => layer.rows) ?? sites.map(site => site.probabilities);
}

/** The tensors of a graph that somebody may want of a text: its attention, its vectors, and what a pass adds to its cache. */
export function wantedOutputs(graph: SupportedGraph): string[] {
  const { rows, hidden, updates, inputs } = graph;
  const added = inputs.cache.flatMap(input => (input.added === null ? [] : [input.added]));
  const vectors = [...hidden, ...updates.flatMap(({ attention, feedForward }) => [attention, feedForward])];
  const totals = rows?.layers.flatMap(({ sums, least, ahead }) => [sums, least, ahead]) ?? [];
  return [...mapOutputs(graph), ...totals, ...vectors, ...added];
}

/** The tensors of a decoder that reads another text: both kinds of attention, and what it would write next. */
export function wantedOfDecoder({ self, cross, logits }: CrossGraph): string[] {
  return [...self, ...cross].map(site => site.probabilities).concat(logits ?? []);
}

/**
 * Gives none of a file's own outputs but those that are wanted, and leaves out all that only the others are made of: ONNX Runtime 1.30 computes every node
 * that it is given. The product of each token with the whole vocabulary is a fifth of a small decoder's work.
 */
export function giveOnly(wanted: readonly string[], model: OnnxModel, edits: GraphEdits): GraphEdits {
  const [branch] = edits.branches.values();
  const { nodes, outputs } =
    (branch === undefined ? null : takeBranch(model, branch as (typeof BRANCHES)[number]))?.model.graph ?? model.graph;
  const others = outputs.map(output => output.name).filter(name => !wanted.includes(name));
  const needed = new Set([...wanted, ...edits.added.flatMap(node => node.inputs)]);
  const leftOut = new Set<string>();
  for (const node of nodes.toReversed()) {
    const made = [...node.outputs, ...(edits.nodes.get(node)?.outputs ?? [])].filter(name => name !== '');
    if (made.some(name => needed.has(name))) for (const name of usedBy(node)) needed.add(name);
    else for (const name of made) leftOut.add(name);
  }
  return { ...edits, notGiven: new Set([...edits.notGiven, ...others]), leftOut };
}

function usedBy(node: OnnxNode): Iterable<string> {
  return [...node.inputs, ...namesInBodies([node])];
}
