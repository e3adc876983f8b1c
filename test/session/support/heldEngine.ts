import { FaultError } from '../../../src/core/faults.ts';
import type { Token } from '../../../src/core/text/token.ts';
import { groupWords, pieceUnits } from '../../../src/core/text/words.ts';
import type { EngineClient } from '../../../src/session/engineClient.ts';
import { CANCELLED } from '../../../src/protocol/rpc.ts';
import type { Fault } from '../../../src/core/fault.ts';

/** A call that waits for the test to answer it. */
export interface HeldCall {
  readonly method: string;
  readonly parameters: Record<string, unknown>;
  /** Answers as the engine would now; a fault instead, when there is one. */
  settle(fault?: Fault): void;
}

export const STALE: Fault = { code: 'stale-run', title: 'Gone', cause: 'It is.', nextStep: 'Explore again.' };
export const FAILED: Fault = { code: 'engine-stopped', title: 'Stopped', cause: 'It is.', nextStep: 'Explore again.' };

export const LENSES = ['last', 'all'].map(id => ({
  id,
  name: id,
  description: '',
  selection: id === 'all' ? { kind: 'all' } : { kind: 'layer', layer: 1 },
  combine: 'mean',
  evidence: [],
}));

/** An engine whose answers come when, and in the order in which, the test lets them. It knows which runs it holds. */
export class HeldEngine {
  readonly held: HeldCall[] = [];
  /** Runs that the engine keeps: made, and neither released nor lost. */
  readonly runs = new Map<number, string>();
  #nextRun = 1;

  readonly client = {
    call: (method: string, parameters: Record<string, unknown>, signal?: AbortSignal) => {
      if (method === 'release') {
        this.runs.delete(Number(parameters['runId']));
        return Promise.resolve(null);
      }
      return new Promise((resolve, reject) => {
        const call: HeldCall = {
          method,
          parameters,
          settle: fault => {
            this.#drop(call);
            try {
              if (fault) throw new FaultError(fault);
              resolve(this.#answer(method, parameters));
            } catch (error) {
              reject(error);
            }
          },
        };
        const cancel = () => {
          this.#drop(call);
          reject(new FaultError(CANCELLED));
        };
        if (signal?.aborted) return cancel();
        signal?.addEventListener('abort', cancel, { once: true });
        this.held.push(call);
      });
    },
  } as unknown as EngineClient;

  #drop(call: HeldCall): void {
    const at = this.held.indexOf(call);
    if (at >= 0) this.held.splice(at, 1);
  }

  #answer(method: string, parameters: Record<string, unknown>): unknown {
    switch (method) {
      case 'open':
        return {
          directory: '/m',
          name: 'm',
          layers: 2,
          heads: 2,
          capabilities: ['hidden-states'],
          contextLength: 512,
          vocabularySize: 9,
          lenses: LENSES,
          defaultLens: 'last',
          about: '',
          warnings: [],
        };
      case 'run':
        return this.#run(String(parameters['text']));
      case 'matrix': {
        if (!this.runs.has(Number(parameters['runId']))) throw new FaultError(STALE);
        const { runId, level, ...selection } = parameters;
        return {
          runId,
          level,
          rows: 0,
          columns: 0,
          causal: false,
          values: new Float32Array(),
          low: null,
          high: null,
          headCount: 1,
          of: JSON.stringify(selection),
        };
      }
      default:
        throw new Error(`nobody asks for ${method} here`);
    }
  }

  #run(text: string): unknown {
    const runId = this.#nextRun++;
    this.runs.set(runId, text);
    const special = (name: string): Token => ({ id: 1, text: name, special: true, unknown: false, start: -1, end: -1 });
    const words = [...text.matchAll(/\w+/g)].map(({ 0: word, index }): Token => ({
      id: 2,
      text: word,
      special: false,
      unknown: false,
      start: index,
      end: index + word.length,
    }));
    const tokens = [special('[CLS]'), ...words, special('[SEP]')];
    return {
      runId,
      tokens,
      words: groupWords(text, tokens),
      pieces: pieceUnits(text, tokens),
      totalTokens: tokens.length,
      shownStart: 0,
      shownEnd: text.length,
      invalidHeads: [],
      runMilliseconds: 1,
    };
  }
}
