import type { ThemeColors } from './theme.ts';
import { largestOfBlocks } from './blocks.ts';
import { fillHeat, squareSide } from './heatMarks.ts';
import type { Painter } from './painter.ts';
import type { StripsLayout } from './stripLayout.ts';

/** layers x count: buckets and weights of the units shown, in the order shown. */
export interface StripCells {
  readonly buckets: Uint8Array;
  readonly weights: Float32Array;
  /** Whether the unit at a position has a link with the source: without one there is nothing to paint. */
  readonly sees: (position: number) => boolean;
}

export function paintStrips(painter: Painter, theme: ThemeColors, layout: StripsLayout, cells: StripCells): void {
  const dots = largestOfBlocks(cells.buckets, layout.layers, layout.count, 1, layout.block);
  const snap = (value: number) => Math.round(value * theme.ratio) / theme.ratio;
  for (let layer = 0; layer < dots.rows; layer++)
    for (let column = 0; column < dots.columns; column++) {
      const x = snap(column * layout.step);
      const width = snap((column + 1) * layout.step) - x - layout.gap;
      const y = layer * layout.rowStep;
      if (!isAnySeen(cells, column * layout.block, Math.min(layout.count, (column + 1) * layout.block))) continue;
      const bucket = dots.buckets[layer * dots.columns + column]!;
      painter.rect(x, y, width, layout.rowHeight, theme.ground, 'ground');
      if (bucket === 0) continue;
      if (!theme.highContrast) fillHeat(painter, theme, bucket, x, y, width, layout.rowHeight);
      else {
        const weight = layout.block === 1 ? cells.weights[layer * layout.count + column]! : (bucket / 8) ** 2;
        const high = squareSide(layout.rowHeight, weight);
        const wide = Math.min(width, high);
        const [left, top] = [x + Math.round((width - wide) / 2), y + Math.round((layout.rowHeight - high) / 2)];
        painter.rect(left, top, wide, high, theme.line, 'square');
      }
    }
}

function isAnySeen({ sees }: StripCells, start: number, end: number): boolean {
  for (let position = start; position < end; position++) if (sees(position)) return true;
  return false;
}

/** The source's own column, and the cell pointed at; positions among the units shown, -1 for none. Their frames stand up to 3 pixels outside of the picture. */
export function paintStripMarks(
  painter: Painter,
  theme: ThemeColors,
  layout: StripsLayout,
  source: number,
  cell: readonly [layer: number, position: number] | null,
): void {
  const outset = layout.gap === 1 ? 1 : 2;
  const left = (position: number) => Math.round(Math.floor(position / layout.block) * layout.step) - 1;
  if (source >= 0) {
    const rect = { x: left(source), y: -1, width: layout.step + outset, height: layout.height + 2 };
    painter.frame(rect, theme.source, 1, 'source');
  }
  if (cell) {
    const [layer, position] = cell;
    const y = layer * layout.rowStep - 2;
    const rect = { x: left(position) - 1, y, width: layout.step + outset + 2, height: layout.rowHeight + 4 };
    painter.frame(rect, theme.foreground, 2, 'cell');
  }
}
