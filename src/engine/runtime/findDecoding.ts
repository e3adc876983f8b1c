import { FaultError } from '../../core/faults.ts';
import type { SupportedGraph } from '../../onnx/analysis.ts';
import { mapOutputs } from '../../onnx/rewrite/wantedOutputs.ts';
import { cacheForms, fedCaches, LEAST_QUERIES, type Decoding } from './decoding.ts';
import type { CacheForm } from './keyValueCache.ts';
import { readWhole } from './readWhole.ts';

export interface Tried {
  readonly graph: SupportedGraph;
  /** One pass over a text. */
  readonly whole: (ids: readonly number[], names: readonly string[]) => Promise<ReadonlyMap<string, Float32Array>>;
  readonly create: (form: CacheForm) => Decoding;
  /** Ids of a text to try, of so many tokens or, where the model reads fewer, of those. */
  readonly idsOf: (most: number) => readonly number[];
}

/** Largest difference between a text read in pieces and in one pass: by 16-bit floats, and otherwise. A mask that is wrong makes differences of whole weights. */
const SAME = { float16: 1e-2, other: 1e-3 } as const;

/**
 * How a decoder is read in pieces: tried, since a graph may have been traced for one token at a time, or take its past for something else. What does not give
 * the weights of one pass is not used; null when nothing does.
 */
export async function findDecoding({ graph, whole, create, idsOf }: Tried): Promise<Decoding | null> {
  if (!fedCaches(graph)) return null;
  const names = mapOutputs(graph);
  const ids = idsOf(2 * LEAST_QUERIES);
  if (ids.length < 2) return null;
  const expected = await whole(ids, names);
  const bound = graph.numbers.floatType === 'float16' ? SAME.float16 : SAME.other;
  for (const form of cacheForms(graph)) {
    const decoding = create(form);
    if (await isSame(decoding)) return decoding;
  }
  return null;

  async function isSame(decoding: Decoding): Promise<boolean> {
    try {
      const pieces = await readWhole(decoding, ids, names, names, undefined, Math.ceil(ids.length / 2));
      return names.every(name => isClose(pieces.get(name)!, expected.get(name)!, bound));
    } catch (error) {
      // The runtime says that the shapes do not fit, for one.
      if (error instanceof FaultError) return false;
      throw error;
    }
  }
}

/** Numbers that are none, of broken weights, are in the same places. */
function isClose(a: Float32Array, b: Float32Array, bound: number): boolean {
  return (
    a.length === b.length && a.every((value, at) => Math.abs(value - b[at]!) <= bound || (Number.isNaN(value) && Number.isNaN(b[at]!)))
  );
}
