import { lazy } from '../lazy.ts';

const segmenter = lazy(() => new Intl.Segmenter('en', { granularity: 'grapheme' }));

/** Emoji that are drawn as pictures: by themselves, by a variation selector, as a flag, a keycap. */
const PICTURE = /\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\u20e3/u;
const NOTHING = /^[\p{M}\p{Default_Ignorable_Code_Point}\p{Cc}]*$/u;

/** East Asian Wide and Fullwidth (UAX 11), by the blocks that hold them: first, last, first, last ... */
const WIDE = [
  0x1100, 0x115f, 0x2e80, 0x303e, 0x3041, 0x33ff, 0x3400, 0x4dbf, 0x4e00, 0xa4cf, 0xa960, 0xa97f, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe10,
  0xfe19, 0xfe30, 0xfe6f, 0xff01, 0xff60, 0xffe0, 0xffe6, 0x16fe0, 0x18dff, 0x1aff0, 0x1b2ff, 0x1f200, 0x1f265, 0x20000, 0x3fffd,
] as const; // prettier-ignore

/** Columns that a text takes in a terminal: two for Chinese characters and emoji, none for marks, one for everything else. */
export function displayWidth(text: string): number {
  // oxlint-disable-next-line no-control-regex -- plain ASCII, almost always
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter().segment(text)) width += widthOf(segment);
  return width;
}

/** Filled with spaces up to a width, before or behind. */
export function padToWidth(text: string, width: number, side: 'start' | 'end'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return side === 'start' ? space + text : text + space;
}

function widthOf(grapheme: string): number {
  if (NOTHING.test(grapheme)) return 0;
  // The sound marks of halfwidth kana have a column of their own.
  const soundMarks = grapheme.match(/[\uff9e\uff9f]$/) ? 1 : 0;
  return (PICTURE.test(grapheme) || isWide(grapheme.codePointAt(0)!) ? 2 : 1) + soundMarks;
}

function isWide(codePoint: number): boolean {
  for (let at = 0; at < WIDE.length; at += 2) if (codePoint >= WIDE[at]! && codePoint <= WIDE[at + 1]!) return true;
  return false;
}
