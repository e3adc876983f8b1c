import type { SupportedGraph } from '../analysis.ts';
import { FLOAT16, FLOAT32 } from '../format/elementTypes.ts';
import { namesInBodies } from '../graph/bodies.ts';
import { takeBranch, type BRANCHES } from '../graph/branches.ts';
import { NO_EDITS, type GraphEdits } from '../graph/edits.ts';
import type { OnnxModel } from '../graph/graph.ts';

/** The end of a graph by itself: from its last hidden state to a number for each entry of the vocabulary. */
export interface Head {
  readonly edits: GraphEdits;
  readonly logits: string;
}

/**
 * Takes the last hidden state for an input and leaves out all that it is made of. Null for a graph without logits or hidden states, and where the logits
 * are made of another input as well (but for the number of logits that is wanted).
 */
export function headOnly(
  model: OnnxModel,
  { logits, hidden, inputs, edits: found }: Pick<SupportedGraph, 'logits' | 'hidden' | 'inputs' | 'edits'>,
  elementType: 'float32' | 'float16',
): Head | null {
  const states = hidden.at(-1);
  if (logits === null || states === undefined) return null;
  const [branch] = found.branches.values();
  const { graph } = (branch === undefined ? null : takeBranch(model, branch as (typeof BRANCHES)[number]))?.model ?? model;
  const needed = new Set([logits]);
  const leftOut = new Set<string>();
  for (const node of graph.nodes.toReversed()) {
    const made = node.outputs.filter(name => name !== '');
    if (made.some(name => name !== states && needed.has(name)))
      for (const name of [...node.inputs, ...namesInBodies([node])]) needed.add(name);
    else for (const name of made) leftOut.add(name);
  }
  const others = graph.inputs.map(({ name }) => name).filter(name => !graph.initializers.has(name));
  const switches = new Set(inputs.switches.map(({ name }) => name));
  if (!needed.has(states) || others.some(name => needed.has(name) && !switches.has(name))) return null;
  return {
    logits,
    edits: {
      ...NO_EDITS,
      branches: found.branches,
      notGiven: new Set(graph.outputs.map(({ name }) => name).filter(name => name !== logits)),
      leftOut,
      inputs: new Map([[states, { elementType: elementType === 'float16' ? FLOAT16 : FLOAT32, rank: 3 }]]),
      notFed: new Set(others.filter(name => !needed.has(name))),
    },
  };
}
