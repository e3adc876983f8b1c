import type { Taken } from '../../core/export/taken.ts';
import type { ThumbnailSlice } from '../../protocol/headsApi.ts';
import type { ThemeColors } from '../theme.ts';
import type { FilePicture } from './framed.ts';
import { headsPicture, type HeadsDrawn } from './headsPicture.ts';
import { textPicture } from './textPicture.ts';
import { wordsPicture } from './wordsPicture.ts';

export const PICTURES = ['words', 'heads', 'text'] as const;
/** Every word to every word, a thumbnail of every head, or the text in its colours. */
export type PictureKind = (typeof PICTURES)[number];

/** What a picture is drawn of, beside what is shown. */
export interface AllHeads extends HeadsDrawn {
  readonly thumbnails: ThumbnailSlice;
}

/** @param all only for the picture of all heads */
export function pictureOf(kind: PictureKind, taken: Taken, all: AllHeads | null, theme: ThemeColors): FilePicture {
  if (kind === 'words') return wordsPicture(taken, theme);
  return kind === 'text' || all === null ? textPicture(taken, theme) : headsPicture(taken, all.thumbnails, all, theme);
}

const NAMES: Readonly<Record<PictureKind, string>> = { words: 'Every Word', heads: 'All Heads', text: 'Text' };

export function nameOfPicture(kind: PictureKind): string {
  return NAMES[kind];
}
