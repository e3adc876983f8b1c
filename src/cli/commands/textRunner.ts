import type { Runner } from '../../engine/runner.ts';
import { TEXT, unitRef } from '../../core/text/unitRef.ts';
import type { MatrixSlice, ModelSummary, RunSummary } from '../../protocol/engineApi.ts';
import { usageError, type RunCommand } from '../arguments/command.ts';
import { isTaken, type RunFormat } from '../arguments/runFormats.ts';
import { lookingText, TakenText } from './takenText.ts';
import { dataOfRun } from '../../core/export/crossJson.ts';
import { joinTexts, oneText, type GivenText } from '../../core/text/textPair.ts';
import { hasPair } from '../../engine/twoTexts/files.ts';
import { encodeNpz, type NpyArray } from '../../engine/files/npz.ts';
import { checkIsRead, locateReplacement, replacing, runReplaced, type LocatedReplacement } from './replacedText.ts';
import type { ReplacedRun, RunReport } from '../report/run.ts';
import { findWord, runText, seesNoSecond, wantedWord, warnOfRun } from './runText.ts';
import { prefixOf, tensorsOf } from '../../engine/files/tensors.ts';
import { textReport } from '../report/text.ts';
import type { ChosenView } from '../arguments/view.ts';
import { prepareText } from '../input.ts';
import { encodeText } from '../text.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';

/** Runs texts one after the other through one model and one view. */
export class TextRunner {
  readonly format: RunFormat;
  readonly #runner: Runner;
  readonly #model: ModelSummary;
  readonly #view: ChosenView;
  readonly #command: RunCommand;

  readonly #target: string | null;

  /** @param target the second of two texts, where a line of a batch brings none of its own */
  constructor(runner: Runner, model: ModelSummary, command: RunCommand, view: ChosenView, target: string | null) {
    this.#target = target;
    this.format = command.format;
    this.#runner = runner;
    this.#model = model;
    this.#view = view;
    this.#command = command;
  }

  /** The result as bytes. @param ofLine a target that a line of a batch brings. @throws FaultError */
  async run(first: string, colour: boolean, warn: (message: string) => void, ofLine: string | null = null): Promise<Uint8Array[]> {
    const { replace, word, chat, maxTokens, within, told } = this.#command;
    const second = ofLine === null ? this.#target : prepareText(ofLine, warn);
    if (second !== null) this.#checkPair();
    const given: GivenText = second === null ? oneText(first) : joinTexts(first, second);
    const { text } = given;
    // Before anything is run: a word that is not there is likelier than anything else that can go wrong.
    const wanted = replace && locateReplacement(text, replace, this.#model, warn);
    const summary = await runText(this.#runner, this.#model, given, null, warn, wantedWord(given, word)?.spans, {
      chat,
      maxTokens,
      within,
      told,
    });
    try {
      if (wanted) checkIsRead(wanted, summary);
      if (this.format === 'npz') return encodeNpz(await this.#arrays(text, summary, wanted, warn));
      if (isTaken(this.format)) {
        const takenText = new TakenText(this.#runner, this.#model, this.#command, this.#view);
        return await takenText.write(given, summary, this.format);
      }
      const report = await this.#report(given, summary, wanted, warn);
      return this.format === 'json' ? dataOfRun(report) : [encodeText(textReport(report, colour))];
    } finally {
      this.#runner.release({ runId: summary.runId });
    }
  }

  /** @throws FaultError `usage` for what this model, or what was asked for, cannot have of two texts */
  #checkPair(): void {
    const { back, within, maxTokens, chat, replace } = this.#command;
    const { directory, twoTexts, attention } = this.#model;
    if (!twoTexts && hasPair(directory))
      throw usageError('A line has a target', 'This model is run on one text.', 'For two texts, give --kind or --generate.');
    if (maxTokens !== null || chat || replace)
      throw usageError(
        `--${maxTokens !== null ? 'max-tokens' : chat ? 'chat' : 'replace'} does not go with two texts`,
        'They are read whole, as they are.',
      );
    if (within !== null && within !== 'each' && !twoTexts)
      throw usageError(
        `--within ${within} is of an encoder-decoder`,
        'This model reads both texts as one, by the same heads.',
        'Give --within each: --word is of the second text then, with --back of the first.',
      );
    if (back && within !== null && twoTexts)
      throw usageError(
        '--back does not go with this model',
        'Each of its texts has heads of its own.',
        'For the source give --within first.',
      );
    if (back && within === null && attention.causal) throw seesNoSecond();
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

  async #report(
    given: GivenText,
    summary: RunSummary,
    wanted: LocatedReplacement | null,
    warn: (message: string) => void,
  ): Promise<RunReport> {
    const { text, pair } = given;
    const looking = pair && lookingText(this.#command);
    const wantedOne = wantedWord(given, this.#command.word);
    const among = pair && { pair, side: looking! };
    const word = wantedOne && findWord(wantedOne, text, sequenceOf(summary).words, among);
    return {
      text,
      model: this.#model,
      summary,
      view: this.#view,
      matrix: await this.#matrix(summary, word),
      word,
      replaced: wanted && (await this.#replaced(text, summary, wanted, warn)),
      looking,
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
