import { isInvalid } from '../../../../src/core/attention/maps.ts';
import { FaultError, nullIfUnavailable } from '../../../../src/core/faults.ts';
import type { Fault } from '../../../../src/core/fault.ts';
import type { Capability } from '../../../../src/core/model/capability.ts';
import { allHeads, withinOf } from '../../../../src/core/model/stack.ts';
import { distances, entropy, layers, matrix, rankHeads, thumbnails } from '../../../../src/engine/analyses/attention.ts';
import { inputs } from '../../../../src/engine/analyses/inputParts.ts';
import { linkHeads } from '../../../../src/engine/analyses/linking.ts';
import { row, sampledRows } from '../../../../src/engine/analyses/rows.ts';
import { runVariant } from '../../../../src/engine/analyses/variant.ts';
import { drift, likeness, path } from '../../../../src/engine/analyses/wordAnalyses.ts';
import { map } from '../../../../src/engine/analyses/wordMap.ts';
import { readingOf } from '../../../../src/engine/runs/reading.ts';
import type { ModelSummary, RunRequest, RunSummary } from '../../../../src/protocol/engineApi.ts';
import type { EngineApi, EngineRequest } from '../../../../src/protocol/engineMethods.ts';
import { CANCELLED, TO_THE_END, type Handlers, type MethodOf, type ParametersOf, type ResultOf } from '../../../../src/protocol/rpc.ts';
import type { VariantRequest, VariantSlice } from '../../../../src/protocol/variantApi.ts';
import type { EngineClient } from '../../../../src/session/engineClient.ts';
import { listTokens } from '../../../../src/tokenizer/tokenList.ts';
import type { TokenList } from '../../../../src/core/text/tokenList.ts';
import { listOf } from '../listed.ts';
import { modelOf } from '../model.ts';
import type { FixtureRun } from '../runs.ts';
import { FixtureAccess } from './access.ts';
import { groundMadeUp, removalsMadeUp } from './grounded.ts';
import { Holds } from './holds.ts';
import { Measured } from './measured.ts';

/** What the model lacks, by switch. */
const LACKED: Readonly<Record<string, readonly Capability[]>> = {
  nostates: ['hidden-states', 'layer-updates', 'shared-width'],
  noadded: ['layer-updates'],
  nofixed: ['shared-width'],
  nosegments: ['segment-vectors'],
  rotary: ['position-vectors'],
};

/** Tokens of a text that was cut (switch `cut`). */
const TOKENS_OF_LONG_TEXT = 1834;

/**
 * Stands in for the engine process: one text and what is tried with it, from tensors that are made up or were recorded. What the engine computes from
 * such tensors is computed by its own functions.
 */
export class FixtureEngine implements EngineClient {
  readonly holds = new Holds();
  /** What opening the model fails with. */
  fault: Fault | null = null;
  /** No text comes through the model. */
  isStuck = false;
  readonly #fixture: FixtureRun;
  readonly #switches: ReadonlySet<string>;
  readonly #access: FixtureAccess;
  readonly #handlers: Handlers<EngineApi>;
  #nextRun = 1;

  /** @param switches see fakeHost.ts */
  constructor(fixture: FixtureRun, switches: ReadonlySet<string>) {
    this.#fixture = fixture;
    this.#switches = switches;
    const access = new FixtureAccess(switches);
    const measured = new Measured(access, switches);
    this.#access = access;
    this.#handlers = {
      open: () => this.#open(),
      run: request => this.#run(request),
      release: ({ runId }) => {
        access.delete(runId);
        return null;
      },
      matrix: matrix(access),
      row: row(access),
      sampledRows: sampledRows(access),
      thumbnails: thumbnails(access),
      rankHeads: rankHeads(access),
      linkHeads: linkHeads(access),
      // A page has no disk.
      writeTensors: () => null,
      distances: distances(access),
      entropy: entropy(access),
      layers: layers(access),
      likeness: request => measured.likeness(request) ?? likeness(access)(request),
      path: path(access),
      drift: request => measured.drift(request) ?? drift(access)(request),
      inputs: inputs(access),
      map: map(access),
      tokens: ({ text }) => this.#tokens(text),
      neighbours: measured.neighbours,
      positions: measured.positions,
      modelVariants: () => [],
      variantDifference: () => Promise.reject(new Error('no page asks for it')),
      ground: () => Promise.reject(new Error('no page asks for it')),
      groundPair: groundMadeUp(access),
      groundRemovals: removalsMadeUp(access),
      writingOffer: () => Promise.reject(new Error('no page asks for it')),
      write: () => Promise.reject(new Error('no page asks for it')),
      shifts: measured.shifts,
      compare: measured.compare,
      variant: request => this.#variant(request),
      wordVectors: measured.wordVectors,
    };
  }

  async call<M extends MethodOf<EngineApi>>(
    method: M,
    parameters: ParametersOf<EngineApi, M>,
    signal?: AbortSignal,
  ): Promise<ResultOf<EngineApi, M>> {
    const answer = async () => {
      const request = { method, parameters } as unknown as EngineRequest;
      if (request.method === 'run' && this.isStuck) await new Promise(() => undefined);
      await this.holds.pass(request);
      return this.#handlers[method](parameters, TO_THE_END);
    };
    const aborted = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(new FaultError(CANCELLED)), { once: true });
    });
    return Promise.race([aborted, answer()]);
  }

  /** As in the engine, but that some of it was recorded. */
  async #variant(request: VariantRequest): Promise<VariantSlice> {
    const { runId: original, level, selection, combine, state } = request;
    const { matrix, likeness, drift, release } = this.#handlers;
    const { summary, pairs } = await runVariant(this.#access, this.#handlers)(request);
    const { runId } = summary;
    const both = pairs.filter(([unit, other]) => unit >= 0 && other >= 0);
    const slice: VariantSlice = {
      summary,
      pairs,
      matrix: await matrix({ runId, level, selection, combine }, TO_THE_END),
      likeness: state === null ? null : await likeness({ runId, level, state }, TO_THE_END),
      drift: await nullIfUnavailable(Promise.resolve(drift({ runId: original, otherRunId: runId, level, pairs: both }, TO_THE_END))),
    };
    await release({ runId }, TO_THE_END);
    return slice;
  }

  /** Of the explored text those that were recorded; of another one those of a small tokenizer. */
  #tokens(text: string): TokenList {
    const { tokens } = this.#fixture;
    if (text !== this.#fixture.text) return listOf(text, modelOf(this.#fixture.attention.stack).contextLength);
    const names = { kind: 'WordPiece', mark: { says: 'continues', prefix: '##' }, isAdded: () => false } as const;
    return listTokens(names, text, { tokens });
  }

  #isVariant({ text, masked = [] }: RunRequest): boolean {
    return text !== this.#fixture.text || masked.length > 0;
  }

  #open(): ModelSummary {
    if (this.fault) throw new FaultError(this.fault);
    const model = modelOf(this.#fixture.attention.stack, this.#fixture.roles);
    const warnings = this.#switches.has('warning') ? ['config.json names 12 layers, the graph has 6. The graph is shown.'] : [];
    const lacks = Object.entries(LACKED).flatMap(([name, lacked]) => (this.#switches.has(name) ? lacked : []));
    const tells = this.#switches.has('told') && ({ tells: true } as const);
    return { ...model, ...tells, warnings, capabilities: model.capabilities.filter(capability => !lacks.includes(capability)) };
  }

  #run(request: RunRequest): RunSummary {
    const { text, masked = [], directory } = request;
    const fixture = this.#isVariant(request) ? this.#fixture.variant(text, masked) : this.#fixture;
    const { tokens, attention } = fixture;
    const window = { tokens: [...tokens], totalTokens: tokens.length, shownStart: 0, shownEnd: text.length };
    const summary: RunSummary = {
      runId: this.#nextRun++,
      directory,
      variant: 'model',
      fingerprint: '',
      sequences: [
        {
          ...readingOf(request, window, { id: 103, text: '[MASK]' }),
          totalTokens: this.#switches.has('cut') ? TOKENS_OF_LONG_TEXT : tokens.length,
        },
      ],
      chat: false,
      ...(request.pair && { pair: request.pair }),
      ...(request.pair && request.within && { within: withinOf(undefined) }),
      ...(this.#switches.has('told') && { told: { sourceLanguage: 'fr_XX', targetLanguage: 'en_XX' } }),
      invalidHeads: allHeads(attention.stack.heads).filter(head => isInvalid(attention, head)),
      runMilliseconds: this.holds.passMilliseconds,
      held: this.#switches.has('rows') ? 'rows' : 'maps',
    };
    this.#access.put(summary, fixture);
    return summary;
  }
}
