import type { Capable } from '../../../src/core/model/capability.ts';
import { heatsOf } from '../../../src/core/state/heats.ts';
import type { Unit } from '../../../src/core/text/token.ts';
import type { Heat } from '../../../src/core/state/viewState.ts';
import { attentionReading, cosineReading, type SideReading } from '../../../src/core/attention/whatIf.ts';
import { sequenceOf } from '../../../src/core/text/tokenSequence.ts';
import type { LikenessSlice } from '../../../src/protocol/embeddingApi.ts';
import type { WhatIfPart } from '../../../src/protocol/panelParts.ts';
import { keptPart } from '../../hooks/keptPart.ts';
import type { Scene } from '../../scene.ts';

/** What a text and its variant can be compared by. Without a likeness the word embeddings cannot be read. */
export function comparedBy(model: Capable, { likeness }: WhatIfPart): readonly Heat[] {
  return likeness === null ? ['attention'] : heatsOf(model);
}

/** The text's likeness that can stand beside the variant's: of the same hidden state; null while it is not here. */
export function likenessToCompare(scene: Scene, { likeness }: WhatIfPart): LikenessSlice | null {
  const own = keptPart(scene, 'likeness');
  return own?.state === likeness?.state ? own : null;
}

/** What the text and its variant say of a source word, in one meaning of the colour. `likeness` is the text's. */
export function readingsOf(
  heat: Heat,
  { units, data, matrix, state }: Scene,
  part: WhatIfPart,
  others: readonly Unit[],
  likeness: LikenessSlice | null,
): readonly [text: SideReading, variant: SideReading] {
  if (heat === 'attention')
    return [
      attentionReading(units, sequenceOf(data.summary).tokens.length, matrix, state),
      attentionReading(others, sequenceOf(part.summary).tokens.length, part.matrix, state),
    ];
  return [cosineReading(units, likeness?.[heat] ?? null), cosineReading(others, part.likeness?.[heat] ?? null)];
}
