import { FaultError, toFault } from '../core/faults.ts';
import {
  CANCELLED,
  isProgress,
  isResponse,
  type MethodOf,
  type ParametersOf,
  type ResponseMessage,
  type ResultOf,
  type Send,
  type Step,
} from './rpc.ts';
import type { Fault } from '../core/fault.ts';

/** The carrier closed before the other side took the call: it has done nothing, and may be asked for again elsewhere. */
export class UntakenError extends FaultError {}

interface PendingCall {
  /** The server has begun with it. */
  taken: boolean;
  readonly onStep: ((step: Step) => void) | undefined;
  settle(response: ResponseMessage): void;
  abandon(error: FaultError): void;
}

/** The asking side. Feed it every incoming message, and close it when the carrier is gone; `send` throws for what cannot be cloned only. */
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

  /** Cancelled calls that the server has not answered: it may still be at work on them. */
  get abandoned(): number {
    return this.#abandoned.size;
  }

  /** Calls the server has not answered, cancelled ones included. */
  get unanswered(): number {
    return this.#pending.size + this.#abandoned.size;
  }

  /** @param onStep is told how far the call is, while somebody waits for it */
  call<M extends MethodOf<Api>>(
    method: M,
    parameters: ParametersOf<Api, M>,
    signal?: AbortSignal,
    onStep?: (step: Step) => void,
  ): Promise<ResultOf<Api, M>> {
    if (this.#closed) return Promise.reject(new FaultError(this.#closed));
    if (signal?.aborted) return Promise.reject(new FaultError(CANCELLED));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#abandoned.add(id);
        this.#pending.get(id)?.abandon(new FaultError(CANCELLED));
        this.#send({ kind: 'abort', id });
      };
      const finish = (): void => {
        this.#pending.delete(id);
        signal?.removeEventListener('abort', onAbort);
      };
      this.#pending.set(id, {
        taken: false,
        onStep,
        settle: response => {
          finish();
          // The server's handler of this method has exactly this result type; nothing else answers this id.
          if (response.ok) resolve(response.value as ResultOf<Api, M>);
          else reject(new FaultError(response.fault));
        },
        abandon: error => {
          finish();
          reject(error);
        },
      });
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        this.#send({ kind: 'request', id, method, parameters });
      } catch (error) {
        // It cannot be cloned: the carrier is as good as before.
        this.#pending.get(id)?.abandon(new FaultError(toFault(error)));
      }
    });
  }

  /** Returns whether the message is about a call of this client: the server answered it, took it or goes on with it. */
  receive(message: unknown): boolean {
    if (isProgress(message)) {
      const known = this.#pending.get(message.id);
      if (known) known.taken = true;
      if (message.step) known?.onStep?.(message.step);
      return known !== undefined || this.#abandoned.has(message.id);
    }
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
    for (const call of this.#pending.values()) call.abandon(call.taken ? new FaultError(fault) : new UntakenError(fault));
  }
}
