import { Runner } from '../engine/runner.ts';
import { usageError, type RunCommand } from './arguments.ts';
import { runBatch } from './batch.ts';
import type { Console } from './console.ts';
import { readText } from './input.ts';
import { writeFileAtomically } from './output.ts';
import { TextRunner } from './textRunner.ts';
import { chooseView } from './view.ts';

/** @returns the exit code. @throws FaultError */
export async function runCommand(command: RunCommand, builtInModel: string, console: Console): Promise<number> {
  if (command.format === 'npz' && command.output === null && console.isTerminal) {
    throw usageError('npz is not for terminals', 'It is a binary format.', 'Give a file with --output, or send the output to one.');
  }
  const directory = command.model ?? builtInModel;
  const runner = new Runner({ hidden: command.hidden });
  // The text first: reading it is cheap, and wrong text is more likely than a wrong model.
  const { input } = command;
  const text = input.kind === 'batch' ? null : await readText(input, console);
  const model = await runner.open({ directory });
  for (const warning of model.warnings) console.warn(warning);
  const texts = new TextRunner(runner, model, command, chooseView(command.view, model));
  if (input.kind === 'batch') return runBatch(input.file, command.output!, texts, console);

  const chunks = await texts.run(text!, console.colour && command.output === null, message => {
    console.warn(message);
  });
  if (command.output !== null) writeFileAtomically(command.output, chunks);
  else for (const chunk of chunks) await console.print(chunk);
  return 0;
}
