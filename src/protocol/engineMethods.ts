import type { EngineApi } from './engineApi.ts';
import type { MethodOf } from './rpc.ts';

/** What a call of one method stands on, and what it costs: scheduling and restarts are derived from this, nothing lists methods again. */
export interface EngineMethod {
  /** `run`: a run that lives in the process, so that a process without it cannot answer. `files`: what is on the disk; any process can. */
  readonly reads: 'run' | 'files';
  /**
   * `slice`: milliseconds, of what is in memory. `open`, `run`: a model is loaded, a text is run. `pass`: the model may have to run once more, or a
   * table to be read. `passes`: as many passes as asked for. `disk`: mostly waits for the disk and uses no model.
   */
  readonly cost: 'slice' | 'open' | 'run' | 'pass' | 'passes' | 'disk';
  /** Nobody waits for the answer: tidying up. */
  readonly unattended?: true;
}

export const ENGINE_METHODS: Readonly<Record<MethodOf<EngineApi>, EngineMethod>> = {
  open: { reads: 'files', cost: 'open' },
  run: { reads: 'files', cost: 'run' },
  matrix: { reads: 'run', cost: 'slice' },
  thumbnails: { reads: 'run', cost: 'slice' },
  rankHeads: { reads: 'run', cost: 'slice' },
  layers: { reads: 'run', cost: 'slice' },
  release: { reads: 'run', cost: 'slice', unattended: true },
  likeness: { reads: 'run', cost: 'pass' },
  path: { reads: 'run', cost: 'pass' },
  drift: { reads: 'run', cost: 'pass' },
  inputs: { reads: 'run', cost: 'pass' },
  neighbours: { reads: 'run', cost: 'pass' },
  map: { reads: 'run', cost: 'pass' },
  positions: { reads: 'files', cost: 'pass' },
  shifts: { reads: 'run', cost: 'passes' },
  compare: { reads: 'files', cost: 'passes' },
  wordVectors: { reads: 'run', cost: 'disk' },
};

/** Null for a name that is no method. */
export function engineMethod(name: string): EngineMethod | null {
  return Object.hasOwn(ENGINE_METHODS, name) ? ENGINE_METHODS[name as MethodOf<EngineApi>] : null;
}
