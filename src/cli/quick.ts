import { toFault } from '../core/faults.ts';
import type { Limits } from '../supervisor/limits.ts';
import { parseArguments } from './arguments/arguments.ts';
import type { Command } from './arguments/command.ts';
import { OutputClosed, type Console } from './console.ts';
import { EXIT, exitCodeOf } from './process/exitCode.ts';
import { HELP } from './help.ts';
import { limitsOf } from './arguments/limitArguments.ts';
import { readOptions } from './arguments/options.ts';

export type ModelCommand = Exclude<Command, { kind: 'help' | 'version' }>;

/** What needs no model, and so no process of its own: help, version, wrong arguments. @returns the exit code, or the command that needs one. @throws FaultError, OutputClosed */
export async function readCommand(
  args: readonly string[],
  version: string,
  console: Console,
): Promise<number | { readonly command: ModelCommand; readonly limits: Limits }> {
  const command = parseArguments(args);
  switch (command.kind) {
    case 'help':
      await console.print(HELP);
      return EXIT.ok;
    case 'version':
      await console.print(`attention-lens ${version}\n`);
      return EXIT.ok;
    case 'run':
    case 'two-texts':
    case 'embed':
    case 'tokens':
    case 'neighbours':
    case 'compare':
    case 'influence':
    case 'heads':
    case 'ground':
    case 'inspect':
      return { command, limits: limitsOf(readOptions(args).values) };
  }
}

/** Runs a part of the program to an exit code; every failure ends as a message on standard error. */
export async function reportFailures(console: Console, part: () => Promise<number>): Promise<number> {
  try {
    return await part();
  } catch (error) {
    if (error instanceof OutputClosed) return EXIT.ok;
    const fault = toFault(error);
    console.fail(fault);
    return exitCodeOf(fault.code);
  }
}
