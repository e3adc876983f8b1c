import type { AttentionStack } from '../../core/model/stack.ts';
import type { UnitMatrix } from '../../core/state/unitMatrix.ts';
import type { ViewState } from '../../core/state/viewState.ts';
import type { Unit } from '../../core/text/token.ts';
import type { TokenSequence } from '../../core/text/tokenSequence.ts';

/** A text that is shown, for what pages derive of it beyond attention: a scene of the panel is one. */
export interface Viewed {
  readonly units: readonly Unit[];
  readonly matrix: UnitMatrix;
  readonly data: { readonly summary: { readonly sequences: readonly TokenSequence[] } };
  readonly state: ViewState;
  readonly model: { readonly attention: AttentionStack };
}
