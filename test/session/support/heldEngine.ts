import { FaultError } from '../../../src/core/faults.ts';
import type { Fault, FaultCode } from '../../../src/core/fault.ts';
import { sidesOf } from '../../../src/core/text/textPair.ts';
import { sequenceOf } from '../../../src/core/text/tokenSequence.ts';
import type { ModelSummary } from '../../../src/protocol/engineApi.ts';
import { CANCELLED, type Step } from '../../../src/protocol/rpc.ts';
import type { EngineClient } from '../../../src/session/engineClient.ts';
import { createRandom } from '../../support/random.ts';
import { heldFindings, heldRemovals } from './heldAnswer.ts';
import { FOLDERS, modelAt, sampledUnits, summaryOf, type HeldRun } from './heldModels.ts';

type Parameters = Record<string, unknown>;

/** A call that waits for the test to answer it. */
export interface HeldCall {
  /** Who asked: the owner of state itself, or the parts of the pages. */
  readonly owner: 'explorer' | 'parts';
  readonly method: string;
  readonly parameters: Parameters;
  /** Tells how far it is, where somebody listens. */
  readonly step: ((step: Step) => void) | undefined;
  /** Answers as the engine would now; a fault instead, when there is one. */
  settle(fault?: Fault): void;
}

const faultOf = (code: FaultCode): Fault => ({ code, title: 'Gone', cause: 'It is.', nextStep: 'Explore again.' });
export const STALE = faultOf('stale-run');
export const FAILED = faultOf('engine-stopped');
/** What a call becomes whose answer cannot be sent. */
export const UNSENT = faultOf('runtime');
export const FAULTS = [STALE, FAILED, UNSENT, faultOf('out-of-memory'), faultOf('model-missing')];

/** Names what an answer was made from: a run by its text and the state of its model, never by its number. */
export function nameOf(method: string, parameters: Parameters, run?: HeldRun): string {
  const { runId: _, otherRunId: __, ...others } = parameters;
  const sorted = Object.entries(others).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const { directory, version, text, masked, pair, told } = run ?? {};
  return JSON.stringify([method, Object.fromEntries(sorted), run ? { directory, version, text, masked, pair, told } : null]);
}

/** Numbers that differ wherever what they are made from does. */
export function numbersOf(name: string, count: number): Float32Array {
  let seed = 7;
  for (let at = 0; at < name.length; at++) seed = (Math.imul(seed, 31) + name.charCodeAt(at)) | 0;
  return Float32Array.from({ length: count }, createRandom(seed));
}

/** An engine whose answers come when, and in the order in which, the test lets them. It knows which runs it holds. */
export class HeldEngine {
  readonly held: HeldCall[] = [];
  /** Runs that the engine keeps: made, and neither released nor lost. */
  readonly runs = new Map<number, HeldRun>();
  /** The state of the files of each model. */
  readonly versions: Record<string, number> = Object.fromEntries(FOLDERS.map(folder => [folder, 0]));
  /** Calls that were answered by a fault. */
  faults = 0;
  #nextRun = 1;

  readonly client = this.#clientOf('explorer');
  readonly partsClient = this.#clientOf('parts');

  /** The files of a model change: what was run before is out of date. */
  changeFiles(directory: string): void {
    this.versions[directory]!++;
    for (const [id, run] of this.runs) if (run.directory === directory) this.runs.delete(id);
  }

  /** All that is asked fails at once, and every run is gone. */
  crash(): void {
    this.runs.clear();
    for (const call of this.held.slice()) call.settle(FAILED);
  }

  #clientOf(owner: HeldCall['owner']): EngineClient {
    return {
      call: (method: string, parameters: Parameters, signal?: AbortSignal, onStep?: (step: Step) => void) => {
        if (method !== 'release') return this.#hold({ owner, method, parameters, step: onStep }, signal);
        this.runs.delete(Number(parameters['runId']));
        return Promise.resolve(null);
      },
    } as unknown as EngineClient;
  }

  #hold(asked: Omit<HeldCall, 'settle'>, signal?: AbortSignal): Promise<unknown> {
    const { method, parameters } = asked;
    return new Promise((resolve, reject) => {
      const settle = (fault?: Fault) => {
        this.#drop(call);
        if (fault) this.faults++;
        try {
          if (fault) throw new FaultError(fault);
          resolve(this.#answer(method, parameters));
        } catch (error) {
          reject(error);
        }
      };
      const call: HeldCall = { ...asked, settle };
      const cancel = () => {
        this.#drop(call);
        reject(new FaultError(CANCELLED));
      };
      if (signal?.aborted) return cancel();
      signal?.addEventListener('abort', cancel, { once: true });
      this.held.push(call);
    });
  }

  #drop(call: HeldCall): void {
    const at = this.held.indexOf(call);
    if (at >= 0) this.held.splice(at, 1);
  }

  #answer(method: string, parameters: Parameters): unknown {
    const { directory } = parameters;
    if (method === 'open') return this.#modelOf(parameters);
    if (method === 'run') {
      const runId = this.#nextRun++;
      this.runs.set(runId, { ...(parameters as unknown as HeldRun), version: this.versions[String(directory)]! });
      return summaryOf(this.runs.get(runId)!, runId);
    }
    const { runId, level } = parameters;
    if (runId === undefined) return this.#ofModel(method, parameters);
    const run = this.runs.get(Number(runId));
    if (!run || ('otherRunId' in parameters && !this.runs.has(Number(parameters['otherRunId'])))) throw new FaultError(STALE);
    const of = nameOf(method, parameters, run);
    const summary = summaryOf(run, Number(runId));
    const units = level === 'pieces' ? sequenceOf(summary).pieces : sequenceOf(summary).words;
    const size = units.length;
    const shape = {
      runId,
      level,
      rows: size,
      columns: size,
      causal: modelAt(run.directory, run.version).attention.causal,
      hasSink: false,
      sinks: [{ unit: size > 1 ? 1 : 0, share: 0.7 }],
      low: new Float32Array(0),
      high: new Float32Array(0),
      headCount: 1,
      ...(summary.pair && { sides: sidesOf(summary.pair, units, summary.within ? 'own' : 'other') }),
      of,
    };
    switch (method) {
      case 'matrix':
        return { ...shape, values: numbersOf(of, size * size) };
      case 'sampledRows': {
        const units = sampledUnits(size);
        return { ...shape, units, weights: numbersOf(of, units.length * size) };
      }
      case 'row':
        return { ...shape, units: [parameters['unit']], weights: numbersOf(of, size) };
      case 'likeness': {
        const hasVectors = modelAt(run.directory, run.version).capabilities.includes('hidden-states');
        const numbers = (kind: string) => numbersOf(of + kind, size * size);
        return { fixed: numbers('fixed'), contextual: hasVectors ? numbers('contextual') : null, of };
      }
      case 'shifts': {
        const { others, ...rest } = parameters;
        const name = nameOf(method, rest, run);
        return { shifts: Float32Array.from(others as number[], other => numbersOf(`${name} ${other}`, 1)[0]!) };
      }
      case 'groundPair':
        return { ...heldFindings(summary, String(parameters['text']), of), of };
      case 'groundRemovals': {
        const { taken, ...rest } = parameters;
        const name = nameOf(method, rest, run);
        return heldRemovals(summary, taken as number[][], (what, count) => numbersOf(`${name} ${what}`, count));
      }
      default:
        return { of };
    }
  }

  /** In the state that is meant. */
  #modelOf({ directory, fingerprint }: Parameters): ModelSummary {
    const model = modelAt(String(directory), this.versions[String(directory)]!);
    if (fingerprint !== undefined && fingerprint !== model.fingerprint) throw new FaultError(STALE);
    return model;
  }

  #ofModel(method: string, parameters: Parameters): unknown {
    const { directory, occurrences } = parameters;
    this.#modelOf(parameters);
    const of = nameOf(method, { ...parameters, version: this.versions[String(directory)] });
    const words = [...String(parameters['text']).matchAll(/\w+/g)];
    const tokens = words.map(({ 0: written, index }) => ({ written, start: index, end: index + written.length }));
    if (method === 'tokens') return { of, tokens };
    return { of, found: Array.isArray(occurrences) ? occurrences.map((_, index) => index) : [] };
  }
}
