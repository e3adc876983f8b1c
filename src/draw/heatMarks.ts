import type { ThemeColors } from './theme.ts';
import { lineData, type Painter } from './painter.ts';

/** No text lies on these cells, so the text colour is laid twice: same colour ids, more range. */
export function fillHeat(painter: Painter, theme: ThemeColors, bucket: number, x: number, y: number, width: number, height: number): void {
  if (bucket === 0) return;
  const color = theme.heat[bucket]!;
  painter.rect(x, y, width, height, color, 'heat');
  painter.rect(x, y, width, height, color);
}

/** In high contrast the step of a number is a line under it: dotted, 2, 3 or 5 pixels high, as in contrast.css. `x` is its middle, `y` its top. */
export function strokeLineOfStep(painter: Painter, theme: ThemeColors, bucket: number, x: number, y: number, width: number): void {
  const height = [2, 2, 3, 5][Math.ceil(bucket / 2) - 1]!;
  const left = Math.round(x - width / 2);
  const middle = y + height / 2;
  painter.path(lineData(left, middle, left + width, middle), {
    stroke: theme.line,
    width: height,
    ...(bucket <= 2 && { dash: [2, 2] }),
    kind: 'step-line',
  });
}

/** In high contrast a square's area says the weight, as its colour says nothing: side of the square in a cell of `inner` pixels. */
export function squareSide(inner: number, weight: number): number {
  return Math.max(1, Math.round(inner * Math.sqrt(weight)));
}
