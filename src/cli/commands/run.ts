import { stackWithin } from '../../core/model/stack.ts';
import { Runner } from '../../engine/runner.ts';
import { isToldNothing } from '../../core/model/told.ts';
import { hasPair } from '../../engine/twoTexts/files.ts';
import { runBatch } from './batch.ts';
import type { RunCommand, TwoTextCommand } from '../arguments/command.ts';
import type { Console } from '../console.ts';
import { EXIT } from '../process/exitCode.ts';
import { readText } from '../input.ts';
import { ResultWriter } from '../output/resultWriter.ts';
import { openModel, seesNoSecond } from './runText.ts';
import { TextRunner } from './textRunner.ts';
import { twoTextCommand } from './twoTexts.ts';
import { chooseView } from '../arguments/view.ts';

/** @returns the exit code. @throws FaultError */
export async function runCommand(command: RunCommand, builtInModel: string, console: Console): Promise<number> {
  const { input, format, output } = command;
  const directory = command.model ?? builtInModel;
  const isWritten = command.target !== null && hasPair(directory);
  // A model of one text cannot be told anything, and says that it is one.
  const ofAllKinds = isWritten || !isToldNothing(command.told) ? ofEveryKind(command) : null;
  if (ofAllKinds) return twoTextCommand(ofAllKinds, builtInModel, console);
  const results = new ResultWriter(input, directory, console);
  // A batch checks each of its files.
  const toStdout = input.kind !== 'batch' && results.check(output, format);
  const warn = (message: string): void => {
    console.warn(message);
  };
  const runner = new Runner({ hidden: command.hidden });
  // The text first: reading it is cheap, and wrong text is more likely than a wrong model.
  const text = input.kind === 'batch' ? null : await readText(input, console);
  const target = command.target && (await readText(command.target, console));
  const model = await openModel(
    runner,
    { ...command, directory, twoTexts: isWritten ? stackWithin(command.within ?? undefined) : null },
    warn,
  );
  const { view } = command;
  // Of a source and its target all heads are meant, whatever is shown of them.
  const heads = chooseView(isWritten && view.kind === 'default' ? { kind: 'all' } : view, model);
  const texts = new TextRunner(runner, model, command, heads, target);
  if (input.kind === 'batch') return runBatch(input.file, output!, texts, results, console);
  await results.write(await texts.run(text!, console.colour && toStdout, warn), output);
  return EXIT.ok;
}

/** What people read, and what holds all there is, is made of all three kinds of attention that an encoder-decoder has; null for what is made of what is shown. */
function ofEveryKind(command: RunCommand): TwoTextCommand | null {
  const { format } = command;
  if (format !== 'text' && format !== 'npz') return null;
  if (command.back) throw seesNoSecond();
  const { within, model, variant, input, target, told, view, word, maxTokens, output } = command;
  return {
    kind: 'two-texts',
    model,
    variant,
    input,
    target,
    stack: stackWithin(within ?? undefined),
    view,
    word,
    maxTokens,
    told,
    format,
    output,
  };
}
