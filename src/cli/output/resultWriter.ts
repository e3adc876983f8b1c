import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { usageError, type Input } from '../arguments/command.ts';
import type { Console } from '../console.ts';
import { whileWaiting } from '../process/lifeline.ts';
import { writeAtomically, writeChunks } from './atomicFile.ts';
import { findDestination, type Destination } from './destination.ts';
import { notWritten } from './faults.ts';
import { encodeText } from '../text.ts';
import { ProtectedFiles } from './protectedFiles.ts';
import { sweepLeftovers } from './temporaryFile.ts';

const STDIN = 0;

/** Writes the results of one command where they were asked for, and never over what the command reads. */
export class ResultWriter {
  readonly #console: Console;
  readonly #protected: ProtectedFiles;
  readonly #swept = new Set<string>();

  /** @param input one that the command reads, or several */
  constructor(input: Input | readonly Input[] | null, model: string, console: Console) {
    this.#console = console;
    const inputs = input === null ? [] : 'kind' in input ? [input] : input;
    const files = inputs.flatMap((one): (string | number)[] => (one.kind === 'stdin' ? [STDIN] : one.kind === 'text' ? [] : [one.file]));
    this.#protected = new ProtectedFiles({ inputs: files, model });
  }

  /**
   * Refuses what cannot be written before anything is computed, a binary format on a terminal among it.
   * @returns whether the result goes to standard output. @throws FaultError
   */
  check(output: string | null, format: string): boolean {
    const destination = this.#find(output);
    const toStdout = destination.kind === 'stdout';
    if (toStdout && format === 'npz' && this.#console.isTerminal)
      throw usageError('npz is not for terminals', 'It is a binary format.', 'Give a file with --output, or send the output to one.');
    if (destination.kind === 'file' && destination.viaLink)
      this.#console.warn('the output is a link: the file that it leads to is written');
    return toStdout;
  }

  /** @throws FaultError when it cannot be written, OutputClosed */
  async write(result: string | readonly Uint8Array[], output: string | null): Promise<void> {
    const chunks = typeof result === 'string' ? [encodeText(result)] : result;
    // Once more: time has passed since the check.
    const destination = this.#find(output);
    if (destination.kind === 'stdout') for (const chunk of chunks) await this.#console.print(chunk);
    else this.#writeTo(destination, chunks);
  }

  #find(output: string | null): Destination {
    const destination = output === null ? { kind: 'stdout' as const } : findDestination(output);
    if (destination.kind === 'file' && destination.replaces) this.#protected.refuse(destination.replaces.stats);
    return destination;
  }

  #writeTo(destination: Exclude<Destination, { kind: 'stdout' }>, chunks: readonly Uint8Array[]): void {
    const { lifeline } = this.#console;
    try {
      if (destination.kind === 'stream') whileWaiting(lifeline, () => writeStraight(destination.path, chunks));
      else {
        this.#sweep(dirname(destination.path));
        writeAtomically(destination.path, destination.replaces, chunks, lifeline);
      }
    } catch (error) {
      throw notWritten(error);
    }
  }

  /** Once a folder is enough: who dies now is swept by its own parent. */
  #sweep(folder: string): void {
    if (this.#swept.has(folder)) return;
    this.#swept.add(folder);
    sweepLeftovers(folder);
  }
}

function writeStraight(path: string, chunks: readonly Uint8Array[]): void {
  const descriptor = openSync(path, 'w');
  try {
    writeChunks(descriptor, chunks);
  } finally {
    closeSync(descriptor);
  }
}
