import { elementTypeName } from '../format/elementTypes.ts';
import { findCacheInputs, type CacheInput } from './cacheInputs.ts';
import type { TableUses } from './embeddingTables.ts';
import type { GraphIndex } from '../graph/index.ts';
import { effectOf } from '../graph/operatorTraits.ts';
import { backward } from '../graph/traverse.ts';
import type { ScoreRegion } from './scoreRegion.ts';

export type InputRole = 'ids' | 'mask' | 'segments' | 'positions';

/** Names of graph inputs; null when the graph has no input of this role. */
export interface InputRoles {
  readonly ids: string;
  /** 1 for tokens that may be attended to, 0 for padding. */
  readonly mask: string | null;
  readonly segments: string | null;
  readonly positions: string | null;
  /** Fed with no tokens. */
  readonly cache: readonly CacheInput[];
  /** Single numbers that nothing shown depends on: how many logits are wanted, whether there is a cache. */
  readonly switches: readonly SwitchInput[];
}

export interface SwitchInput {
  readonly name: string;
  readonly elementType: string;
  readonly dims: readonly number[];
}

export interface GraphInput {
  readonly name: string;
  /** Element type, e.g. `int64`. */
  readonly elementType: string;
  readonly dims: readonly (number | string | null)[] | null;
}

/** Graph inputs that have to be fed, in the file's order. */
export function graphInputs(index: GraphIndex): GraphInput[] {
  return index.graph.inputs
    .filter(input => index.fedInputs.has(input.name))
    .map(input => ({ name: input.name, elementType: elementTypeName(input.elementType), dims: input.dims }));
}

/**
 * What each graph input is for: ids, segments and positions read the tables, or positions turn queries and keys; keys and values are joined to a
 * cache; the mask is what else shapes the scores.
 * An input whose contents nothing reads must be fed all the same, so it takes the free role of segments, which is fed zeros.
 * @param shown tensors that will be fetched: an input of one number that none of them is made of may be anything
 * @param ofAnother inputs that are for another text
 * Null when no input reads a word table. `unknown` are inputs that nothing here explains, `unclear` caches whose shape is
 * not understood.
 */
export function findInputRoles(
  index: GraphIndex,
  uses: TableUses,
  regions: readonly ScoreRegion[],
  shown: readonly string[],
  ofAnother: ReadonlySet<string> = new Set(),
): (InputRoles & { unclear: string[]; unknown: string[] }) | null {
  const ids = uses.word?.input ?? null;
  if (ids === null) return null;
  const [turning = null] = index.positionInputs;
  const positions = uses.position?.input ?? turning;
  const { cache, unclear } = findCacheInputs(index);
  const cached = new Set([...cache.map(input => input.name), ...unclear]);
  // [batch, tokens]
  const perToken = index.graph.inputs.filter(
    input => input.dims?.length === 2 && index.fedInputs.has(input.name) && !ofAnother.has(input.name),
  );
  const unread = perToken.find(input => isUnread(index, input.name))?.name ?? null;
  const segments = uses.segment?.input ?? unread;
  const known = new Set([ids, segments, positions, ...cached, ...ofAnother]);
  const others = [...index.fedInputs].filter(name => !known.has(name));
  const shaping = new Set(regions.flatMap(region => [...region.fedInputs]));
  const mask = others.find(name => shaping.has(name)) ?? null;
  const rest = others.filter(name => name !== mask);
  const switches = rest.length === 0 ? [] : findSwitches(index, rest, shown);
  const explained = new Set(switches.map(input => input.name));
  return { ids, segments, positions, mask, cache, switches, unclear, unknown: rest.filter(name => !explained.has(name)) };
}

/** Of some inputs those of one number that no shown tensor is made of. */
function findSwitches(index: GraphIndex, names: readonly string[], shown: readonly string[]): SwitchInput[] {
  const free = new Set(names);
  for (const { name } of backward(index, shown, node => node.inputs)) free.delete(name);
  return index.graph.inputs.flatMap(({ name, elementType, dims }) => {
    const isOne = dims !== null && dims.length <= 1 && dims.every(dim => dim === 1);
    if (!free.has(name) || index.usedInBodies.has(name) || !isOne) return [];
    return [{ name, elementType: elementTypeName(elementType), dims: dims.map(() => 1) }];
  });
}

/** Nothing looks at its contents, at most at its shape. */
function isUnread(index: GraphIndex, name: string): boolean {
  return !index.usedInBodies.has(name) && index.usesOf(name).every(({ node }) => effectOf(node) === 'readsShape');
}

export function typesOf(inputs: readonly GraphInput[], roles: InputRoles): Record<InputRole, string | null> {
  const typeOf = (name: string | null): string | null => inputs.find(input => input.name === name)?.elementType ?? null;
  return { ids: typeOf(roles.ids), mask: typeOf(roles.mask), segments: typeOf(roles.segments), positions: typeOf(roles.positions) };
}

/** The number of tokens [batch, tokens] of the ids is fixed to; null when any number fits. */
export function fixedLengthOf(inputs: readonly GraphInput[], roles: InputRoles): number | null {
  const tokens = inputs.find(input => input.name === roles.ids)?.dims?.[1];
  return typeof tokens === 'number' && tokens > 0 ? tokens : null;
}
