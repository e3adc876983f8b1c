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
}

/** The answering side: one call at a time, chosen by `pick`; a call cancelled while it waits is answered without being started. */
export class RpcServer<Api> {
  readonly #handlers: Handlers<Api>;
  readonly #send: Send;
  readonly #options: RpcServerOptions;
  readonly #waiting: WaitingCall[] = [];
  #current: WaitingCall | null = null;
  #draining = false;

  constructor(handlers: Handlers<Api>, send: Send, options: RpcServerOptions) {
    this.#handlers = handlers;
    this.#send = send;
    this.#options = options;
  }

  receive(message: unknown): void {
    if (isAbort(message)) {
      const call = this.#current?.id === message.id ? this.#current : this.#waiting.find(waiting => waiting.id === message.id);
      if (call) call.cancelled = true;
    } else if (isRequest(message)) {
      this.#waiting.push({ id: message.id, method: message.method, parameters: message.parameters, cancelled: false });
      void this.#drain();
    }
  }

  async #drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    while (this.#waiting.length > 0) {
      await this.#options.turn();
      const call = this.#takeNext();
      this.#current = call;
      this.#send(await this.#answer(call));
      this.#current = null;
    }
    this.#draining = false;
  }

  #takeNext(): WaitingCall {
    const cancelled = this.#waiting.findIndex(call => call.cancelled);
    const index = cancelled >= 0 ? cancelled : this.#options.pick(this.#waiting.map(call => call.method));
    return this.#waiting.splice(index, 1)[0]!;
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
