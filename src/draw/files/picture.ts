import { alignedHeads } from '../../core/attention/aligns.ts';
import { withAligned } from '../../core/attention/headRoles.ts';
import { isAnswer, type PictureKind, type ViewPicture } from '../../core/export/kinds.ts';
import { captionOf } from '../../core/export/tables.ts';
import type { Taken } from '../../core/export/taken.ts';
import { provenanceLine } from '../../core/export/provenance.ts';
import type { ThumbnailSlice } from '../../protocol/headsApi.ts';
import type { Material } from '../answers/material.ts';
import { answerOf } from '../answers/registry.ts';
import type { Palette } from '../theme.ts';
import type { FilePicture } from './framed.ts';
import { headsPicture } from './headsPicture.ts';
import { svgFile } from './svgFile.ts';
import { textPicture } from './textPicture.ts';
import { wordsPicture } from './wordsPicture.ts';

/** @param thumbnails only for the picture of all heads; without them it is none */
export function pictureOf(kind: PictureKind, material: Material, thumbnails: ThumbnailSlice | null, palette: Palette): FilePicture | null {
  const { taken, run, model } = material;
  if (isAnswer(kind)) return answerOf(kind).picture(material, palette);
  if (kind === 'words') return wordsPicture(taken, palette.heat);
  if (kind === 'text') return textPicture(taken, palette.heat);
  return (
    thumbnails &&
    headsPicture(
      taken,
      thumbnails,
      { invalid: run.invalidHeads, roles: withAligned(model.roles, alignedHeads(thumbnails.alignments, thumbnails.heads)) },
      palette.heat,
    )
  );
}

/** A picture as a file, with what it shows and where it is from. */
export function svgOf(kind: PictureKind, material: Material, picture: FilePicture): string {
  const { taken } = material;
  const table = isAnswer(kind) ? answerOf(kind).table(material) : null;
  return svgFile(table?.caption ?? captionOf(taken, taken.word.source), table?.source ?? sourceOfPicture(kind, taken), picture);
}

/** Where its numbers are from: those of the text are of one word. */
export function sourceOfPicture(kind: PictureKind, taken: Taken): string {
  return provenanceLine(taken, kind === 'text' ? taken.word.head : null);
}

const NAMES: Readonly<Record<ViewPicture, string>> = { words: 'Every Word', heads: 'All Heads', text: 'Text' };

export function nameOfPicture(kind: PictureKind): string {
  return isAnswer(kind) ? answerOf(kind).name : NAMES[kind];
}
