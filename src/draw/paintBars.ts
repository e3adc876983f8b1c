import type { ThemeColors } from './theme.ts';
import { barPath, type BarLayout } from './barRows.ts';
import { lineData, type Painter } from './painter.ts';
import { edgeStyle } from './paintLine.ts';

/** One row of bars: where it stands, its values, and the range that its height is; CSS pixels. */
export interface BarRow {
  readonly top: number;
  readonly height: number;
  /** One a token; none where there are no bars. */
  readonly values: ArrayLike<number>;
  /** Holds 0, from which the bars start. */
  readonly range: readonly [low: number, high: number];
}

/** Rows of bars over the same tokens, `height` pixels in all; `token`: the one pointed at, in every row. */
export function paintBars(
  painter: Painter,
  theme: ThemeColors,
  layout: BarLayout,
  rows: readonly BarRow[],
  height: number,
  token: number | null,
): void {
  const { width, step } = layout;
  if (token !== null) {
    const cursor = { x: token * step, y: 0, width: Math.max(1, step - 1), height };
    painter.path(
      `M${cursor.x} 0h${cursor.width}v${height}h${-cursor.width}z`,
      theme.highContrast ? { stroke: theme.activeBorder, kind: 'bar-cursor' } : { fill: theme.selection, kind: 'bar-cursor' },
    );
  }
  const edge = edgeStyle(theme);
  for (const row of rows) {
    if (row.values.length === 0) continue;
    const [low, high] = row.range;
    const zero = row.top + row.height * (low < 0 ? high / (high - low) : 1);
    painter.path(lineData(0, zero, width, zero), edge);
    painter.path(barPath(layout, row.values, row.top, row.height, row.range), { fill: theme.muted, kind: 'bars' });
  }
}
