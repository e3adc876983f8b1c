import { alignedHeads } from '../../src/core/attention/aligns.ts';
import { withAligned, type RoledHead } from '../../src/core/attention/headRoles.ts';
import { isAcross } from '../../src/core/text/textPair.ts';
import type { ThumbnailSlice } from '../../src/protocol/headsApi.ts';
import type { Scene } from '../scene.ts';
import { keptPart } from './keptPart.ts';

const known = new WeakMap<ThumbnailSlice, readonly RoledHead[]>();

/** What heads do: those of the model, and from one text to another those that align them, while the pictures of all heads are here. */
export function shownRoles(scene: Scene): readonly RoledHead[] {
  const aligned = alignedIn(scene);
  return aligned.length === 0 ? scene.model.roles : withAligned(scene.model.roles, aligned);
}

export function alignedIn(scene: Scene): readonly RoledHead[] {
  const thumbnails = isAcross(scene.matrix.sides) ? keptPart(scene, 'thumbnails') : null;
  if (!thumbnails) return [];
  const before = known.get(thumbnails);
  const aligned = before ?? alignedHeads(thumbnails.alignments, thumbnails.heads);
  known.set(thumbnails, aligned);
  return aligned;
}
