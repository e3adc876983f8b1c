import { FaultError } from '../../core/faults.ts';
import { needsRun, type EngineApi } from '../../protocol/engineMethods.ts';
import { CANCELLED, type MethodOf, type ParametersOf, type ResultOf, type Step } from '../../protocol/rpc.ts';
import { UntakenError } from '../../protocol/rpcClient.ts';
import { machineMemory, memoryLimit } from '../../supervisor/memoryLimit.ts';
import type { ChildEnd } from '../../supervisor/supervisedChild.ts';
import { EngineChild, type ChildOptions } from './child.ts';
import { STALE_RUN, STOPPED_ON_PURPOSE, stoppedFault } from './faults.ts';
import { RestartHistory } from './restarts.ts';

export type EngineProcessOptions = Pick<ChildOptions, 'modulePath' | 'log'> & Partial<ChildOptions>;

const MINUTE = 60_000;

/**
 * The engine as the host sees it: started by the first call that needs it, stopped when idle, started again after a death. Its death is an
 * answer to those who wait, never more; and no native code runs on this side.
 */
export class EngineProcess {
  readonly #options: ChildOptions;
  readonly #restarts = new RestartHistory();
  #child: EngineChild | null = null;
  #disposed = false;

  constructor(options: EngineProcessOptions) {
    this.#options = {
      environment: process.env,
      memoryLimit: memoryLimit(machineMemory()),
      answerLimitMilliseconds: 2 * MINUTE,
      cancelGraceMilliseconds: 700,
      idleMilliseconds: () => 10 * MINUTE,
      ...options,
    };
  }

  /** Undefined while no process runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Calls somebody waits for. */
  get pending(): number {
    return this.#child?.pending ?? 0;
  }

  /**
   * Rejects with a {@link FaultError} only. Aborting rejects at once with 'cancelled'. A process that died while idle, which is only noticed when it
   * is asked, is replaced by a new one.
   */
  async call<M extends MethodOf<EngineApi>>(
    method: M,
    parameters: ParametersOf<EngineApi, M>,
    signal?: AbortSignal,
    onStep?: (step: Step) => void,
  ): Promise<ResultOf<EngineApi, M>> {
    for (let isFirst = true; ; isFirst = false) {
      const child = await this.#running(method, signal);
      const wasIdle = child.idle;
      try {
        return await child.call(method, parameters, signal, onStep);
      } catch (error) {
        const hasDiedBefore = error instanceof UntakenError && wasIdle && !child.wasStopped;
        if (!(isFirst && hasDiedBefore)) throw error;
      }
    }
  }

  /** Stops the process now; whoever waits is told that it was closed. The next call starts it again. */
  stop(): void {
    this.#child?.stop();
    this.#child = null;
  }

  dispose(): void {
    this.#disposed = true;
    this.stop();
  }

  /** The process that is to answer a call of this method. */
  async #running(method: MethodOf<EngineApi>, signal: AbortSignal | undefined): Promise<EngineChild> {
    if (this.#child?.stopping) this.#child = null;
    if (!this.#child) {
      if (needsRun(method)) throw new FaultError(STALE_RUN);
      await sleep(this.#restarts.delay(performance.now()), signal);
    }
    if (this.#disposed) throw new FaultError(STOPPED_ON_PURPOSE);
    return (this.#child ??= this.#start());
  }

  #start(): EngineChild {
    const child = new EngineChild(this.#options, end => {
      if (this.#child === child) this.#child = null;
      return this.#explain(child.pid, end);
    });
    this.#options.log(`engine ${String(child.pid)} started`);
    return child;
  }

  #explain(pid: number | undefined, { how, reason }: ChildEnd): ReturnType<typeof stoppedFault> {
    this.#options.log(`engine ${String(pid)} ended (${how})`);
    if (reason === STOPPED_ON_PURPOSE) return reason;
    const now = performance.now();
    this.#restarts.record(now);
    return reason ?? stoppedFault(how, this.#restarts.isTooOften(now));
  }
}

/** Waits; rejects with 'cancelled' as soon as the signal says so. */
function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  if (milliseconds === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(new FaultError(CANCELLED));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });
}
