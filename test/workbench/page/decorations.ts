import type { Page } from 'playwright-core';
import type { PaintedRange } from './paintedRange.ts';
import { collectPaint } from './collectPaint.ts';
import { assemblePaintedRanges } from './paintedRange.ts';

/**
 * Every decoration that is painted in an editor, as ranges of the text it covers, from the top. VS Code paints what concerns a whole range
 * (background, border, outline) as boxes behind the text and what concerns letters (colour, font) as spans of the text: both halves of one
 * decoration come back as one range.
 *
 * Only lines on screen are painted. Touching ranges of one decoration type are painted as one box, whatever was asked for. A tab is painted as
 * spaces, so that columns to the right of one count what is on screen.
 */
export async function paintedRanges(page: Page, editor = 0): Promise<PaintedRange[]> {
  return assemblePaintedRanges(await page.evaluate(collectPaint, editor));
}
