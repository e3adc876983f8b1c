import type { HeadRef } from '../../core/attention/lens.ts';

/** Looks at some rows of all heads, and at vectors of the same tokens, as they go by. */
export interface RowWatcher {
  /** Tokens whose rows are wanted, ascending. */
  readonly queries: readonly number[];
  /**
   * Rows of a valid head; of one that turns out to be invalid later, those before.
   * @param map [rows, columns]
   * @param rows the token of each row: more than those that are wanted
   * @param columns that are given: those behind the last row's own place may be left out
   */
  readonly take: (head: HeadRef, map: Float32Array, rows: readonly number[], columns: number) => void;
  /** A hidden state by its name; null: none. It is given where a text is held by rows. */
  readonly state: string | null;
  /** @param vectors of the tokens from one on, [tokens, width] */
  readonly takeVectors: (vectors: Float32Array, from: number, tokens: number) => void;
}
