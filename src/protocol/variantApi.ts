import type { UnitPair } from '../core/text/alignUnits.ts';
import type { Span } from '../core/text/span.ts';
import type { TextChange } from '../core/text/textChange.ts';
import type { Level } from '../core/text/token.ts';
import type { DriftSlice, LikenessSlice } from './embeddingApi.ts';
import type { MatrixRequest, MatrixSlice, RunRequest, RunSummary } from './engineApi.ts';

/** A run beside another whose text has one word replaced or masked. The engine keeps the tokens of a run and not its text, so that comes along. */
export interface VariantRun extends Pick<RunRequest, 'text' | 'fit' | 'caret'> {
  readonly runId: number;
  readonly level: Level;
  readonly change: TextChange;
  /** As for a run, but in the changed text. */
  readonly together?: readonly Span[];
}

export interface VariantRequest extends VariantRun, MatrixRequest {
  /** The hidden state whose cosines are asked for; null: none. */
  readonly state: number | null;
}

/** The changed text, beside the run that it was made from. Its own run is not kept. */
export interface VariantSlice {
  readonly summary: RunSummary;
  /** Units of the run and of the changed text that stand for each other. */
  readonly pairs: readonly UnitPair[];
  readonly matrix: MatrixSlice;
  /** Null when it was not asked for. */
  readonly likeness: LikenessSlice | null;
  /** How far each vector moved: cosines of the pairs with both sides, in the order of `pairs`; null without hidden states. */
  readonly drift: DriftSlice | null;
}
