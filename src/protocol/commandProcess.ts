/** What the process of a command tells the one that supervises it. */
export type CommandMessage =
  /** It is not stuck: its event loop turns. Sent every {@link ALIVE_INTERVAL_MILLISECONDS}, and when it no longer waits. */
  | { readonly kind: 'alive' }
  /** It may block now for as long as somebody else likes: a reader of its output, say. Until the next 'alive' no limit counts. */
  | { readonly kind: 'waiting' }
  /** The unfinished file there is now, to be removed if the process has to be killed; null: there is none. */
  | { readonly kind: 'unfinished'; readonly file: string | null }
  /** It is done, with this exit code, and all that it wrote has arrived. */
  | { readonly kind: 'done'; readonly code: number };

export const ALIVE_INTERVAL_MILLISECONDS = 1000;
