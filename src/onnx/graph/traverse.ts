import type { OnnxNode } from '../format/types.ts';
import type { GraphIndex, Use } from './index.ts';
import { hasTrait, type Trait } from './operatorTraits.ts';

/** A value that a walk comes to. */
export interface Visit {
  readonly name: string;
  /** What makes it; undefined for graph inputs and stored values, and in walks forward for the first ones. */
  readonly node: OnnxNode | undefined;
  /** Nodes between it and the start that count as steps. */
  readonly steps: number;
  /** The visit that led here, on a shortest way; null at the start. */
  readonly from: Visit | null;
}

/** A use of a value that a walk forward comes to. */
export interface UseVisit extends Use {
  readonly visit: Visit;
}

export interface WalkLimit {
  /** Nodes between the start and the last value. */
  readonly steps?: number;
  /** Values in all. */
  readonly values?: number;
  /** Nodes of it are no steps: between any two operators an exporter may round to 8 bits and back. */
  readonly uncounted?: Trait;
}

/**
 * From values to what they are made of, the nearest first, each value once. Lazy: whoever has found what it looks for stops asking, and only
 * then is no more looked at. Every step is counted by the index.
 * @param inputsOf the inputs of a node to go on with; none ends the walk there
 * @throws OnnxFormatError `limit` when walks have looked at too much
 */
export function* backward(
  index: GraphIndex,
  starts: readonly string[],
  inputsOf: (node: OnnxNode) => readonly string[],
  limit: WalkLimit = {},
): Generator<Visit, void, undefined> {
  const { steps: maximum = Infinity, values = Infinity, uncounted } = limit;
  const seen = new Set(starts);
  const queue = [...seen].map(name => ({ name, steps: 0, from: null as Visit | null }));
  for (let head = 0; head < queue.length && head < values; head++) {
    const { name, steps, from } = queue[head]!;
    const visit: Visit = { name, node: index.producer(name), steps, from };
    yield visit;
    if (visit.node === undefined || steps >= maximum) continue;
    for (const input of inputsOf(visit.node)) {
      if (input === '' || seen.has(input)) continue;
      seen.add(input);
      queue.push({ name: input, steps: steps + stepsOf(visit.node, uncounted), from: visit });
    }
  }
}

/**
 * From a value to all that is made of it, the nearest first: each use of each value on the way, and on to the first output of a node where
 * `passes` says so. As lazy as {@link backward}, and counted alike.
 * @throws OnnxFormatError `limit` when walks have looked at too much
 */
export function* forward(
  index: GraphIndex,
  start: string,
  passes: (use: UseVisit) => boolean,
  limit: WalkLimit = {},
): Generator<UseVisit, void, undefined> {
  const { steps: maximum = Infinity, values = Infinity, uncounted } = limit;
  const seen = new Set([start]);
  const queue: Visit[] = [{ name: start, node: undefined, steps: 0, from: null }];
  for (let head = 0; head < queue.length && head < values; head++) {
    const visit = queue[head]!;
    for (const { node, input } of index.usesOf(visit.name)) {
      const use: UseVisit = { node, input, visit };
      yield use;
      const output = node.outputs[0];
      if (!output || visit.steps >= maximum || seen.has(output) || !passes(use)) continue;
      seen.add(output);
      queue.push({ name: output, node, steps: visit.steps + stepsOf(node, uncounted), from: visit });
    }
  }
}

function stepsOf(node: OnnxNode, uncounted: Trait | undefined): number {
  return uncounted !== undefined && hasTrait(node, uncounted) ? 0 : 1;
}

/** The nodes from the start of a walk forward to a visit, in order. */
export function pathTo(visit: Visit): OnnxNode[] {
  const path: OnnxNode[] = [];
  for (let at: Visit | null = visit; at !== null; at = at.from) if (at.node !== undefined) path.push(at.node);
  return path.reverse();
}

/**
 * From a value to the one it is made of, and so on: at most `values` of them, the value itself first.
 * @param inputOf the input of a node to go on with; none ends the chain there
 * @throws OnnxFormatError `limit` when walks have looked at too much
 */
export function chain(
  index: GraphIndex,
  start: string,
  inputOf: (node: OnnxNode) => string | undefined,
  values: number,
): Generator<Visit, void, undefined> {
  return backward(
    index,
    [start],
    node => {
      const input = inputOf(node);
      return input ? [input] : [];
    },
    { values },
  );
}

/** The value that another is made of through main inputs of nodes of one trait alone, at most `steps` of them. */
export function originOf(index: GraphIndex, name: string, trait: Trait, steps: number): string {
  let origin = name;
  for (const visit of chain(index, name, node => (hasTrait(node, trait) ? node.inputs[0] : undefined), steps + 1)) origin = visit.name;
  return origin;
}
