import { Runner } from '../../engine/runner.ts';
import { runBatch } from './batch.ts';
import type { RunCommand } from '../arguments/command.ts';
import type { Console } from '../console.ts';
import { EXIT } from '../process/exitCode.ts';
import { readText } from '../input.ts';
import { ResultWriter } from '../output/resultWriter.ts';
import { openModel } from './runText.ts';
import { TextRunner } from './textRunner.ts';
import { chooseView } from '../arguments/view.ts';

/** @returns the exit code. @throws FaultError */
export async function runCommand(command: RunCommand, builtInModel: string, console: Console): Promise<number> {
  const { input, format, output } = command;
  const directory = command.model ?? builtInModel;
  const results = new ResultWriter(input, directory, console);
  // A batch checks each of its files.
  const toStdout = input.kind !== 'batch' && results.check(output, format);
  const warn = (message: string): void => {
    console.warn(message);
  };
  const runner = new Runner({ hidden: command.hidden });
  // The text first: reading it is cheap, and wrong text is more likely than a wrong model.
  const text = input.kind === 'batch' ? null : await readText(input, console);
  const model = await openModel(runner, { ...command, directory }, warn);
  const texts = new TextRunner(runner, model, command, chooseView(command.view, model));
  if (input.kind === 'batch') return runBatch(input.file, output!, texts, results, console);
  await results.write(await texts.run(text!, console.colour && toStdout, warn), output);
  return EXIT.ok;
}
