import { FaultError } from '../core/errors.ts';
import type { Unit } from '../core/token.ts';
import type { Runner } from '../engine/runner.ts';
import type { ModelSummary, RunSummary } from '../protocol/engineApi.ts';
import type { Format, RunCommand } from './arguments.ts';
import { jsonReport } from './jsonReport.ts';
import { encodeNpz } from './npz.ts';
import { tensorsOf } from './tensors.ts';
import { textReport, type RunReport } from './textReport.ts';
import type { ChosenView } from './view.ts';

/** Runs texts one after the other through one model and one view. */
export class TextRunner {
  readonly format: Format;
  readonly #runner: Runner;
  readonly #model: ModelSummary;
  readonly #view: ChosenView;
  readonly #word: string | null;

  constructor(runner: Runner, model: ModelSummary, command: RunCommand, view: ChosenView) {
    this.format = command.format;
    this.#runner = runner;
    this.#model = model;
    this.#view = view;
    this.#word = command.word;
  }

  /** The result as bytes. @throws FaultError */
  async run(text: string, colour: boolean, warn: (message: string) => void): Promise<Uint8Array[]> {
    const { directory, heads } = this.#model;
    const summary = await this.#runner.run({ directory, text, fit: 'start', caret: 0 });
    const { tokens, totalTokens, invalidHeads, runId } = summary;
    if (totalTokens > tokens.length) warn(`the model reads ${tokens.length} of ${totalTokens} tokens: the first ones were run`);
    for (const [layer, head] of invalidHeads) warn(`layer ${layer}, head ${head} of ${heads} has invalid values`);
    try {
      return this.#report(text, summary, colour);
    } finally {
      this.#runner.release({ runId });
    }
  }

  #report(text: string, summary: RunSummary, colour: boolean): Uint8Array[] {
    if (this.format === 'npz') return encodeNpz(tensorsOf(this.#runner.tensors(summary.runId)));
    const { selection, combine } = this.#view;
    const report: RunReport = {
      text,
      model: this.#model,
      summary,
      view: this.#view,
      matrix: this.#runner.matrix({ runId: summary.runId, level: 'words', selection, combine }),
      word: this.#word === null ? null : findWord(this.#word, summary.words),
    };
    return [new TextEncoder().encode(this.format === 'json' ? jsonReport(report) : textReport(report, colour))];
  }
}

/** The first word of this spelling, else of this spelling in any case. @throws FaultError `usage` */
function findWord(word: string, words: readonly Unit[]): number {
  const exact = words.findIndex(unit => unit.label === word);
  if (exact >= 0) return exact;
  const similar = words.findIndex(unit => unit.label.toLowerCase() === word.toLowerCase());
  if (similar >= 0) return similar;
  throw new FaultError({
    code: 'usage',
    title: 'The word is not in the text',
    cause: 'No word of the text that was run is written like the one after --word.',
    nextStep: 'Give one word as it stands in the text; without --word all words are listed.',
  });
}
