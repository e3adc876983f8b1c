import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Console } from './cli/console.ts';
import { installationOf } from './cli/process/installation.ts';
import { readCommand, reportFailures } from './cli/quick.ts';
import { CommandProcess } from './cli/process/commandProcess.ts';

/** Entry of the command line: reads the arguments, and watches over the process that does the work, so that it can always be ended. */
const args = process.argv.slice(2);
// Standard input is the other process'.
const console = new Console(Readable.from([]), process.stdout, process.stderr, process.env);
const command = new CommandProcess(fileURLToPath(new URL('cliCommand.mjs', import.meta.url)), args, console);
process.exitCode = await reportFailures(console, async () => {
  const read = await readCommand(args, installationOf(import.meta.url).version, console);
  return typeof read === 'number' ? read : command.run(read.limits);
});
