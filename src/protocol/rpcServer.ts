import { toFault } from '../core/faults.ts';
import {
  CANCELLED,
  isAbort,
  isRequest,
  type CallContext,
  type Handlers,
  type MethodOf,
  type ParametersOf,
  type ResponseMessage,
  type Send,
  type Step,
} from './rpc.ts';

/** How often a call at work says so. */
const PROGRESS_INTERVAL_MILLISECONDS = 500;

interface WaitingCall {
  readonly id: number;
  readonly method: string;
  readonly parameters: unknown;
  cancelled: boolean;
}

export interface RpcServerOptions {
  /** Lets messages that have arrived be delivered before the next call is chosen. */
  readonly turn: () => Promise<void>;
  /** Which of the waiting calls (oldest first) goes next. */
  readonly pick: (methods: readonly string[]) => number;
  /** Calls that go beside all others, one at a time as well. */
  readonly isBeside: (method: string, parameters: unknown) => boolean;
}

/** The answering side: one call at a time, chosen by `pick`, but for those `isBeside`. */
export class RpcServer<Api> {
  readonly #handlers: Handlers<Api>;
  readonly #send: Send;
  readonly #isBeside: RpcServerOptions['isBeside'];
  readonly #queue: CallQueue;
  readonly #beside: CallQueue;

  constructor(handlers: Handlers<Api>, send: Send, options: RpcServerOptions) {
    this.#handlers = handlers;
    this.#send = send;
    this.#isBeside = options.isBeside;
    const answer = async (call: WaitingCall): Promise<void> => this.#respond(await this.#answer(call));
    this.#queue = new CallQueue(answer, options);
    this.#beside = new CallQueue(answer, options);
  }

  receive(message: unknown): void {
    if (isAbort(message)) {
      for (const queue of [this.#queue, this.#beside]) queue.cancel(message.id);
    } else if (isRequest(message)) {
      const { id, method, parameters } = message;
      (this.#isBeside(method, parameters) ? this.#beside : this.#queue).add({ id, method, parameters, cancelled: false });
    }
  }

  async #answer(call: WaitingCall): Promise<ResponseMessage> {
    const { id, method } = call;
    if (call.cancelled) return { kind: 'response', id, ok: false, fault: CANCELLED };
    try {
      if (!Object.hasOwn(this.#handlers, method)) throw new Error(`unknown method ${method.slice(0, 40)}`);
      const handler = this.#handlers[method as MethodOf<Api>];
      const value = await handler(call.parameters as ParametersOf<Api, MethodOf<Api>>, this.#contextOf(call));
      return { kind: 'response', id, ok: true, value };
    } catch (error) {
      return { kind: 'response', id, ok: false, fault: toFault(error) };
    }
  }

  /** Sends an answer; one that cannot be cloned is a failure of its call alone. */
  #respond(response: ResponseMessage): void {
    try {
      this.#send(response);
    } catch (error) {
      const fault = toFault(error);
      this.#send({ kind: 'response', id: response.id, ok: false, fault: { ...fault, cause: 'The answer could not be sent.' } });
    }
  }

  /** Says at once that the call was taken. */
  #contextOf(call: WaitingCall): CallContext {
    let last = -Infinity;
    const progress = (step?: Step): void => {
      const now = Date.now();
      if (Math.abs(now - last) < PROGRESS_INTERVAL_MILLISECONDS) return;
      last = now;
      this.#send({ kind: 'progress', id: call.id, ...(step && { step }) });
    };
    progress();
    return {
      get cancelled() {
        return call.cancelled;
      },
      progress,
    };
  }
}

/** Answers one call after the other; one that was cancelled while it waits is answered first. */
class CallQueue {
  readonly #answer: (call: WaitingCall) => Promise<void>;
  readonly #options: RpcServerOptions;
  readonly #waiting: WaitingCall[] = [];
  #current: WaitingCall | null = null;
  #draining = false;

  constructor(answer: (call: WaitingCall) => Promise<void>, options: RpcServerOptions) {
    this.#answer = answer;
    this.#options = options;
  }

  add(call: WaitingCall): void {
    this.#waiting.push(call);
    void this.#drain();
  }

  cancel(id: number): void {
    const call = this.#current?.id === id ? this.#current : this.#waiting.find(waiting => waiting.id === id);
    if (call) call.cancelled = true;
  }

  async #drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    try {
      while (this.#waiting.length > 0) {
        await this.#options.turn();
        this.#current = this.#takeNext();
        await this.#answer(this.#current);
        this.#current = null;
      }
    } finally {
      this.#draining = false;
    }
  }

  #takeNext(): WaitingCall {
    const cancelled = this.#waiting.findIndex(call => call.cancelled);
    const index = cancelled >= 0 ? cancelled : this.#options.pick(this.#waiting.map(call => call.method));
    return this.#waiting.splice(index, 1)[0]!;
  }
}
