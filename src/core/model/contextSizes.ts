/** How long a text may be. */
export interface ContextSizes {
  /** Tokens that are read at once here, special tokens included: the model's own context, or as many as memory allows. */
  readonly contextLength: number;
  /** Tokens that the model was made to read; null where neither its graph nor its settings say. */
  readonly ownContext: number | null;
}
