import type { Influence } from '../../core/attention/influence.ts';
import { rankCorrelation } from '../../core/vectors/rankCorrelation.ts';
import type { Unit } from '../../core/text/token.ts';
import type { InfluenceMode } from '../../core/state/viewState.ts';
import type { ModelSummary } from '../../protocol/engineApi.ts';
import type { ChosenView } from '../arguments/view.ts';

/** What was measured of one word, and what its attention and rollout say of the same words. */
export interface InfluenceResult {
  readonly text: string;
  readonly model: ModelSummary;
  readonly words: readonly Unit[];
  readonly unit: number;
  readonly state: number;
  readonly mode: InfluenceMode;
  /** [words] NaN where not measured. */
  readonly shifts: Float32Array;
  readonly influence: Influence;
  /** The default lens. */
  readonly view: ChosenView;
  /** [words] the word's attention weights through it. */
  readonly attention: Float32Array;
  /** [words] the word's row of the rollout through the layers before the hidden state; null before any layer, and in a text that is held by rows. */
  readonly rollout: Float32Array | null;
}

/** How far the shifts agree with attention and with rollout over the words that were taken away; NaN where one of the two has no order. */
export function correlationsOf({ shifts, attention, rollout }: InfluenceResult): { readonly attention: number; readonly rollout: number } {
  return { attention: rankCorrelation(shifts, attention), rollout: rollout ? rankCorrelation(shifts, rollout) : NaN };
}
