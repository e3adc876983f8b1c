import type { OnnxNode, OnnxValue } from '../format/types.ts';
import type { GraphIndex } from '../graph/index.ts';
import { isFusedAttention, operatorName } from '../graph/operators.ts';
import { effectOf, hasTrait } from '../graph/operatorTraits.ts';
import { forward } from '../graph/traverse.ts';

/** What a cache input has become once the keys or values of the text were joined to it. */
export interface PresentOutput {
  /** A graph output, of the shape of the cache input but for the number of tokens. */
  readonly name: string;
  /** The operator that joins them: some write the new ones into the memory of the old ones where they are given the same for both. */
  readonly joinedBy: string;
}

/** Of operators that join a cache: which output belongs to which input. */
const PRESENT_OF_PAST: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  'com.microsoft:GroupQueryAttention': { 3: 1, 4: 2 },
  'com.microsoft:MultiHeadAttention': { 6: 1, 7: 2 },
  'com.microsoft:Attention': { 4: 1 },
  Attention: { 4: 1, 5: 2 },
};

const STEPS = 8;

/** The graph output that a cache input is part of; null when it does not leave the graph as it went in. */
export function presentOf(index: GraphIndex, past: OnnxValue): PresentOutput | null {
  const outputs = new Map(index.graph.outputs.map(output => [output.name, output]));
  const passes = ({ node }: { node: OnnxNode }): boolean => effectOf(node) === 'joins' || hasTrait(node, 'keepsAllButLayout');
  let joinedBy: string | null = null;
  for (const { node, input } of forward(index, past.name, passes, { steps: STEPS })) {
    const operator = operatorName(node);
    if (effectOf(node) === 'joins' && node.inputs.length > 1) joinedBy ??= operator;
    const fused = isFusedAttention(node) ? PRESENT_OF_PAST[operator]?.[input] : undefined;
    const name = node.outputs[fused ?? 0];
    if (name === undefined || (fused === undefined && joinedBy === null)) continue;
    const output = outputs.get(name);
    if (output && isAlike(past, output)) return { name, joinedBy: fused === undefined ? joinedBy! : operator };
  }
  return null;
}

/** Of one type and rank, and of the same lengths where both are known. */
function isAlike(past: OnnxValue, present: OnnxValue): boolean {
  if (past.elementType !== present.elementType || past.dims === null || past.dims.length !== present.dims?.length) return false;
  return past.dims.every((dim, axis) => typeof dim !== 'number' || typeof present.dims![axis] !== 'number' || dim === present.dims![axis]);
}
