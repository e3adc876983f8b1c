import { formatCount } from '../../core/describe/numbers.ts';
import { storeLimits } from '../../engine/runs/attentionStore.ts';
import { shortened } from '../../engine/twoTexts/languages.ts';
import { freeMemory } from '../../engine/model/memory.ts';
import { loadTwoTexts, releaseGraphs, type TwoTextModel } from '../../engine/twoTexts/model.ts';
import { runTwoTexts } from '../../engine/twoTexts/run.ts';
import { allHeads } from '../../core/model/stack.ts';
import type { TwoTextRun } from '../../protocol/twoTexts.ts';
import { usageError, type TwoTextCommand } from '../arguments/command.ts';
import { headsView, type ChosenView } from '../arguments/view.ts';
import type { Console } from '../console.ts';
import { prepareText, readText } from '../input.ts';
import { encodeNpz } from '../../engine/files/npz.ts';
import { ResultWriter } from '../output/resultWriter.ts';
import { twoTextArrays } from '../../engine/files/twoTextArrays.ts';
import { EXIT } from '../process/exitCode.ts';
import { seeTwoTexts } from '../report/twoTexts.ts';
import { twoTextJson } from '../report/twoTextsJson.ts';
import { twoTextReport } from '../report/twoTextsText.ts';
import { encodeText } from '../text.ts';
import { runBatch, type BatchRunner } from './batch.ts';

/** @returns the exit code. @throws FaultError */
export async function twoTextCommand(command: TwoTextCommand, builtInModel: string, console: Console): Promise<number> {
  const { input, format, output, target } = command;
  const directory = command.model ?? builtInModel;
  const results = new ResultWriter(input, directory, console);
  const toStdout = input.kind !== 'batch' && results.check(output, format);
  const warn = (message: string): void => {
    console.warn(message);
  };
  // The texts first: reading them is cheap, and wrong text is more likely than a wrong model.
  const text = input.kind === 'batch' ? null : await readText(input, console);
  const given = target?.kind === 'file' ? await readText(target, console) : target?.kind === 'text' ? target.text : null;
  const model = await loadTwoTexts(directory, command.variant ?? undefined, {
    runBytes: storeLimits(Infinity).bytes,
    free: freeMemory(Infinity),
  });
  try {
    for (const warning of model.summary.warnings) warn(warning);
    if (command.told.targetLanguage === undefined && needsLanguage(model))
      warn(`this model writes in several languages, and none was named: see --target-language (${shortened(model.summary.languages)})`);
    const texts = batchRunner(model, command, given, console);
    if (input.kind === 'batch') return await runBatch(input.file, output!, texts, results, console);
    await results.write(await texts.run(text!, console.colour && toStdout, warn), output);
    return EXIT.ok;
  } finally {
    await releaseGraphs(model);
  }
}

/** Nothing in its files says which language a target is in. */
function needsLanguage({ languages, writing }: TwoTextModel): boolean {
  const ids = new Set(languages.values());
  return ids.size > 0 && !ids.has(writing.startId) && (writing.secondId === null || !ids.has(writing.secondId));
}

/** @param given the target of all texts; null: each brings its own, or the model writes it */
function batchRunner(model: TwoTextModel, command: TwoTextCommand, given: string | null, console: Console): BatchRunner {
  const view = viewOf(command, model);
  return {
    format: command.format,
    run: async (text, colour, warn, ofLine = null) => {
      const run = await runOne(model, command, text, ofLine === null ? given : prepareText(ofLine, warn), console);
      warnOf(run, warn);
      if (command.format === 'npz') return encodeNpz(twoTextArrays(run));
      if (command.format === 'json') return twoTextJson(seeTwoTexts(run, command.stack, view, command.word, 'words'));
      return [encodeText(twoTextReport(seeTwoTexts(run, command.stack, view, command.word), colour))];
    },
  };
}

/** The heads of the kind of attention that is shown; all of them, unless some are chosen. @throws FaultError `usage` */
function viewOf({ view, stack }: TwoTextCommand, { summary }: TwoTextModel): ChosenView {
  if (view.kind === 'lens' || view.kind === 'rollout')
    throw usageError('No such view', 'Of two texts heads are seen: --layer L with --head H, or --mean.');
  return headsView(view.kind === 'default' ? { kind: 'all' } : view, summary.stacks[stack].heads);
}

async function runOne(
  model: TwoTextModel,
  { target, told, maxTokens }: TwoTextCommand,
  source: string,
  given: string | null,
  console: Console,
): Promise<TwoTextRun> {
  const written = target?.kind === 'written' ? { most: target.most } : null;
  const wanted = given === null ? written : { text: given };
  if (wanted === null) throw usageError('No target', 'The line has none, and --generate was not given.', 'Give each line a "target".');
  const request = {
    directory: model.summary.directory,
    source,
    target: wanted,
    ...told,
    ...(maxTokens !== null && { maxTokens }),
  };
  const progress = (step?: { readonly done: number; readonly total: number }): void => {
    if (step) console.count(step.done, step.total, 'tokens written at most');
  };
  try {
    return await runTwoTexts(model, request, { cancelled: false, progress });
  } finally {
    if (written) console.endCount();
  }
}

/** Says what was cut off, what was not ended, and what cannot be trusted. */
function warnOf({ source, written, attention, target }: TwoTextRun, warn: (message: string) => void): void {
  if (source.totalTokens > source.tokens.length)
    warn(
      `the model reads ${formatCount(source.tokens.length)} of ${formatCount(source.totalTokens)} tokens of the source: the first ones were run`,
    );
  if (written && target.words.every(word => word.start < 0)) warn('the model wrote nothing: the target has special tokens alone');
  if (written && !written.ended)
    warn(
      `the model had not ended its text after ${formatCount(written.most)} tokens, where it was stopped: more are written with a larger --generate, up to what it reads`,
    );
  for (const [kind, { stack, invalid }] of Object.entries(attention))
    if (invalid.size > 0)
      warn(`${kind}: ${formatCount(invalid.size)} of ${formatCount(allHeads(stack.heads).length)} heads have invalid values`);
}
