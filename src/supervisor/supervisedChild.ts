import { fork, type ChildProcess, type StdioOptions } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Stream } from 'node:stream';
import { OUT_OF_MEMORY_LINE, READING_LINE } from '../protocol/engineProcess.ts';
import { AwakeClock } from './awakeClock.ts';
import type { Fault } from '../core/fault.ts';

export interface SupervisedOptions {
  /** A bundle that starts the watchdog of `engine/process/watchdog.ts`. */
  readonly modulePath: string;
  /** Behind what the watchdog needs: memory limit, number of the parent, descriptor of its last words. */
  readonly arguments?: readonly string[];
  /** Options of Node itself; none unless given. */
  readonly execArgv?: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** With one 'ipc'; what is a pipe is read line by line into the log. */
  readonly stdio: StdioOptions;
  /** Which of `stdio`, a pipe, the watchdog tells the reason on before it ends the process. */
  readonly lastWords: number;
  /** Resident bytes above which the child ends itself. */
  readonly memoryLimit: number;
  /** Takes what a person may see in a log. */
  readonly log: (line: string) => void;
  readonly onMessage: (message: unknown) => void;
  /** It reads from the disk, also inside native code that says nothing itself. */
  readonly onReading?: () => void;
  readonly onEnd: (end: ChildEnd) => void;
  /** What to say when its memory passes the limit. */
  readonly outOfMemory: Fault;
  /** What to say when it could not be started. */
  readonly notStarted: (detail: string) => Fault;
}

/** How a child ended. */
export interface ChildEnd {
  /** "signal SIGKILL", "exit code 1". */
  readonly how: string;
  /** Null when a signal ended it. */
  readonly code: number | null;
  /** Why, when we know: it was stopped for a reason. Null: it ended by itself. */
  readonly reason: Fault | null;
}

/** A child that closed its channel is ending; native code that hangs while it does is given this long. */
const DISCONNECT_GRACE_MILLISECONDS = 500;

/**
 * One life of a process that runs native code: forked on construction, ended once, for a reason that can be told. Native code cannot be
 * interrupted, so stopping is SIGKILL; its memory and its parent are watched by a thread of its own.
 */
export class SupervisedChild {
  readonly #options: SupervisedOptions;
  readonly #process: ChildProcess;
  /** Time that the machine was awake while this process lived. */
  readonly clock = new AwakeClock();
  #reason: Fault | null = null;
  #ended = false;

  constructor(options: SupervisedOptions) {
    this.#options = options;
    const { modulePath, memoryLimit, lastWords, environment, stdio } = options;
    this.#process = fork(modulePath, [String(memoryLimit), String(process.pid), String(lastWords), ...(options.arguments ?? [])], {
      execPath: process.execPath,
      execArgv: [...(options.execArgv ?? [])],
      env: environment,
      serialization: 'advanced',
      stdio,
    });
    // 'close' rather than 'exit': by then the last words have been read.
    this.#process.once('close', (code, signal) => {
      this.#end(signal ? `signal ${signal}` : `exit code ${String(code)}`, code);
    });
    this.#process.once('error', error => {
      this.#reason ??= options.notStarted(error.message);
      this.#process.kill('SIGKILL');
      if (this.#process.pid === undefined) this.#end('not started', null);
    });
    this.#process.once('disconnect', () => {
      setTimeout(() => this.#process.kill('SIGKILL'), DISCONNECT_GRACE_MILLISECONDS).unref();
    });
    this.#process.on('message', options.onMessage);
    for (const stream of this.#process.stdio.slice(1)) this.#readLines(stream);
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** It was killed, or is known to have died, and will be done with in a moment: of no use for a new call. */
  get stopping(): boolean {
    return this.wasStopped || this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** Its end, if it has come, had a reason: it did not end by itself. */
  get wasStopped(): boolean {
    return this.#reason !== null;
  }

  /** @throws Error for what cannot be cloned */
  send(message: unknown): void {
    // A send that fails means that the process is ending; 'close' tells how.
    this.#process.send(message as object, () => undefined);
  }

  /** Kills the process; `onEnd` gets `reason` once it is gone. */
  stop(reason: Fault): void {
    this.#reason ??= reason;
    this.#process.kill('SIGKILL');
  }

  /** Stops it after so long awake, unless this or {@link keep} is called before. `why` is for the log. */
  stopIn(milliseconds: number, reason: Fault, why = reason.title): void {
    if (this.#ended) return;
    this.clock.schedule(milliseconds, () => {
      this.#options.log(`process ${String(this.pid)} is stopped: ${why}`);
      this.stop(reason);
    });
  }

  /** Takes the last {@link stopIn} back. */
  keep(): void {
    this.clock.stop();
  }

  #end(how: string, code: number | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.keep();
    this.#options.onEnd({ how, code, reason: this.#reason });
  }

  #readLines(stream: Stream | null | undefined): void {
    if (!stream) return;
    createInterface({ input: stream as Readable }).on('line', line => {
      if (line === OUT_OF_MEMORY_LINE) this.#reason ??= this.#options.outOfMemory;
      else if (line === READING_LINE) this.#options.onReading?.();
      else this.#options.log(line);
    });
  }
}
