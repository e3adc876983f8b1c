import { ATTENTION_PARTS } from './attentionParts.ts';
import { EMBEDDING_PARTS } from './embeddingParts.ts';
import { INFLUENCE_PARTS } from './influenceParts.ts';
import { INPUT_PARTS } from './inputParts.ts';
import { OCCURRENCE_PARTS } from './occurrenceParts.ts';
import type { PartMakers } from './partMaker.ts';

/** Every part that the page can make, one file a group. */
export const PART_MAKERS: PartMakers = {
  ...ATTENTION_PARTS,
  ...EMBEDDING_PARTS,
  ...INFLUENCE_PARTS,
  ...OCCURRENCE_PARTS,
  ...INPUT_PARTS,
};
