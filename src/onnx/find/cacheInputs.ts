import { elementTypeName } from '../format/elementTypes.ts';
import type { OnnxNode, OnnxValue } from '../format/types.ts';
import type { GraphIndex } from '../graph/index.ts';
import { isFusedAttention } from '../graph/operators.ts';
import { effectOf, hasTrait } from '../graph/operatorTraits.ts';
import { forward, pathTo } from '../graph/traverse.ts';
import { presentOf, type PresentOutput } from './presentOutputs.ts';

/** An axis of a cache: its length, or what gives it when the model runs. */
export type CacheAxis = number | 'batch' | 'past' | 'head-size';

/** A graph input for the keys or values of tokens that came before, which those of the text are joined to. */
export interface CacheInput {
  readonly name: string;
  /** e.g. `float16`. */
  readonly elementType: string;
  /** With a past of 0 tokens there is nothing in it. */
  readonly shape: readonly CacheAxis[];
  /** What it has become once those of the text are joined to it; null when the graph does not give that out. */
  readonly present: PresentOutput | null;
  /** The output that gives those of the tokens that are fed; null where there is none. */
  readonly added: string | null;
}

const LAYOUT_STEPS = 8;
/** Of [batch, heads, tokens, size of a head], as fused operators have it. */
const FUSED_PAST_AXIS = 2;

/**
 * The cache inputs of a decoder, by what is done to them: joined with something (keys and values of the text), or given to an operator that does so.
 * @returns the ones that are understood, and the names of those whose shape is not
 */
export function findCacheInputs(index: GraphIndex): { readonly cache: CacheInput[]; readonly unclear: string[] } {
  const cache: CacheInput[] = [];
  const unclear: string[] = [];
  for (const input of index.graph.inputs) {
    if (!index.fedInputs.has(input.name) || !elementTypeName(input.elementType).includes('float')) continue;
    const joined = joinedAxis(index, input.name);
    const isUnread = index.usesOf(input.name).length === 0 && !index.usedInBodies.has(input.name);
    if (joined === undefined && !isUnread) continue;
    const shape = joined === undefined ? anyShape(input) : shapeOf(input, joined);
    if (shape === null) unclear.push(input.name);
    else
      cache.push({
        name: input.name,
        elementType: elementTypeName(input.elementType),
        shape,
        present: presentOf(index, input),
        added: null,
      });
  }
  return { cache, unclear };
}

/** The axis that an input is joined along; null when that is not seen, undefined when it is not joined. */
function joinedAxis(index: GraphIndex, name: string): number | null | undefined {
  const keeps = ({ node, input }: { node: OnnxNode; input: number }): boolean =>
    input === 0 && (hasTrait(node, 'keepsAllButLayout') || effectOf(node) === 'gathers' || isJoinOfOne(node));
  let found: number | null | undefined;
  for (const { node, input, visit } of forward(index, name, keeps, { steps: LAYOUT_STEPS })) {
    if (isFusedAttention(node) && input >= 3) return FUSED_PAST_AXIS;
    if (effectOf(node) !== 'joins' || isJoinOfOne(node)) continue;
    // Only where nothing has laid it out anew is the axis the input's own.
    const isOwn = !pathTo(visit).some(before => effectOf(before) === 'relayouts');
    found = isOwn ? (node.attributes.get('axis')?.integer ?? null) : (found ?? null);
    if (found !== null) return found;
  }
  return found;
}

/** Of an input that nothing reads (in the branch of a merged decoder without a cache): empty, whatever its axes are. */
function anyShape({ dims }: OnnxValue): CacheAxis[] | null {
  if (dims === null || dims.length < 3) return null;
  return dims.map((dim, axis) => (typeof dim === 'number' ? dim : axis === 0 ? 'batch' : 'past'));
}

/** torch.cat of a list of one tensor. */
function isJoinOfOne(node: OnnxNode): boolean {
  return effectOf(node) === 'joins' && node.inputs.length === 1;
}

/** Symbols are the batch, the past, and perhaps the size of a head. Null when they cannot be told apart. */
function shapeOf({ dims }: OnnxValue, joined: number | null): CacheAxis[] | null {
  if (dims === null || dims.length < 3) return null;
  const rank = dims.length;
  const open = [...dims.keys()].filter(axis => typeof dims[axis] !== 'number');
  // Keys and values in one tensor: [2, batch, heads, past, size].
  const batch = rank === 5 ? 1 : 0;
  const own = joined === null ? null : (joined + rank) % rank;
  const candidates = open.filter(axis => axis !== batch);
  const past = own !== null && candidates.includes(own) ? own : candidates.length === 1 ? candidates[0]! : null;
  if (past === null) return null;
  const rest = candidates.filter(axis => axis !== past);
  if (rest.some(axis => axis !== rank - 1)) return null;
  return dims.map((dim, axis): CacheAxis => {
    if (axis === past) return 'past';
    if (typeof dim === 'number') return dim;
    return axis === batch ? 'batch' : 'head-size';
  });
}
