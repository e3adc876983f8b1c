import type { Runner } from '../../engine/runner.ts';
import { TEXT, unitRef } from '../../core/text/unitRef.ts';
import type { MatrixSlice, ModelSummary, RunSummary } from '../../protocol/engineApi.ts';
import { usageError, type RunCommand } from '../arguments/command.ts';
import { isTaken, type RunFormat } from '../arguments/runFormats.ts';
import { TakenText } from './takenText.ts';
import { jsonReport } from '../../core/export/runJson.ts';
import { encodeNpz, type NpyArray } from '../../engine/files/npz.ts';
import { checkIsRead, locateReplacement, replacing, runReplaced, type LocatedReplacement } from './replacedText.ts';
import type { ReplacedRun, RunReport } from '../report/run.ts';
import { findWord, runText, wantedWord, warnOfRun } from './runText.ts';
import { prefixOf, tensorsOf } from '../../engine/files/tensors.ts';
import { textReport } from '../report/text.ts';
import type { ChosenView } from '../arguments/view.ts';
import { encodeText } from '../text.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';

/** Runs texts one after the other through one model and one view. */
export class TextRunner {
  readonly format: RunFormat;
  readonly #runner: Runner;
  readonly #model: ModelSummary;
  readonly #view: ChosenView;
  readonly #command: RunCommand;

  constructor(runner: Runner, model: ModelSummary, command: RunCommand, view: ChosenView) {
    this.format = command.format;
    this.#runner = runner;
    this.#model = model;
    this.#view = view;
    this.#command = command;
  }

  /** The result as bytes. @param target of a line of a batch: this model has none. @throws FaultError */
  async run(text: string, colour: boolean, warn: (message: string) => void, target: string | null = null): Promise<Uint8Array[]> {
    if (target !== null)
      throw usageError('A line has a target', 'This model is run on one text.', 'For two texts, give --kind or --generate.');
    const { replace, word, chat, maxTokens } = this.#command;
    // Before anything is run: a word that is not there is likelier than anything else that can go wrong.
    const wanted = replace && locateReplacement(text, replace, this.#model, warn);
    const summary = await runText(this.#runner, this.#model, text, null, warn, wantedWord(text, word)?.spans, { chat, maxTokens });
    try {
      if (wanted) checkIsRead(wanted, summary);
      if (this.format === 'npz') return encodeNpz(await this.#arrays(text, summary, wanted, warn));
      if (isTaken(this.format)) {
        const takenText = new TakenText(this.#runner, this.#model, this.#command, this.#view);
        return await takenText.write(text, summary, this.format);
      }
      const report = await this.#report(text, summary, wanted, warn);
      return this.format === 'json' ? jsonReport(report) : [encodeText(textReport(report, colour))];
    } finally {
      this.#runner.release({ runId: summary.runId });
    }
  }

  async #arrays(
    text: string,
    summary: RunSummary,
    wanted: LocatedReplacement | null,
    warn: (message: string) => void,
  ): Promise<Map<string, NpyArray>> {
    const arrays = await this.#arraysOf(summary, prefixOf(this.#model));
    if (!wanted) return arrays;
    const { request } = replacing(text, summary, wanted, this.#model.maskToken, this.#command.word);
    const other = await this.#runner.runVariant(request);
    this.#warnOfOther(other, warn);
    try {
      return new Map([...arrays, ...(await this.#arraysOf(other, 'replaced'))]);
    } finally {
      this.#runner.release({ runId: other.runId });
    }
  }

  /** With the rollout [T, T], when that is the view. */
  async #arraysOf(summary: RunSummary, prefix: string): Promise<Map<string, NpyArray>> {
    const { runId } = summary;
    const { tokens } = sequenceOf(summary);
    const arrays = tensorsOf(await this.#runner.tensors(runId), prefix);
    const { selection } = this.#view;
    if (selection.kind !== 'rollout') return arrays;
    // Every piece is one token.
    const { values } = await this.#runner.matrix({ runId, level: 'pieces', selection, combine: 'mean' });
    return arrays.set(`${prefix}.rollout`, { data: values, shape: [tokens.length, tokens.length] });
  }

  async #report(text: string, summary: RunSummary, wanted: LocatedReplacement | null, warn: (message: string) => void): Promise<RunReport> {
    const wantedOne = wantedWord(text, this.#command.word);
    const word = wantedOne && findWord(wantedOne, text, sequenceOf(summary).words);
    return {
      text,
      model: this.#model,
      summary,
      view: this.#view,
      matrix: await this.#matrix(summary, word),
      word,
      replaced: wanted && (await this.#replaced(text, summary, wanted, warn)),
    };
  }

  /** All rows, or the one that is looked from where that is all that is asked for or can be had. */
  async #matrix({ runId, held }: RunSummary, word: number | null): Promise<MatrixSlice> {
    const { selection, combine } = this.#view;
    const request = { runId, level: 'words', selection, combine } as const;
    if (word === null || (held === 'maps' && !this.#command.rowOnly)) return this.#runner.matrix(request);
    const { units, weights, ...rest } = await this.#runner.row({ ...request, ...unitRef(TEXT, word) });
    return { ...rest, sampled: units, values: weights };
  }

  async #replaced(text: string, summary: RunSummary, wanted: LocatedReplacement, warn: (message: string) => void): Promise<ReplacedRun> {
    const asked = replacing(text, summary, wanted, this.#model.maskToken, this.#command.word);
    const replaced = await runReplaced(this.#runner, this.#view, asked, wanted);
    this.#warnOfOther(replaced.summary, warn);
    return replaced;
  }

  #warnOfOther(summary: RunSummary, warn: (message: string) => void): void {
    warnOfRun(summary, this.#model, 'start', message => {
      warn(`with the word replaced: ${message}`);
    });
  }
}
