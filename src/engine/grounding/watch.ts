import { FaultError } from '../../core/faults.ts';
import type { GroundLayout } from '../../core/grounding/layout.ts';
import { canSumReach, ReachSums } from '../../core/grounding/reach.ts';
import type { TokenSink } from '../../core/attention/sinks.ts';
import type { GroundFindings } from '../../protocol/groundApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { LoadedModel } from '../model/loader.ts';
import { goOn } from '../runs/goOn.ts';
import type { RowWatcher } from '../runs/rowWatcher.ts';

/** Looks at the rows that wrote an answer, and at the vectors by which its tokens were predicted, as they go by. */
export class AnswerWatch {
  readonly watcher: RowWatcher;
  readonly #model: LoadedModel;
  readonly #layout: GroundLayout;
  readonly #sums: ReachSums;
  readonly #states: StateCollector;

  /** @param tokens of the whole text @throws FaultError `out-of-memory` */
  constructor(model: LoadedModel, layout: GroundLayout, tokens: number) {
    const { attention } = model.summary;
    if (!canSumReach(attention, layout, tokens)) throw tooManyNumbers();
    const sums = new ReachSums(attention, layout, tokens);
    const states = new StateCollector(layout.answerTokens.map(token => token - 1));
    [this.#model, this.#layout, this.#sums, this.#states] = [model, layout, sums, states];
    this.watcher = {
      queries: sums.rows,
      take: (head, map, rows, columns) => {
        sums.add(head, map, rows, columns);
      },
      state: model.graph.hidden.at(-1) ?? null,
      takeVectors: (vectors, from, count) => {
        states.add(vectors, from, count);
      },
    };
  }

  /** Of all rows that were looked at. @param sinks tokens */
  findings(sinks: readonly TokenSink[]): GroundFindings {
    const { roles } = this.#model.summary;
    const found = sinks.map(({ token }) => token);
    const previous = roles.filter(({ role }) => role === 'previous').map(({ head }) => head);
    const { sentences, contentHeads } = this.#sums.found(found, previous);
    return { ...this.#layout, reached: sentences, sinks: found, contentHeads };
  }

  /** Last hidden states by which the tokens of the answer were predicted, [tokens, width]; null for a model that has none. Of one that is read whole they take a pass of their own. */
  async states(ids: readonly number[], isReadWhole: boolean, context: CallContext | undefined): Promise<Float32Array | null> {
    const { state } = this.watcher;
    if (isReadWhole && state !== null && this.#layout.answerTokens.length > 0) {
      await goOn(context);
      const [all] = await this.#model.session.vectors(ids, [state], context);
      this.#states.add(all!, 0, ids.length);
    }
    return this.#states.found;
  }
}

/** Vectors of some tokens, put together as they come. */
class StateCollector {
  readonly #tokens: readonly number[];
  #found: Float32Array | null = null;

  /** @param tokens ascending; -1 stays zeros */
  constructor(tokens: readonly number[]) {
    this.#tokens = tokens;
  }

  get found(): Float32Array | null {
    return this.#found;
  }

  add(vectors: Float32Array, from: number, count: number): void {
    const width = vectors.length / count;
    this.#found ??= new Float32Array(this.#tokens.length * width);
    for (const [place, token] of this.#tokens.entries())
      if (token >= from && token < from + count)
        this.#found.set(vectors.subarray((token - from) * width, (token - from + 1) * width), place * width);
  }
}

function tooManyNumbers(): FaultError {
  return new FaultError({
    code: 'out-of-memory',
    title: 'The answer and its source are too long together',
    cause: 'What each sentence of the answer gives each token, head by head, would take more than 256 MB.',
    nextStep: 'Give a shorter source, or fewer sentences of the answer at a time.',
  });
}
