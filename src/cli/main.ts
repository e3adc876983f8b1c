import { compareCommand } from './commands/compare.ts';
import type { Console } from './console.ts';
import { embedCommand } from './commands/embed.ts';
import { EXIT } from './process/exitCode.ts';
import { groundCommand } from './commands/ground.ts';
import { headsCommand } from './commands/heads.ts';
import { influenceCommand } from './commands/influence.ts';
import { inspectCommand } from './commands/inspect.ts';
import type { Installation } from './process/installation.ts';
import { neighboursCommand } from './commands/neighbours.ts';
import { readCommand, reportFailures, type ModelCommand } from './quick.ts';
import { runCommand } from './commands/run.ts';
import { twoTextCommand } from './commands/twoTexts.ts';
import { tokensCommand } from './commands/tokens.ts';

/** Runs one command line in this very process; every failure ends as a message on standard error and an exit code. */
export function main(args: readonly string[], { version, builtInModel }: Installation, console: Console): Promise<number> {
  return reportFailures(console, async () => {
    const read = await readCommand(args, version, console);
    return typeof read === 'number' ? read : runModelCommand(read.command, builtInModel, console);
  });
}

async function runModelCommand(command: ModelCommand, builtInModel: string, console: Console): Promise<number> {
  switch (command.kind) {
    case 'run':
      return runCommand(command, builtInModel, console);
    case 'two-texts':
      return twoTextCommand(command, builtInModel, console);
    case 'embed':
      await embedCommand(command, builtInModel, console);
      return EXIT.ok;
    case 'tokens':
      await tokensCommand(command, builtInModel, console);
      return EXIT.ok;
    case 'neighbours':
      await neighboursCommand(command, builtInModel, console);
      return EXIT.ok;
    case 'compare':
      await compareCommand(command, builtInModel, console);
      return EXIT.ok;
    case 'influence':
      await influenceCommand(command, builtInModel, console);
      return EXIT.ok;
    case 'heads':
      await headsCommand(command, builtInModel, console);
      return EXIT.ok;
    case 'ground':
      await groundCommand(command, builtInModel, console);
      return EXIT.ok;
    case 'inspect':
      return inspectCommand(command, console);
  }
}
