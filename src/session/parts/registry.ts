import type { PartName } from '../../protocol/panelParts.ts';
import { distances } from './distances.ts';
import { ground } from './ground.ts';
import { influence } from './influence.ts';
import { input } from './input.ts';
import { layers } from './layers.ts';
import { likeness } from './likeness.ts';
import { link } from './link.ts';
import { map } from './map.ts';
import { model } from './model.ts';
import { neighbours } from './neighbours.ts';
import { occurrences } from './occurrences.ts';
import { path } from './path.ts';
import { positions } from './positions.ts';
import { ranking } from './ranking.ts';
import { removals } from './removals.ts';
import { rollout } from './rollout.ts';
import type { PartTask } from './task.ts';
import { thumbnails } from './thumbnails.ts';
import { tokens } from './tokens.ts';
import { whatIf } from './whatIf.ts';
import { wordVectors } from './wordVectors.ts';

/** Every part that `protocol/panelParts.ts` names: one that is missing, or has the value of another, does not compile. */
export const PARTS: { readonly [N in PartName]: PartTask<N> } = {
  tokens,
  model,
  thumbnails,
  ranking,
  link,
  layers,
  ground,
  removals,
  distances,
  likeness,
  path,
  neighbours,
  input,
  positions,
  map,
  influence,
  rollout,
  occurrences,
  whatIf,
  wordVectors,
};
