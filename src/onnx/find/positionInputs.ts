import type { OnnxValue } from '../format/types.ts';
import type { GraphIndex } from '../graph/index.ts';
import { matrixOperands, operatorName } from '../graph/operators.ts';
import { effectOf, hasTrait } from '../graph/operatorTraits.ts';
import { forward, type UseVisit } from '../graph/traverse.ts';
import { INT32, INT64 } from '../format/elementTypes.ts';

const MAXIMUM_STEPS = 24;

/**
 * Graph inputs that hold positions which turn queries and keys: sines and cosines are made of them, or picked with them from two tables of one
 * shape. Learned tables of positions are found where rows are looked up.
 */
export function findPositionInputs(index: GraphIndex): Set<string> {
  const found = new Set<string>();
  for (const { name, elementType, dims } of index.graph.inputs) {
    const isInteger = elementType === INT64 || elementType === INT32;
    if (isInteger && planesOf(dims) > 0 && index.fedInputs.has(name) && leadsToAngles(index, name)) found.add(name);
  }
  return found;
}

/**
 * How many times an input wants the positions of the tokens: once where it is [batch, tokens], three times where it is [3, batch, tokens]: time, height and
 * width, which are one number in text (Wang et al. 2024, Qwen2-VL); 0 for any other shape.
 */
export function planesOf(dims: OnnxValue['dims']): number {
  if (dims?.length === 2) return 1;
  return dims?.length === 3 && dims[0] === 3 ? 3 : 0;
}

function leadsToAngles(index: GraphIndex, name: string): boolean {
  const picked = new Map<string, number>();
  const steps = { steps: MAXIMUM_STEPS };
  for (const { node, input, visit } of forward(index, name, use => keepsPositions(index, use), steps)) {
    if (effectOf(node) === 'takesSine') return true;
    if (node.operator === 'RotaryEmbedding' && input === (operatorName(node) === 'RotaryEmbedding' ? 3 : 1)) return true;
    if (node.operator !== 'Gather' || input !== 1) continue;
    const table = node.inputs[0] ?? '';
    if (index.isData(table)) continue;
    // Cosines and sines of one position: two tables of one shape. Words have one table.
    const shape = index.initializer(table)?.dims.join('x') ?? `${index.producer(table)?.operator} of ${visit.name}`;
    picked.set(shape, (picked.get(shape) ?? 0) + 1);
  }
  return [...picked.values()].some(count => count >= 2);
}

/** A position times a frequency is still made of positions alone. */
function keepsPositions(index: GraphIndex, { node, input }: UseVisit): boolean {
  const others = node.inputs.filter(other => other !== node.inputs[input]);
  const isAlone = others.every(other => !index.isData(other));
  if (matrixOperands(node) !== null || effectOf(node) === 'multiplies' || effectOf(node) === 'joins') return isAlone;
  return hasTrait(node, 'keepsPositions') && isAlone;
}
