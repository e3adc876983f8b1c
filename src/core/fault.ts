/** A failure as a value: what happened, why, and what to do. Safe to show: no local path, no text of the user, no stack. */
export interface Fault {
  readonly code: FaultCode;
  /** A few words, no full stop: "The model file is incomplete". */
  readonly title: string;
  /** Why, one sentence: "model.onnx holds 3.1 MB of 22.7 MB, so the copy was cut short." */
  readonly cause: string;
  /** What to do, one sentence: "Copy the file again, or use the built-in model." */
  readonly nextStep: string;
  /** For the log only: native message, stack. May hold paths; never text of the user. */
  readonly detail?: string;
}

/** Every way the product can fail that a person can act on; the command-line twin maps each to an exit code. */
export type FaultCode =
  | 'usage'
  | 'empty-text'
  | 'binary-text'
  | 'model-missing'
  | 'no-such-variant'
  | 'tokenizer-missing'
  /** It is there, but the system does not let it be read. */
  | 'file-unreadable'
  | 'file-empty'
  | 'file-truncated'
  | 'file-html'
  | 'file-lfs'
  | 'file-corrupt'
  | 'unsupported-model'
  | 'no-attention'
  /** The model lacks a part that this needs; the rest works. */
  | 'unavailable'
  | 'unsupported-tokenizer'
  | 'tokenizer-slow'
  | 'vocabulary-mismatch'
  | 'invalid-values'
  | 'untrusted'
  | 'engine-stopped'
  | 'out-of-memory'
  | 'stale-run'
  | 'cancelled'
  | 'runtime';
