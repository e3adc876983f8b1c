import { effectsOf, type Removed, type SentenceEffects } from '../../core/grounding/effects.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import type { ModelSummary } from '../../protocol/engineApi.ts';
import type { GroundSlice } from '../../protocol/groundApi.ts';

/** What `ground` found. */
export interface GroundResult {
  readonly model: ModelSummary;
  readonly slice: GroundSlice;
  /** White space in front of each text as it was given, which is not read. */
  readonly trimmed: { readonly source: number; readonly answer: number };
  /** One a sentence of the answer; null where nothing was left out. */
  readonly effects: readonly SentenceEffects[] | null;
}

export function effectsIn(slice: GroundSlice, removed: Removed): readonly SentenceEffects[] {
  return effectsOf(slice, sequenceOf(slice.summary).words, removed);
}
