import type { GroundLayout, GroundParts } from '../core/grounding/layout.ts';
import type { SentenceReach } from '../core/grounding/reach.ts';
import type { Removal } from '../core/grounding/verdict.ts';
import type { HeadRef } from '../core/attention/lens.ts';
import type { ModelRequest, RunSummary } from './engineApi.ts';

/** An answer, and what it was made from: a decoder reads all of it in one pass. */
export interface GroundRequest extends ModelRequest {
  /** As the others at most MAX_RUN_CHARACTERS UTF-16 units: the caller has cut it. */
  readonly source: string;
  /** '': none was asked. */
  readonly question: string;
  readonly answer: string;
  /** The source and the question are a user's message, the answer is the model's, as its chat template writes them. Left out: where there is a template. */
  readonly chat?: boolean;
}

/** What an answer looks at. */
export interface GroundFindings extends GroundLayout {
  /** One a sentence of the answer. */
  readonly reached: readonly SentenceReach[];
  /** Tokens that are sinks. */
  readonly sinks: readonly number[];
  /** The heads by which source sentences are ranked: those that look at content. */
  readonly contentHeads: readonly HeadRef[];
}

/** Of a run of two texts in a decoder: the first is the source, the second the answer. */
export interface GroundPairRequest {
  readonly runId: number;
  /** That was run. */
  readonly text: string;
}

/** The same of texts that are read for it; the run is of all three, one behind the other, and is kept as every run is. */
export interface GroundSlice extends GroundFindings {
  readonly summary: RunSummary;
  /** What was read, without what a template writes: the spans of tokens and sentences are in it. */
  readonly text: string;
  readonly parts: GroundParts;
  /** UTF-16 units at the end of the source that were left out since all of it is more than the model reads; 0: nothing. */
  readonly cut: number;
}

/** Leaves source sentences out of what {@link GroundFindings} were made of, and reads the rest again. */
export interface RemovalRequest {
  readonly runId: number;
  /** Sentences of the source that are left out together, removal by removal; all of them: the whole source. */
  readonly taken: readonly (readonly number[])[];
}

export interface RemovalSlice {
  /** Natural logarithm of the probability of each token of the answer with the whole source; NaN of one that nothing stands before. */
  readonly logProbabilities: Float32Array;
  /** One for each removal that was asked for. */
  readonly removals: readonly Removal[];
}
