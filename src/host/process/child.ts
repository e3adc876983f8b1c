import { engineMethod, type EngineApi } from '../../protocol/engineMethods.ts';
import type { MethodOf, ParametersOf, ResultOf, Step } from '../../protocol/rpc.ts';
import { RpcClient } from '../../protocol/rpcClient.ts';
import { SupervisedChild, type ChildEnd } from '../../supervisor/supervisedChild.ts';
import { engineEnvironment } from './environment.ts';
import { notStartedFault, outOfMemoryFault, STOPPED_ON_PURPOSE, tooSlowFault } from './faults.ts';
import type { Fault } from '../../core/fault.ts';

export interface ChildOptions {
  /** The bundled engine. */
  readonly modulePath: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: (line: string) => void;
  /** Resident bytes above which the child ends itself. */
  readonly memoryLimit: number;
  /** Without any answer or sign of progress for this long the child is stopped. Like the others, time that the machine was awake. */
  readonly answerLimitMilliseconds: number;
  /** When nobody waits any more but the child is still at work, it may go on for this long. */
  readonly cancelGraceMilliseconds: number;
  /** Asked whenever the child has nothing to do. */
  readonly idleMilliseconds: () => number;
}

/** One life of the engine process: the calls to it, and how long it may take over them. */
export class EngineChild {
  readonly #options: ChildOptions;
  readonly #child: SupervisedChild;
  readonly #client: RpcClient<EngineApi>;
  #lastProgress = 0;
  /** Calls somebody waits for the answer of. */
  #attended = 0;
  /** Since when the child works for nobody; null while it does not. */
  #deserted: number | null = null;
  #ended = false;

  /** `onEnd` gives the fault that pending calls are rejected with. */
  constructor(options: ChildOptions, onEnd: (end: ChildEnd) => Fault) {
    this.#options = options;
    this.#client = new RpcClient(message => {
      this.#child.send(message);
    });
    this.#child = new SupervisedChild({
      modulePath: options.modulePath,
      environment: engineEnvironment(options.environment, process.platform),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      lastWords: 2,
      memoryLimit: options.memoryLimit,
      log: line => {
        options.log(`engine: ${line}`);
      },
      outOfMemory: outOfMemoryFault(options.memoryLimit),
      notStarted: notStartedFault,
      onMessage: message => {
        if (this.#client.receive(message)) this.#live();
      },
      onReading: () => {
        this.#live();
      },
      onEnd: end => {
        this.#ended = true;
        this.#client.close(onEnd(end));
      },
    });
    this.#arm();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** It has been killed and will end in a moment: of no use for a new call. */
  get stopping(): boolean {
    return this.#child.stopping;
  }

  get wasStopped(): boolean {
    return this.#child.wasStopped;
  }

  /** It has answered everything. */
  get idle(): boolean {
    return this.#client.unanswered === 0;
  }

  /** Calls somebody waits for. */
  get pending(): number {
    return this.#client.pending;
  }

  async call<M extends MethodOf<EngineApi>>(
    method: M,
    parameters: ParametersOf<EngineApi, M>,
    signal?: AbortSignal,
    onStep?: (step: Step) => void,
  ): Promise<ResultOf<EngineApi, M>> {
    if (this.idle) this.#lastProgress = this.#child.clock.now;
    const weight = engineMethod(method).unattended ? 0 : 1;
    const answer = this.#client.call(method, parameters, signal, onStep);
    this.#attended += weight;
    this.#arm();
    try {
      return await answer;
    } finally {
      this.#attended -= weight;
      this.#arm();
    }
  }

  /** Kills the process; pending calls reject with `reason` once it is gone. */
  stop(reason: Fault = STOPPED_ON_PURPOSE): void {
    this.#child.stop(reason);
  }

  #live(): void {
    this.#lastProgress = this.#child.clock.now;
    this.#arm();
  }

  /** One timer for the three limits; which one counts depends on who waits. */
  #arm(): void {
    if (this.#ended) return;
    const { answerLimitMilliseconds, cancelGraceMilliseconds, idleMilliseconds } = this.#options;
    const { now } = this.#child.clock;
    const isDeserted = this.#attended === 0 && this.#client.abandoned > 0;
    this.#deserted = isDeserted ? (this.#deserted ?? now) : null;
    if (this.#attended > 0) this.#child.stopIn(this.#lastProgress + answerLimitMilliseconds - now, tooSlowFault(answerLimitMilliseconds));
    else if (this.#deserted !== null)
      this.#child.stopIn(this.#deserted + cancelGraceMilliseconds - now, STOPPED_ON_PURPOSE, 'nobody waits for what it computes');
    else this.#child.stopIn(idleMilliseconds(), STOPPED_ON_PURPOSE, 'it has nothing to do');
  }
}
