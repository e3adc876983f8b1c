import type { ThemeColors } from '../theme.ts';

/** Sizes a canvas in CSS pixels for the device's pixel ratio, clears it, and returns a context that draws in CSS pixels. */
export function prepareCanvas(canvas: HTMLCanvasElement, width: number, height: number, ratio: number): CanvasRenderingContext2D {
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d')!;
  context.scale(ratio, ratio);
  return context;
}

/** No text lies on these cells, so the text colour is laid twice: same colour ids, more range. */
export function fillHeat(
  context: CanvasRenderingContext2D,
  theme: ThemeColors,
  bucket: number,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  if (bucket === 0) return;
  context.fillStyle = theme.heat[bucket]!;
  context.fillRect(x, y, width, height);
  context.fillRect(x, y, width, height);
}

/** In high contrast the step of a number is a line under it: dotted, 2, 3 or 5 pixels high, as in contrast.css. `x` is its middle, `y` its top. */
export function strokeLineOfStep(
  context: CanvasRenderingContext2D,
  theme: ThemeColors,
  bucket: number,
  x: number,
  y: number,
  width: number,
): void {
  const height = [2, 2, 3, 5][Math.ceil(bucket / 2) - 1]!;
  context.strokeStyle = theme.line;
  context.lineWidth = height;
  context.setLineDash(bucket <= 2 ? [2, 2] : []);
  context.beginPath();
  const left = Math.round(x - width / 2);
  context.moveTo(left, y + height / 2);
  context.lineTo(left + width, y + height / 2);
  context.stroke();
  context.setLineDash([]);
}

/** A frame whose line lies inside the rectangle. */
export function strokeFrame(context: CanvasRenderingContext2D, rect: Rect, color: string, lineWidth: number): void {
  context.strokeStyle = color;
  context.lineWidth = lineWidth;
  context.strokeRect(rect.x + lineWidth / 2, rect.y + lineWidth / 2, rect.width - lineWidth, rect.height - lineWidth);
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** In high contrast a square's area says the weight, as its colour says nothing: side of the square in a cell of `inner` pixels. */
export function squareSide(inner: number, weight: number): number {
  return Math.max(1, Math.round(inner * Math.sqrt(weight)));
}
