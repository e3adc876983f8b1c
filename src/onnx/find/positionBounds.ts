import { constantIntegers, constantNumber } from '../graph/constants.ts';
import type { OnnxModel } from '../graph/graph.ts';
import type { GraphIndex } from '../graph/index.ts';
import { effectOf, hasTrait } from '../graph/operatorTraits.ts';
import { chain, forward, pathTo } from '../graph/traverse.ts';
import type { OnnxNode } from '../format/types.ts';

/**
 * What a comparison of positions in a mask says. It parts the keys at `query + bound`: those up to it are seen, if the query itself is among them, else
 * those behind it. `around`: as many on each side are seen, the query's own place included.
 */
export type PositionBound = { readonly kind: 'bound'; readonly bound: number } | { readonly kind: 'around'; readonly keys: number };

/** 0, 1, 2, ... along the queries or the keys, with a number added. */
interface Positions {
  readonly of: 'queries' | 'keys';
  readonly offset: number;
}

const MAXIMUM_STEPS = 16;
const LOGIC_STEPS = 6;
const FLIPPED: Readonly<Record<string, string>> = {
  Less: 'Greater',
  LessOrEqual: 'GreaterOrEqual',
  Greater: 'Less',
  GreaterOrEqual: 'LessOrEqual',
};

/** The bound that a comparison sets; null for one of anything else, or where what it compares runs along is not seen. */
export function boundOf(model: OnnxModel, index: GraphIndex, node: OnnxNode): PositionBound | null {
  if (effectOf(node) !== 'compares' || node.inputs.length !== 2) return null;
  const [left = '', right = ''] = node.inputs;
  const flipped = FLIPPED[node.operator]!;
  const limit = constantNumber(model, index, right);
  if (limit !== null) return boundOfDistance(model, index, left, node.operator, limit);
  const opposite = constantNumber(model, index, left);
  if (opposite !== null) return boundOfDistance(model, index, right, flipped, opposite);
  const [a, b] = [positionsOf(model, index, left), positionsOf(model, index, right)];
  if (a === null || b === null || a.of === b.of) return null;
  const [operator, distance] = a.of === 'keys' ? [node.operator, b.offset - a.offset] : [flipped, a.offset - b.offset];
  return { kind: 'bound', bound: lastKey(operator, distance) };
}

/** Of `key OP query + distance`, the last key on the lower side. */
function lastKey(operator: string, distance: number): number {
  return operator === 'LessOrEqual' || operator === 'Greater' ? distance : distance - 1;
}

/** `query - key`, or its absolute value, compared with a number. */
function boundOfDistance(model: OnnxModel, index: GraphIndex, name: string, operator: string, limit: number): PositionBound | null {
  const data = (node: OnnxNode): string | undefined =>
    hasTrait(node, 'keepsAllButLayout') || node.operator === 'Abs' ? node.inputs[0] : undefined;
  let isAbsolute = false;
  for (const { node } of chain(index, name, data, MAXIMUM_STEPS)) {
    if (node?.operator === 'Abs') isAbsolute = true;
    if (node?.operator !== 'Sub') continue;
    const [a, b] = node.inputs.map(input => positionsOf(model, index, input));
    if (!a || !b || a.of === b.of) return null;
    if (isAbsolute) return { kind: 'around', keys: operator === 'LessOrEqual' || operator === 'Greater' ? limit + 1 : limit };
    const rest = limit - a.offset + b.offset;
    return { kind: 'bound', bound: a.of === 'keys' ? lastKey(operator, rest) : lastKey(FLIPPED[operator]!, -rest) };
  }
  return null;
}

/** Which axis a vector of positions lies along in the end: the last one is the keys', the one before it the queries'. */
function positionsOf(model: OnnxModel, index: GraphIndex, name: string): Positions | null {
  const kept = (node: OnnxNode): string | undefined =>
    hasTrait(node, 'keepsPositions')
      ? node.inputs.find(input => constantNumber(model, index, input) === null && isCounted(index, input))
      : undefined;
  for (const visit of chain(index, name, kept, MAXIMUM_STEPS)) {
    if (effectOf(visit.node) !== 'counts') continue;
    // The chain goes backward: from the vector to where it is used is the way back through it.
    const way = pathTo(visit).slice(0, -1).reverse();
    return along(model, index, way, visit.node?.operator === 'Range' ? (constantNumber(model, index, visit.node.inputs[0] ?? '') ?? 0) : 0);
  }
  return null;
}

function isCounted(index: GraphIndex, name: string): boolean {
  return !index.isConstant(name);
}

function along(model: OnnxModel, index: GraphIndex, way: readonly OnnxNode[], start: number): Positions | null {
  let offset = start;
  let rank = 1;
  let axis = 0;
  for (const node of way) {
    switch (node.operator) {
      case 'Unsqueeze': {
        const axes = node.inputs[1] ? constantIntegers(model, index, node.inputs[1]) : (node.attributes.get('axes')?.integers ?? null);
        if (axes === null) return null;
        rank += axes.length;
        for (const added of axes.map(entry => (entry + rank) % rank).toSorted((a, b) => a - b)) if (added <= axis) axis++;
        break;
      }
      case 'Reshape': {
        const shape = constantIntegers(model, index, node.inputs[1] ?? '');
        if (shape === null || shape.filter(entry => entry !== 1).length !== 1) return null;
        rank = shape.length;
        axis = shape.findIndex(entry => entry !== 1);
        break;
      }
      case 'Transpose': {
        const permutation = node.attributes.get('perm')?.integers ?? [];
        if (permutation.length !== rank) return null;
        axis = permutation.indexOf(axis);
        break;
      }
      case 'Add':
      case 'Sub':
        offset += (node.operator === 'Add' ? 1 : -1) * (constantNumber(model, index, node.inputs[1] ?? '') ?? 0);
        break;
      default:
        break;
    }
  }
  // A vector that nothing was done to is broadcast along the keys.
  if (axis === rank - 1) return { of: 'keys', offset };
  return axis === rank - 2 ? { of: 'queries', offset } : null;
}

/** Whether another condition lets pass what this one does not: the comparison alone is then no limit. */
export function isAlternative(index: GraphIndex, node: OnnxNode): boolean {
  const logic = ({ node: next }: { node: OnnxNode }): boolean =>
    hasTrait(next, 'keepsAllButLayout') || ['And', 'Not', 'Expand'].includes(next.operator);
  for (const use of forward(index, node.outputs[0] ?? '', logic, { steps: LOGIC_STEPS })) if (use.node.operator === 'Or') return true;
  return false;
}
