import { formatCount } from '../core/describe/numbers.ts';
import type { Readable } from 'node:stream';
import { FaultError } from '../core/faults.ts';
import { showUnseen } from '../core/text/visibleText.ts';
import { ALONE, whileWaiting, type Lifeline } from './process/lifeline.ts';
import { notWritten } from './output/faults.ts';
import { safeText } from './text.ts';
import type { Fault } from '../core/fault.ts';

interface Writer {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(chunk: string | Uint8Array, done: (error?: Error | null) => void): boolean;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** Back to the start of the line, and nothing on it. */
const CLEAR_LINE = '\r\x1b[K';

/** The reader of standard output has gone (`| head`): it has seen enough, so there is nothing to say. */
export class OutputClosed extends Error {}

/** Standard input, output and error as the commands use them: data on output, everything for people on error. */
export class Console {
  readonly stdin: Readable;
  readonly #stdout: Writer;
  readonly #stderr: Writer;
  readonly lifeline: Lifeline;
  /** Whether to colour the output. */
  readonly colour: boolean;
  /** Whether a line of standard error can be written over. */
  readonly #rewritable: boolean;
  #counting = false;
  #lastSaid: Promise<void> = Promise.resolve();

  constructor(
    stdin: Readable,
    stdout: Writer,
    stderr: Writer,
    environment: Readonly<Record<string, string | undefined>>,
    lifeline: Lifeline = ALONE,
  ) {
    this.stdin = stdin;
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.lifeline = lifeline;
    this.#rewritable = stderr.isTTY === true && environment['TERM'] !== 'dumb';
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
      whileWaiting(this.lifeline, () =>
        this.#stdout.write(typeof chunk === 'string' ? safeText(chunk) : chunk, error => {
          if (!error) resolve();
          else if ('code' in error && error.code === 'EPIPE') reject(new OutputClosed());
          else reject(notWritten(error));
        }),
      );
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

  /** How far a long computation is, on one line of a terminal, which the next message takes; nothing in a log. */
  count(done: number, total: number, what: string): void {
    if (!this.#rewritable) return;
    this.#counting = true;
    this.#write(`${CLEAR_LINE}${formatCount(done)} of ${formatCount(total)} ${showUnseen(what)}`);
  }

  /** Takes away the line of {@link count}, whichever process wrote it. */
  endCount(): void {
    if (this.#rewritable) this.#write(CLEAR_LINE);
    this.#counting = false;
  }

  /** Resolves when all that was said has been taken, so that messages do not pile up before a slow reader. */
  said(): Promise<void> {
    return this.#lastSaid;
  }

  /** One line, whatever names from outside it holds. */
  #say(message: string): void {
    const text = `${showUnseen(message)}\n`;
    this.#write(this.#counting ? CLEAR_LINE + text : text);
    this.#counting = false;
  }

  #write(text: string): void {
    this.#lastSaid = new Promise(resolve => {
      whileWaiting(this.lifeline, () =>
        this.#stderr.write(text, () => {
          resolve();
        }),
      );
    });
  }
}
