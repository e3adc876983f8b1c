import { FaultError, toFault, type Fault } from '../core/errors.ts';
import {
  CANCELLED,
  isResponse,
  type AbortMessage,
  type MethodOf,
  type ParametersOf,
  type RequestMessage,
  type ResponseMessage,
  type ResultOf,
  type Send,
} from './rpc.ts';

interface PendingCall {
  settle(response: ResponseMessage): void;
  abandon(fault: Fault): void;
}

/** The asking side. Feed it every incoming message, and close it when the carrier is gone. */
export class RpcClient<Api> {
  readonly #send: Send;
  readonly #pending = new Map<number, PendingCall>();
  /** Cancelled here, not yet answered by the server: it may still be at work on them. */
  readonly #abandoned = new Set<number>();
  #nextId = 1;
  #closed: Fault | null = null;

  constructor(send: Send) {
    this.#send = send;
  }

  /** Calls somebody waits for. */
  get pending(): number {
    return this.#pending.size;
  }

  /** Calls the server has not answered, cancelled ones included. */
  get unanswered(): number {
    return this.#pending.size + this.#abandoned.size;
  }

  call<M extends MethodOf<Api>>(method: M, parameters: ParametersOf<Api, M>, signal?: AbortSignal): Promise<ResultOf<Api, M>> {
    if (this.#closed) return Promise.reject(new FaultError(this.#closed));
    if (signal?.aborted) return Promise.reject(new FaultError(CANCELLED));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#abandoned.add(id);
        this.#pending.get(id)?.abandon(CANCELLED);
        this.#trySend({ kind: 'abort', id });
      };
      const finish = (): void => {
        this.#pending.delete(id);
        signal?.removeEventListener('abort', onAbort);
      };
      this.#pending.set(id, {
        settle: response => {
          finish();
          // The server's handler of this method has exactly this result type; nothing else answers this id.
          if (response.ok) resolve(response.value as ResultOf<Api, M>);
          else reject(new FaultError(response.fault));
        },
        abandon: fault => {
          finish();
          reject(new FaultError(fault));
        },
      });
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#trySend({ kind: 'request', id, method, parameters });
    });
  }

  /** Returns whether the message answered a call of this client. */
  receive(message: unknown): boolean {
    if (!isResponse(message)) return false;
    if (this.#abandoned.delete(message.id)) return true;
    const call = this.#pending.get(message.id);
    call?.settle(message);
    return call !== undefined;
  }

  /** Rejects everything pending, once, and every later call. */
  close(fault: Fault): void {
    if (this.#closed) return;
    this.#closed = fault;
    this.#abandoned.clear();
    for (const call of this.#pending.values()) call.abandon(fault);
  }

  #trySend(message: RequestMessage | AbortMessage): void {
    try {
      this.#send(message);
    } catch (error) {
      this.close(toFault(error));
    }
  }
}
