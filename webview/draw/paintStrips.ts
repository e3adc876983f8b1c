import type { ThemeColors } from '../theme.ts';
import { largestOfBlocks } from './blocks.ts';
import { fillHeat, squareSide, strokeFrame } from './canvas.ts';
import type { StripsLayout } from './stripLayout.ts';

/** layers x count: buckets and weights of the units shown, in the order shown. */
export interface StripCells {
  readonly buckets: Uint8Array;
  readonly weights: Float32Array;
}

export function paintStrips(context: CanvasRenderingContext2D, theme: ThemeColors, layout: StripsLayout, cells: StripCells): void {
  const dots = largestOfBlocks(cells.buckets, layout.layers, layout.count, 1, layout.block);
  const snap = (value: number) => Math.round(value * theme.ratio) / theme.ratio;
  for (let layer = 0; layer < dots.rows; layer++)
    for (let column = 0; column < dots.columns; column++) {
      const x = snap(column * layout.step);
      const width = snap((column + 1) * layout.step) - x - layout.gap;
      const y = layer * layout.rowStep;
      const bucket = dots.buckets[layer * dots.columns + column]!;
      context.fillStyle = theme.ground;
      context.fillRect(x, y, width, layout.rowHeight);
      if (bucket === 0) continue;
      if (!theme.highContrast) fillHeat(context, theme, bucket, x, y, width, layout.rowHeight);
      else {
        const weight = layout.block === 1 ? cells.weights[layer * layout.count + column]! : (bucket / 8) ** 2;
        const high = squareSide(layout.rowHeight, weight);
        const wide = Math.min(width, high);
        context.fillStyle = theme.line;
        context.fillRect(x + Math.round((width - wide) / 2), y + Math.round((layout.rowHeight - high) / 2), wide, high);
      }
    }
}

/** The source's own column, and the cell pointed at; positions among the units shown, -1 for none. `margin` is the room around the picture. */
export function paintStripMarks(
  context: CanvasRenderingContext2D,
  theme: ThemeColors,
  layout: StripsLayout,
  source: number,
  cell: readonly [layer: number, position: number] | null,
  margin: number,
): void {
  const outset = layout.gap === 1 ? 1 : 2;
  const left = (position: number) => margin + Math.round(Math.floor(position / layout.block) * layout.step) - 1;
  if (source >= 0) {
    const rect = { x: left(source), y: margin - 1, width: layout.step + outset, height: layout.height + 2 };
    strokeFrame(context, rect, theme.source, 1);
  }
  if (cell) {
    const [layer, position] = cell;
    const y = margin + layer * layout.rowStep - 2;
    const rect = { x: left(position) - 1, y, width: layout.step + outset + 2, height: layout.rowHeight + 4 };
    strokeFrame(context, rect, theme.foreground, 2);
  }
}
