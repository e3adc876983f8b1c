import type { Unit } from '../../core/text/token.ts';
import { visibleText } from '../../core/text/visibleText.ts';

/** How a word of the strip is marked. */
export interface StripMark {
  /** 1 to 8, see core/scale. */
  readonly bucket: number;
  /** The number behind it, shown where there is no colour. */
  readonly note: string;
}

/**
 * The words in their order with their marks; the word looked from stands in >angle brackets<, or underlined. Line breaks stay, other gaps
 * become a space.
 */
export function drawStrip(
  text: string,
  words: readonly Unit[],
  source: number | null,
  markOf: (index: number) => StripMark | null,
  colour: boolean,
): string[] {
  let strip = '';
  let end = -1;
  for (const [index, unit] of words.entries()) {
    // Special tokens that were not typed.
    if (unit.start < 0) continue;
    const gap = end < 0 ? '' : text.slice(end, unit.start);
    strip += gap.includes('\n') ? '\n' : gap === '' ? '' : ' ';
    strip += drawWord(visibleText(unit.label), index === source, markOf(index), colour);
    end = unit.end;
  }
  return strip.split('\n');
}

function drawWord(label: string, isSource: boolean, mark: StripMark | null, colour: boolean): string {
  if (isSource) return colour ? `${ESCAPE}1;4m${label}${ESCAPE}0m` : `>${label}<`;
  if (!mark) return label;
  return colour ? `${ESCAPE}48;5;${HEAT_COLOURS[mark.bucket - 1]!};38;5;16m${label}${ESCAPE}0m` : `[${label} ${mark.note}]`;
}

/** Backgrounds for the buckets 1 to 8 out of the 256 terminal colours, pale yellow to strong orange; the text on them is black. */
const HEAT_COLOURS = [230, 229, 228, 222, 221, 215, 214, 208] as const;
const ESCAPE = '\u001b[';

/** Source of a pattern of exactly the escapes that are written here. */
export const COLOURS = String.raw`\x1b\[(?:0|1;4|48;5;(?:${HEAT_COLOURS.join('|')});38;5;16)m`;
