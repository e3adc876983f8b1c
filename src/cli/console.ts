import type { Readable } from 'node:stream';
import { FaultError, type Fault } from '../core/errors.ts';
import { showUnseen } from '../core/visibleText.ts';
import { notWritten } from './output.ts';
import { safeText } from './text.ts';

interface Writer {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(chunk: string | Uint8Array, done: (error?: Error | null) => void): boolean;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** The reader of standard output has gone (`| head`): it has seen enough, so there is nothing to say. */
export class OutputClosed extends Error {}

/** Standard input, output and error as the commands use them: data on output, everything for people on error. */
export class Console {
  readonly stdin: Readable;
  readonly #stdout: Writer;
  readonly #stderr: Writer;
  /** Whether to colour the output. */
  readonly colour: boolean;

  constructor(stdin: Readable, stdout: Writer, stderr: Writer, environment: Readonly<Record<string, string | undefined>>) {
    this.stdin = stdin;
    this.#stdout = stdout;
    this.#stderr = stderr;
    // https://no-color.org: present and not empty.
    this.colour = stdout.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
    // Each write reports its own failure; without a listener the event would end the process.
    stdout.on('error', () => undefined);
    stderr.on('error', () => undefined);
  }

  get isTerminal(): boolean {
    return this.#stdout.isTTY === true;
  }

  /** A string is for people, bytes are data. @throws OutputClosed, or FaultError when the output cannot take it */
  print(chunk: string | Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stdout.write(typeof chunk === 'string' ? safeText(chunk) : chunk, error => {
        if (!error) resolve();
        else if ('code' in error && error.code === 'EPIPE') reject(new OutputClosed());
        else reject(notWritten(error));
      });
    });
  }

  warn(message: string): void {
    this.#say(`warning: ${message}`);
  }

  progress(message: string): void {
    this.#say(message);
  }

  fail(fault: Fault, prefix = ''): void {
    this.#say(`${prefix}${new FaultError(fault).message}`);
  }

  /** One line, whatever names from outside it holds. */
  #say(message: string): void {
    this.#stderr.write(`${showUnseen(message)}\n`, () => undefined);
  }
}
