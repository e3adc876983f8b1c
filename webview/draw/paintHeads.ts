import type { HeadRef } from '../../src/core/attention/lens.ts';
import { allHeads } from '../../src/core/model/stack.ts';
import type { ThumbnailSlice } from '../../src/protocol/engineApi.ts';
import type { ThemeColors } from '../theme.ts';
import { largestOfBlocks, type Dots } from './blocks.ts';
import { fillHeat, type Rect } from './canvas.ts';
import { headRect, ringsOf, type HeadsLayout } from './headsLayout.ts';

/** In high contrast only weights from this bucket on (.098) become dots; fainter ones would fill the thumbnails. */
const FIRST_SOLID_BUCKET = 3;
const CORNER = 7;

/** All thumbnails. Changes only with the run, the size and the theme. */
export function paintThumbnails(
  context: CanvasRenderingContext2D,
  theme: ThemeColors,
  layout: HeadsLayout,
  slice: ThumbnailSlice,
  invalid: readonly HeadRef[],
): void {
  const cells = slice.rows * slice.columns;
  const blockFor = (count: number) => Math.max(1, Math.ceil(count / Math.floor(layout.thumbnail * theme.ratio)));
  for (const [index, head] of allHeads(slice.heads).entries()) {
    const rect = headRect(layout, head);
    context.fillStyle = theme.ground;
    context.fillRect(rect.x, rect.y, rect.width, rect.height);
    const buckets = slice.buckets.subarray(index * cells, (index + 1) * cells);
    paintThumbnail(
      context,
      theme,
      rect,
      largestOfBlocks(buckets, slice.rows, slice.columns, blockFor(slice.rows), blockFor(slice.columns)),
    );
    if (theme.highContrast) strokeInside(context, rect, theme.border, 1, -0.5);
  }
  for (const head of invalid) crossOut(context, theme, headRect(layout, head));
}

function paintThumbnail(context: CanvasRenderingContext2D, theme: ThemeColors, rect: Rect, dots: Dots): void {
  const snap = (value: number) => Math.round(value * theme.ratio) / theme.ratio;
  const edges = Array.from({ length: dots.columns + 1 }, (_, i) => snap((i * rect.width) / dots.columns));
  for (let row = 0; row < dots.rows; row++)
    for (let column = 0; column < dots.columns; column++) {
      const bucket = dots.buckets[row * dots.columns + column]!;
      if (bucket === 0) continue;
      const x = edges[column]!;
      const y = edges[row]!;
      const width = edges[column + 1]! - x;
      const height = edges[row + 1]! - y;
      if (!theme.highContrast) fillHeat(context, theme, bucket, rect.x + x, rect.y + y, width, height);
      else if (bucket >= FIRST_SOLID_BUCKET) {
        context.fillStyle = theme.line;
        context.fillRect(rect.x + x, rect.y + y, width, height);
      }
    }
}

/** What lies over the thumbnails and changes with the word and the view. */
export interface HeadMarks {
  /** Heads of the view: ringed. */
  readonly chosen: readonly HeadRef[];
  /** Strongest heads for the word: an amber corner, in high contrast a heavy edge. */
  readonly hints: readonly HeadRef[];
  /** Head under the pointer or the keyboard. */
  readonly pointed: HeadRef | null;
  /** The keyboard is here. */
  readonly focused: boolean;
}

export function paintHeadMarks(context: CanvasRenderingContext2D, theme: ThemeColors, layout: HeadsLayout, marks: HeadMarks): void {
  paintNumbers(context, theme, layout, marks);
  for (const head of marks.hints) paintHint(context, theme, headRect(layout, head));
  for (const ring of ringsOf(layout, marks.chosen)) strokeInside(context, ring, theme.foreground, 2, 1);
  if (marks.pointed) strokeInside(context, headRect(layout, marks.pointed), marks.focused ? theme.focus : theme.foreground, 1, -0.5);
}

function paintNumbers(context: CanvasRenderingContext2D, theme: ThemeColors, layout: HeadsLayout, marks: HeadMarks): void {
  const { left, top, step, thumbnail } = layout;
  const one = marks.chosen.length === 1 ? marks.chosen[0]! : null;
  const chosenLayers = new Set(marks.chosen.map(([layer]) => layer));
  const isOn = (layer: number) => chosenLayers.has(layer) && chosenLayers.size < layout.layers;
  const label = (text: string, x: number, y: number, align: CanvasTextAlign, on: boolean) => {
    context.font = `${on ? '600 ' : ''}11px ${theme.font}`;
    context.fillStyle = on ? theme.foreground : theme.muted;
    context.textAlign = align;
    context.textBaseline = 'middle';
    context.fillText(text, x, y);
  };
  for (let head = 0; head < layout.heads; head++)
    if (thumbnail >= 12 || head % 2 === 0)
      label(String(head), left + head * step + thumbnail / 2, top / 2 - 1, 'center', one?.[1] === head);
  for (let layer = 0; layer < layout.layers; layer++)
    if (thumbnail >= 12 || layer % 2 === 0) label(String(layer), left - 6, top + layer * step + thumbnail / 2 + 1, 'right', isOn(layer));
}

function paintHint(context: CanvasRenderingContext2D, theme: ThemeColors, rect: Rect): void {
  // A corner would drown among the dots of high contrast.
  if (theme.highContrast) {
    strokeInside(context, rect, theme.line, 3, 0.5);
    return;
  }
  const side = Math.min(CORNER, rect.width / 2);
  for (const [color, length] of [
    [theme.background, side + 2],
    [theme.line, side],
  ] as const) {
    context.fillStyle = color;
    context.beginPath();
    context.moveTo(rect.x + rect.width - length, rect.y);
    context.lineTo(rect.x + rect.width, rect.y);
    context.lineTo(rect.x + rect.width, rect.y + length);
    context.fill();
  }
}

/** A head without valid weights has no picture: two diagonals say so. */
function crossOut(context: CanvasRenderingContext2D, theme: ThemeColors, rect: Rect): void {
  context.strokeStyle = theme.muted;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(rect.x, rect.y);
  context.lineTo(rect.x + rect.width, rect.y + rect.height);
  context.moveTo(rect.x + rect.width, rect.y);
  context.lineTo(rect.x, rect.y + rect.height);
  context.stroke();
}

/** A frame whose middle lies `inset` pixels inside the rectangle. */
function strokeInside(context: CanvasRenderingContext2D, rect: Rect, color: string, lineWidth: number, inset: number): void {
  context.strokeStyle = color;
  context.lineWidth = lineWidth;
  context.strokeRect(rect.x + inset, rect.y + inset, rect.width - 2 * inset, rect.height - 2 * inset);
}
