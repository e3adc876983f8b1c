import type { Encoding } from '../encoding.ts';

/** Puts special tokens around one text or two and says which segment each token is of. */
export interface PostProcessor {
  /** Ids of what it may add. */
  readonly specialIds: readonly number[];
  /**
   * @param encodings what the model made of one text or two
   * @param texts as written, by sequence id
   * @returns what is to follow one another
   * @throws FaultError `unsupported-tokenizer` for two texts when it has no place for them
   */
  process(encodings: readonly Encoding[], texts: readonly string[]): readonly Encoding[];
}
