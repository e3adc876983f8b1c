import type { Span } from '../../core/text/span.ts';
import type { Side } from '../../core/text/textPair.ts';
import type { MatrixSlice, ModelSummary, RunSummary } from '../../protocol/engineApi.ts';
import type { ChosenView } from '../arguments/view.ts';
import type { UnitPair } from '../../core/text/alignUnits.ts';
import type { Replacement } from '../../core/text/replaceWord.ts';

/** One text, run once and seen through one view. */
export interface SeenText {
  readonly text: string;
  readonly summary: RunSummary;
  readonly matrix: MatrixSlice;
}

/** The text with one word replaced, run beside the original and seen through the same view. */
export interface ReplacedRun extends SeenText, Replacement {
  /** Words of the original and of this text that stand for each other. */
  readonly pairs: readonly UnitPair[];
  /** Of the word in the original. */
  readonly span: Span;
  /** [hidden states][pairs] cosine of the two vectors, NaN for a pair without a counterpart; empty without hidden states. */
  readonly cosines: readonly Float32Array[];
}

/** What the reports read. */
export interface RunReport extends SeenText {
  readonly model: ModelSummary;
  readonly view: ChosenView;
  /** Index of the word to look from, or null for all. */
  readonly word: number | null;
  readonly replaced: ReplacedRun | null;
  /** Of two texts the one whose words look; null: one text. */
  readonly looking: Side | null;
}
