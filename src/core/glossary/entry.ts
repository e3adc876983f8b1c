/** One term of the panel: what it is, in one to three sentences, and the terms that a reader may want next. */
export interface GlossaryEntry {
  readonly name: string;
  /** Words of a text and tokens stand between backticks. */
  readonly text: string;
  readonly related: readonly string[];
}

/** Entries by their ids. */
export type GlossaryEntries = Readonly<Record<string, GlossaryEntry>>;
