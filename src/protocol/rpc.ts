import { isRecord } from '../core/checks.ts';
import type { Fault } from '../core/fault.ts';

/**
 * A remote procedure call derived from one interface: `RpcClient<EngineApi>` is typed by `EngineApi` alone, and so are the server's handlers.
 * The carrier is anything that delivers structured clones in order (here: the channel of a forked process).
 *
 * Promises kept: every call settles exactly once; a failure is a {@link Fault}, never a foreign exception; what is unknown, late, doubled or
 * malformed is dropped; what cannot be cloned, in either direction, fails the one call that it belongs to.
 * The two ends are {@link ./rpcClient.ts} and {@link ./rpcServer.ts}; here is what they share.
 */
export type MethodOf<Api> = keyof Api & string;
export type ParametersOf<Api, M extends keyof Api> = Api[M] extends (parameters: infer P) => unknown ? P : never;
export type ResultOf<Api, M extends keyof Api> = Api[M] extends (...parameters: never[]) => infer R ? R : never;

/** What a handler may ask about the call it serves. */
export interface CallContext {
  /** Nobody waits for the answer any more. */
  readonly cancelled: boolean;
  /** Says that the work goes on, and how far it is where that is known; as often as one likes. */
  readonly progress?: (step?: Step) => void;
}

/** How far a call is: so much of all that it has to do. */
export interface Step {
  readonly done: number;
  readonly total: number;
  /** What was written so far, of a call that writes a text. */
  readonly written?: string;
}

/** Of a call inside one process, which is never given up. */
export const TO_THE_END: CallContext = { cancelled: false };

export type Handlers<Api> = {
  readonly [M in MethodOf<Api>]: (parameters: ParametersOf<Api, M>, context: CallContext) => ResultOf<Api, M> | Promise<ResultOf<Api, M>>;
};

export interface RequestMessage {
  readonly kind: 'request';
  readonly id: number;
  readonly method: string;
  readonly parameters: unknown;
}
export interface AbortMessage {
  readonly kind: 'abort';
  readonly id: number;
}
/** The server has taken a call, or goes on with it. */
export interface ProgressMessage {
  readonly kind: 'progress';
  readonly id: number;
  readonly step?: Step;
}
export type ResponseMessage =
  | { readonly kind: 'response'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly kind: 'response'; readonly id: number; readonly ok: false; readonly fault: Fault };

export type Send = (message: RequestMessage | AbortMessage | ProgressMessage | ResponseMessage) => void;

export const CANCELLED: Fault = {
  code: 'cancelled',
  title: 'Cancelled',
  cause: 'The request was cancelled before it finished.',
  nextStep: 'Ask again when you need it.',
};

function hasKind(message: unknown, kind: string): message is { readonly id: number } & Record<string, unknown> {
  return isRecord(message) && message['kind'] === kind && Number.isSafeInteger(message['id']);
}

export function isRequest(message: unknown): message is RequestMessage {
  return hasKind(message, 'request') && typeof message['method'] === 'string';
}

export function isAbort(message: unknown): message is AbortMessage {
  return hasKind(message, 'abort');
}

export function isProgress(message: unknown): message is ProgressMessage {
  return hasKind(message, 'progress') && (message['step'] === undefined || isStep(message['step']));
}

function isStep(value: unknown): value is Step {
  if (!isRecord(value) || !Number.isFinite(value['done']) || !Number.isFinite(value['total'])) return false;
  return value['written'] === undefined || typeof value['written'] === 'string';
}

export function isResponse(message: unknown): message is ResponseMessage {
  if (!hasKind(message, 'response')) return false;
  return message['ok'] === true ? 'value' in message : message['ok'] === false && isFault(message['fault']);
}

const FAULT_TEXTS = ['code', 'title', 'cause', 'nextStep'] as const;

function isFault(value: unknown): value is Fault {
  return isRecord(value) && FAULT_TEXTS.every(key => typeof value[key] === 'string');
}
