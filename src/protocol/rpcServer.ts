import { toFault } from '../core/errors.ts';
import { CANCELLED, isAbort, isRequest, type Handlers, type MethodOf, type ParametersOf, type ResponseMessage, type Send } from './rpc.ts';

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
  readonly isBeside: (method: string) => boolean;
}

/** The answering side: one call at a time, chosen by `pick`, but for those `isBeside`. */
export class RpcServer<Api> {
  readonly #handlers: Handlers<Api>;
  readonly #isBeside: RpcServerOptions['isBeside'];
  readonly #queue: CallQueue;
  readonly #beside: CallQueue;

  constructor(handlers: Handlers<Api>, send: Send, options: RpcServerOptions) {
    this.#handlers = handlers;
    this.#isBeside = options.isBeside;
    const answer = async (call: WaitingCall): Promise<void> => send(await this.#answer(call));
    this.#queue = new CallQueue(answer, options);
    this.#beside = new CallQueue(answer, options);
  }

  receive(message: unknown): void {
    if (isAbort(message)) {
      for (const queue of [this.#queue, this.#beside]) queue.cancel(message.id);
    } else if (isRequest(message)) {
      const { id, method, parameters } = message;
      (this.#isBeside(method) ? this.#beside : this.#queue).add({ id, method, parameters, cancelled: false });
    }
  }

  async #answer(call: WaitingCall): Promise<ResponseMessage> {
    const { id, method } = call;
    if (call.cancelled) return { kind: 'response', id, ok: false, fault: CANCELLED };
    try {
      if (!Object.hasOwn(this.#handlers, method)) throw new Error(`unknown method ${method.slice(0, 40)}`);
      const handler = this.#handlers[method as MethodOf<Api>];
      const value = await handler(call.parameters as ParametersOf<Api, MethodOf<Api>>, call);
      return { kind: 'response', id, ok: true, value };
    } catch (error) {
      return { kind: 'response', id, ok: false, fault: toFault(error) };
    }
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
    while (this.#waiting.length > 0) {
      await this.#options.turn();
      this.#current = this.#takeNext();
      await this.#answer(this.#current);
      this.#current = null;
    }
    this.#draining = false;
  }

  #takeNext(): WaitingCall {
    const cancelled = this.#waiting.findIndex(call => call.cancelled);
    const index = cancelled >= 0 ? cancelled : this.#options.pick(this.#waiting.map(call => call.method));
    return this.#waiting.splice(index, 1)[0]!;
  }
}
