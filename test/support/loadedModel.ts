import { loadModel, type LoadedModel } from '../../src/engine/model/loader.ts';
import type { ReadingSession } from '../../src/engine/runtime/session.ts';

/** A model by itself, with as much room as it likes. */
export function loadAlone(directory: string): Promise<LoadedModel> {
  return loadModel(directory, { makeRoom: () => Promise.resolve(), runBytes: 1.2e9 });
}

/** Attention of each layer, and the hidden states, in one pass. */
export async function forwardPass(session: ReadingSession, ids: readonly number[], withHidden = true) {
  const { maps, hidden } = session.outputs;
  const fetched = await session.fetch(ids, [...maps, ...(withHidden ? hidden : [])]);
  const of = (names: readonly string[]): Float32Array[] => names.map(name => fetched.get(name)!);
  return { maps: of(maps), hidden: withHidden ? of(hidden) : [] };
}
