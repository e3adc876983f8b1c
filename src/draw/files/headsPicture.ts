import { lettersOf, type RoledHead } from '../../core/attention/headRoles.ts';
import type { HeadRef } from '../../core/attention/lens.ts';
import { selectedHeads } from '../../core/attention/maps.ts';
import { nameOfModel } from '../../core/describe/model.ts';
import { sampleSuffix } from '../../core/describe/sample.ts';
import { nameOfHeads, type Taken } from '../../core/export/taken.ts';
import { isAcross } from '../../core/text/textPair.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import type { ThumbnailSlice } from '../../protocol/headsApi.ts';
import { layoutHeads } from '../headsLayout.ts';
import { drawsSinks, paintHeadMarks, paintThumbnails } from '../paintHeads.ts';
import type { ThemeColors } from '../theme.ts';
import { framed, type FilePicture } from './framed.ts';

/** Most cells of one thumbnail, whoever asks for them. */
export const THUMBNAIL_SIDE = 64;

const ROOM = 600;
const WIDE_ROOM = 1100;

/** What the heads of a run are drawn of, beside their thumbnails. */
export interface HeadsDrawn {
  readonly invalid: readonly HeadRef[];
  readonly roles: readonly RoledHead[];
}

/** A thumbnail of every head, those that are looked through in a ring. */
export function headsPicture(taken: Taken, thumbnails: ThumbnailSlice, { invalid, roles }: HeadsDrawn, theme: ThemeColors): FilePicture {
  const { model, heads, word } = taken;
  const { attention } = model;
  const isMany = Math.max(attention.heads.length, ...attention.heads) > 16;
  const layout = layoutHeads(isMany ? WIDE_ROOM : ROOM, thumbnails.heads, thumbnails.columns);
  const own = word.head ?? null;
  const chosen = heads.combine === 'strongest' ? (own ? [own] : []) : selectedHeads(heads.selection, attention.heads);
  const letters = lettersOf(roles);
  const line = drawsSinks(thumbnails, theme) ? ['grey line under a head: how much of its attention the sink takes'] : [];
  const body: FilePicture = {
    width: layout.width,
    height: layout.height,
    paint: painter => {
      // From one text to another each word sees all of it.
      paintThumbnails(painter, theme, layout, thumbnails, invalid, attention.causal && !isAcross(taken.matrix.sides));
      paintHeadMarks(painter, theme, layout, { chosen, roles, hints: [], pointed: null, focused: false });
    },
  };
  const ringed = chosen.length === 0 ? [] : [`In a ring: ${visibleText(nameOfHeads(heads, model))}.`];
  return framed(
    `All heads of ${visibleText(nameOfModel(model))}, ${layout.turned ? 'layers across, heads down' : 'layers down, heads across'}${sampleSuffix(thumbnails.sampled)}`,
    body,
    [...ringed, ...(letters.length + line.length > 0 ? [`${[...letters, ...line].join(', ')}.`] : [])],
    theme,
  );
}
