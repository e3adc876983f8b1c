import type { ThemeColors } from './theme.ts';
import type { Painter } from './painter.ts';
import { slopePath, type SlopeLayout } from './slopeLayout.ts';

/** The curves of one gap, from each word in the order on its left to the same word on its right; that of the word pointed at lies above. */
export function paintCurves(
  painter: Painter,
  theme: ThemeColors,
  layout: SlopeLayout,
  left: readonly number[],
  right: readonly number[],
  active: number | null,
): void {
  for (const unit of left.toSorted((a, b) => Number(a === active) - Number(b === active))) {
    const isOn = unit === active;
    painter.path(slopePath(layout, left.indexOf(unit), right.indexOf(unit)), {
      stroke: isOn ? theme.line : theme.cross,
      width: isOn ? 2 : 1,
      kind: isOn ? 'slope-line on' : 'slope-line',
    });
  }
}
