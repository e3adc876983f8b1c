import { toFault } from '../core/errors.ts';
import { parseArguments } from './arguments.ts';
import { compareCommand } from './compareCommand.ts';
import { OutputClosed, type Console } from './console.ts';
import { embedCommand } from './embedCommand.ts';
import { EXIT, exitCodeOf } from './exitCode.ts';
import { HELP } from './help.ts';
import { influenceCommand } from './influenceCommand.ts';
import { inspectCommand } from './inspectCommand.ts';
import { neighboursCommand } from './neighboursCommand.ts';
import { runCommand } from './runCommand.ts';

/** What the program comes with. */
export interface Installation {
  readonly version: string;
  /** Folder of the built-in model. */
  readonly builtInModel: string;
}

/** Runs one command line; every failure ends as a message on standard error and an exit code. */
export async function main(args: readonly string[], installation: Installation, console: Console): Promise<number> {
  try {
    const command = parseArguments(args);
    switch (command.kind) {
      case 'help':
        await console.print(HELP);
        return EXIT.ok;
      case 'version':
        await console.print(`attention-lens ${installation.version}\n`);
        return EXIT.ok;
      case 'run':
        return await runCommand(command, installation.builtInModel, console);
      case 'embed':
        await embedCommand(command, installation.builtInModel, console);
        return EXIT.ok;
      case 'neighbours':
        await neighboursCommand(command, installation.builtInModel, console);
        return EXIT.ok;
      case 'compare':
        await compareCommand(command, installation.builtInModel, console);
        return EXIT.ok;
      case 'influence':
        await influenceCommand(command, installation.builtInModel, console);
        return EXIT.ok;
      case 'inspect':
        return await inspectCommand(command, console);
    }
  } catch (error) {
    if (error instanceof OutputClosed) return EXIT.ok;
    const fault = toFault(error);
    console.fail(fault);
    return exitCodeOf(fault.code);
  }
}
