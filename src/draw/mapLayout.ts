import type { Rect } from './painter.ts';

export type Point = readonly [x: number, y: number];

export interface MapLayout {
  /** Of the box without the names of the axes. */
  readonly width: number;
  readonly height: number;
  /** Places of the points, and of what they come from ([] when that is not known), in CSS pixels. */
  readonly points: readonly Point[];
  readonly origins: readonly Point[];
}

/** Room at the edges for the labels of the outermost points. */
const MARGIN_X = 40;
const MARGIN_Y = 18;

/**
 * Fits [count, 2] coordinates into a box. One scale for both axes, so that distances stay comparable; the second axis points up. All equal points
 * stand in the middle.
 */
export function layoutMap(width: number, height: number, points: Float32Array, origins: Float32Array): MapLayout {
  const all = [...pairsOf(points), ...pairsOf(origins)];
  const [left, right] = extent(all.map(([x]) => x));
  const [bottom, top] = extent(all.map(([, y]) => y));
  const fit = (room: number, span: number) => (span > 0 ? room / span : Infinity);
  const scale = Math.min(fit(Math.max(1, width - 2 * MARGIN_X), right - left), fit(Math.max(1, height - 2 * MARGIN_Y), top - bottom));
  const factor = Number.isFinite(scale) ? scale : 1;
  const place = ([x, y]: Point): Point => [width / 2 + (x - (left + right) / 2) * factor, height / 2 - (y - (bottom + top) / 2) * factor];
  return { width, height, points: pairsOf(points).map(place), origins: pairsOf(origins).map(place) };
}

function pairsOf(values: Float32Array): readonly Point[] {
  return Array.from({ length: values.length / 2 }, (_, i): Point => [values[2 * i]!, values[2 * i + 1]!]);
}

function extent(values: readonly number[]): readonly [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low > high ? [0, 0] : [low, high];
}

/** The nearest point within `reach` pixels, -1 when there is none. */
export function nearestPoint(points: readonly Point[], [x, y]: Point, reach: number): number {
  let nearest = -1;
  let best = reach;
  points.forEach(([px, py], index) => {
    const distance = Math.hypot(px - x, py - y);
    if (distance > best) return;
    best = distance;
    nearest = index;
  });
  return nearest;
}

/** Where a label stands beside its point. */
export interface PlacedLabel {
  readonly index: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly x: number;
  /** Baseline. */
  readonly y: number;
}

const LINE = 14;
const GAP = 6;
/** Side of the square that a point takes. */
const POINT = 5;

/**
 * Labels that neither overlap each other or a point nor leave the box, one after the other in the given order: beside the point, first on the side that its
 * line does not come from, then above, then below. One that fits nowhere is left out, unless it is the first of the order.
 * @param widths of the labels, in pixels
 */
export function placeLabels(
  { width, height, points, origins }: MapLayout,
  widths: readonly number[],
  order: readonly number[],
): readonly PlacedLabel[] {
  const taken: Rect[] = points.map(([x, y]) => ({ x: x - POINT / 2, y: y - POINT / 2, width: POINT, height: POINT }));
  const placed: PlacedLabel[] = [];
  for (const index of order) {
    const candidates = candidatesFor(index, points[index]!, widths[index]!, (origins[index]?.[0] ?? -Infinity) > points[index]![0]);
    const free = candidates.find(({ rect }) => isInside(rect, width, height) && !taken.some(other => overlaps(rect, other)));
    const chosen = free ?? (placed.length === 0 ? (candidates.find(({ rect }) => isInside(rect, width, height)) ?? candidates[0]!) : null);
    if (chosen === null) continue;
    taken.push(chosen.rect);
    placed.push(chosen.label);
  }
  return placed;
}

function candidatesFor(
  index: number,
  [x, y]: Point,
  width: number,
  leftFirst: boolean,
): readonly { readonly label: PlacedLabel; readonly rect: Rect }[] {
  const box = (left: number, top: number): Rect => ({ x: left, y: top, width, height: LINE });
  const right = { label: { index, anchor: 'start', x: x + GAP, y: y + 4 }, rect: box(x + GAP, y - LINE / 2) } as const;
  const left = { label: { index, anchor: 'end', x: x - GAP, y: y + 4 }, rect: box(x - GAP - width, y - LINE / 2) } as const;
  return [
    ...(leftFirst ? [left, right] : [right, left]),
    { label: { index, anchor: 'middle', x, y: y - GAP - 1 }, rect: box(x - width / 2, y - GAP - LINE + 2) },
    { label: { index, anchor: 'middle', x, y: y + GAP + 10 }, rect: box(x - width / 2, y + GAP) },
  ];
}

function isInside(rect: Rect, width: number, height: number): boolean {
  return rect.x >= 0 && rect.y >= 0 && rect.x + rect.width <= width && rect.y + rect.height <= height;
}

function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
