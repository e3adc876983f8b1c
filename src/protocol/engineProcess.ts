/** What the engine process and the one who forks it agree on besides {@link ./engineApi.ts}. */

/** The engine writes this line to stderr before it ends itself because it uses more memory than it may. */
export const OUT_OF_MEMORY_LINE = '@attention-lens: out of memory';

/** The engine writes this line to stderr every second in which something was read from the disk: loading a model is silent otherwise. */
export const READING_LINE = '@attention-lens: reading';

/** How often the engine looks at its memory and at its parent, also while native code blocks its main thread. */
export const WATCH_INTERVAL_MILLISECONDS = 200;
