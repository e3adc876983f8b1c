import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Fault } from '../../core/errors.ts';
import type { EngineApi } from '../../protocol/engineApi.ts';
import { OUT_OF_MEMORY_LINE } from '../../protocol/engineProcess.ts';
import type { MethodOf, ParametersOf, ResultOf } from '../../protocol/rpc.ts';
import { RpcClient } from '../../protocol/rpcClient.ts';
import { engineEnvironment } from './environment.ts';
import { notStartedFault, outOfMemoryFault, STOPPED_ON_PURPOSE, tooSlowFault } from './faults.ts';

export interface ChildOptions {
  /** The bundled engine. */
  readonly modulePath: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: (line: string) => void;
  /** Resident bytes above which the child ends itself. */
  readonly memoryLimit: number;
  /** Without any answer for this long the child is stopped. */
  readonly answerLimitMilliseconds: number;
  /** When nobody waits any more but the child is still at work, it may go on for this long. */
  readonly cancelGraceMilliseconds: number;
  readonly idleMilliseconds: number;
}

/** How a child ended. */
export interface ChildEnd {
  /** "signal SIGKILL", "exit code 1". */
  readonly how: string;
  /** Why, when we know: it was stopped for a reason. Null: it ended by itself. */
  readonly reason: Fault | null;
}

/** One life of the engine process: forked on construction, ended once. */
export class EngineChild {
  readonly #options: ChildOptions;
  readonly #process: ChildProcess;
  readonly #client: RpcClient<EngineApi>;
  #timer: NodeJS.Timeout | undefined;
  #lastProgress = performance.now();
  #reason: Fault | null = null;
  #ended = false;

  /** `onEnd` gives the fault that pending calls are rejected with. */
  constructor(options: ChildOptions, onEnd: (end: ChildEnd) => Fault) {
    this.#options = options;
    this.#process = fork(options.modulePath, [String(options.memoryLimit), String(process.pid)], {
      execPath: process.execPath,
      execArgv: [],
      env: engineEnvironment(options.environment, process.platform),
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#client = new RpcClient(message => {
      // A send that fails means that the process is ending; 'close' tells how.
      this.#process.send(message, () => undefined);
    });
    const end = (how: string): void => {
      if (this.#ended) return;
      this.#ended = true;
      clearTimeout(this.#timer);
      this.#client.close(onEnd({ how, reason: this.#reason }));
    };
    // 'close' rather than 'exit': by then the last line of stderr has been read.
    this.#process.once('close', (code, signal) => {
      end(signal ? `signal ${signal}` : `exit code ${String(code)}`);
    });
    this.#process.once('error', error => {
      this.#reason ??= notStartedFault(error.message);
      this.#process.kill('SIGKILL');
      if (this.#process.pid === undefined) end('not started');
    });
    this.#process.once('disconnect', () => this.#process.kill('SIGKILL'));
    this.#process.on('message', message => {
      if (!this.#client.receive(message)) return;
      this.#lastProgress = performance.now();
      this.#arm();
    });
    this.#readLines(this.#process.stdout);
    this.#readLines(this.#process.stderr);
    this.#arm();
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** It has been killed and will end in a moment: of no use for a new call. */
  get stopping(): boolean {
    return this.#reason !== null;
  }

  /** Calls somebody waits for. */
  get pending(): number {
    return this.#client.pending;
  }

  async call<M extends MethodOf<EngineApi>>(
    method: M,
    parameters: ParametersOf<EngineApi, M>,
    signal?: AbortSignal,
  ): Promise<ResultOf<EngineApi, M>> {
    if (this.#client.unanswered === 0) this.#lastProgress = performance.now();
    const answer = this.#client.call(method, parameters, signal);
    this.#arm();
    try {
      return await answer;
    } finally {
      this.#arm();
    }
  }

  /** Kills the process; pending calls reject with `reason` once it is gone. */
  stop(reason: Fault = STOPPED_ON_PURPOSE): void {
    this.#reason ??= reason;
    this.#process.kill('SIGKILL');
  }

  /** One timer for the three limits; which one counts depends on who waits. */
  #arm(): void {
    clearTimeout(this.#timer);
    if (this.#ended) return;
    const { answerLimitMilliseconds, cancelGraceMilliseconds, idleMilliseconds } = this.#options;
    const left = answerLimitMilliseconds - (performance.now() - this.#lastProgress);
    if (this.#client.pending > 0) this.#stopIn(left, tooSlowFault(answerLimitMilliseconds));
    else if (this.#client.unanswered > 0) this.#stopIn(Math.min(left, cancelGraceMilliseconds), STOPPED_ON_PURPOSE);
    else this.#stopIn(idleMilliseconds, STOPPED_ON_PURPOSE);
  }

  #stopIn(milliseconds: number, reason: Fault): void {
    this.#timer = setTimeout(() => {
      this.#options.log(`engine ${String(this.pid)} is stopped: ${reason.title}`);
      this.stop(reason);
    }, milliseconds).unref();
  }

  #readLines(stream: Readable | null): void {
    if (!stream) return;
    createInterface({ input: stream }).on('line', line => {
      if (line === OUT_OF_MEMORY_LINE) this.#reason ??= outOfMemoryFault(this.#options.memoryLimit);
      else this.#options.log(`engine: ${line}`);
    });
  }
}
