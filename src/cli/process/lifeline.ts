import { ALIVE_INTERVAL_MILLISECONDS, type CommandMessage } from '../../protocol/commandProcess.ts';

/** What a command says of itself while it works, to whoever may have to end it. */
export interface Lifeline {
  readonly tell: (message: CommandMessage) => void;
}

/** Nobody watches. */
export const ALONE: Lifeline = { tell: () => undefined };

/** The channel to the parent. Says that this process is not stuck, for as long as it is not. */
export function holdLifeline(): Lifeline {
  // A send is written at once; one that fails means that the parent is gone, which ends this process by other ways.
  const tell = (message: CommandMessage): void => {
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  };
  setInterval(() => {
    tell({ kind: 'alive' });
  }, ALIVE_INTERVAL_MILLISECONDS).unref();
  return { tell };
}

/** Does what may block for as long as somebody else likes. */
export function whileWaiting<T>(lifeline: Lifeline, action: () => T): T {
  lifeline.tell({ kind: 'waiting' });
  try {
    return action();
  } finally {
    lifeline.tell({ kind: 'alive' });
  }
}
