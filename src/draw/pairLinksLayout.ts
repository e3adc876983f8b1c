import type { PairLink } from '../core/state/pairLinks.ts';

/** A row of a column of words: a word, or so many that no line of the picture comes to. */
export type LinksRow = { readonly unit: number } | { readonly leftOut: number };

/** Up to so many words of a text all stand in its column; of a longer one those that a line comes to. */
const MOST_WHOLE = 60;

/** The words of one text in their order. @param isNamed whether a word has a place in any case */
export function rowsOfText(units: readonly number[], isNamed: (unit: number) => boolean): readonly LinksRow[] {
  if (units.length <= MOST_WHOLE) return units.map(unit => ({ unit }));
  const rows: LinksRow[] = [];
  let leftOut = 0;
  for (const unit of units) {
    if (!isNamed(unit)) leftOut++;
    else {
      if (leftOut > 0) rows.push({ leftOut });
      leftOut = 0;
      rows.push({ unit });
    }
  }
  return leftOut > 0 ? [...rows, { leftOut }] : rows;
}

/** The rows of both columns, and between which of them each link goes. */
export interface LinksShape {
  readonly columns: readonly [left: readonly LinksRow[], right: readonly LinksRow[]];
  readonly lines: readonly LinksLine[];
}

export interface LinksLine extends PairLink {
  readonly left: number;
  readonly right: number;
}

/** The text that looks stands left. @param more links that make no place: those of words without one are left out */
export function shapeOf(
  rows: readonly number[],
  columns: readonly number[],
  links: readonly PairLink[],
  more: readonly PairLink[] = [],
): LinksShape {
  const named = new Set(links.flatMap(({ from, to }) => [from, to]));
  const isNamed = (unit: number) => named.has(unit);
  const [left, right] = [rowsOfText(rows, isNamed), rowsOfText(columns, isNamed)];
  const placesIn = (column: readonly LinksRow[]) => new Map(column.map((row, place) => ['unit' in row ? row.unit : -1, place]));
  const [leftOf, rightOf] = [placesIn(left), placesIn(right)];
  const lines = [...links, ...more].map(link => ({ ...link, left: leftOf.get(link.from) ?? -1, right: rightOf.get(link.to) ?? -1 }));
  return { columns: [left, right], lines: lines.filter(line => line.left >= 0 && line.right >= 0) };
}

/** Where two columns of words stand, in CSS pixels, and between them the room of the lines. */
export interface LinksLayout {
  readonly width: number;
  readonly height: number;
  readonly rowHeight: number;
  /** Width of a column of words. */
  readonly column: number;
  readonly gap: number;
  /** Middle of a row of the left column, and of the right. */
  readonly middles: readonly [left: (row: number) => number, right: (row: number) => number];
}

const ROW = 19;
/** The text with fewer words is spread, so that lines between places alike are level: to so many rows each. */
const MOST_SPREAD = 2;
/** Lines that go far cannot be followed. */
const MOST_GAP = 340;
const LEAST_GAP = 40;
const MOST_COLUMN = 180;
/** Between a word and its lines. */
const MARGIN = 6;

/** @param longest width of the longest word */
export function layoutLinks(room: number, longest: number, rows: readonly [left: number, right: number]): LinksLayout {
  const column = Math.max(24, Math.min(MOST_COLUMN, Math.ceil(longest) + 10, Math.floor((room - LEAST_GAP) / 2)));
  const gap = Math.max(0, Math.min(MOST_GAP, room - 2 * column));
  const height = Math.max(...rows) * ROW;
  const middleOf = (count: number) => {
    const step = Math.min(MOST_SPREAD * ROW, height / Math.max(1, count));
    const top = (height - step * count) / 2;
    return (row: number) => top + row * step + step / 2;
  };
  return { width: 2 * column + gap, height, rowHeight: ROW, column, gap, middles: [middleOf(rows[0]), middleOf(rows[1])] };
}

/** The curve of a line, as SVG path data in the room between the columns. */
export function linkPath({ gap, middles }: LinksLayout, { left, right }: Pick<LinksLine, 'left' | 'right'>): string {
  const [y1, y2] = [middles[0](left), middles[1](right)];
  const [start, end] = [MARGIN, gap - MARGIN];
  const bend = (end - start) * BEND;
  return `M${start} ${y1}C${start + bend} ${y1} ${end - bend} ${y2} ${end} ${y2}`;
}

const BEND = 0.4;

/** How high the curve is at a place of the room between the columns. */
export function heightAt({ gap, middles }: LinksLayout, { left, right }: Pick<LinksLine, 'left' | 'right'>, x: number): number {
  const along = Math.max(0, Math.min(1, (x - MARGIN) / (gap - 2 * MARGIN)));
  // x of the curve grows with its parameter, so halving finds it.
  let [low, high] = [0, 1];
  for (let step = 0; step < 12; step++) {
    const t = (low + high) / 2;
    if (3 * (1 - t) ** 2 * t * BEND + 3 * (1 - t) * t ** 2 * (1 - BEND) + t ** 3 < along) low = t;
    else high = t;
  }
  const [y1, y2] = [middles[0](left), middles[1](right)];
  return y1 + (y2 - y1) * (3 * (1 - low) * low ** 2 + low ** 3);
}

/** What is pointed at: a row of the left or the right column, or a line by its number. */
export type LinksPlace = readonly [part: 0 | 1 | 2, index: number];
export const LINE = 2;

/** Pixels beside a line that still are it. */
const REACH = 5;

export function placeAt(layout: LinksLayout, { columns, lines }: LinksShape, x: number, y: number): LinksPlace | null {
  const { column, gap, middles } = layout;
  if (x < column) return rowAt(0, columns[0], middles[0], y);
  if (x >= column + gap) return rowAt(1, columns[1], middles[1], y);
  let found: LinksPlace | null = null;
  let nearest = REACH;
  for (const [index, line] of lines.entries()) {
    const off = Math.abs(heightAt(layout, line, x - column) - y);
    if (off < nearest) [found, nearest] = [[LINE, index], off];
  }
  return found;
}

function rowAt(part: 0 | 1, rows: readonly LinksRow[], middle: (row: number) => number, y: number): LinksPlace | null {
  const step = middle(1) - middle(0);
  const row = Math.round((y - middle(0)) / step);
  const found = rows[row];
  return found && 'unit' in found ? [part, row] : null;
}

/** The place that a key leads to: up and down in a column, left and right along the strongest line of the word; from a line to its ends, and to the next line. */
export function moveInLinks(key: string, [part, index]: LinksPlace, { columns, lines }: LinksShape): LinksPlace | null {
  const side = { ArrowLeft: 0, ArrowRight: 1 }[key];
  if (part === LINE) {
    const line = lines[index];
    if (!line) return null;
    if (side !== undefined) return side === 0 ? [0, line.left] : [1, line.right];
    const inOrder = [...lines.keys()].toSorted((a, b) => lines[a]!.left - lines[b]!.left || lines[a]!.right - lines[b]!.right);
    const next = inOrder[inOrder.indexOf(index) + ({ ArrowUp: -1, ArrowDown: 1 }[key] ?? NaN)];
    return next === undefined ? null : [LINE, next];
  }
  const rows = columns[part];
  if (side !== undefined) {
    if (side === part) return null;
    const along = lines.find(line => (part === 0 ? line.left : line.right) === index);
    if (along) return part === 0 ? [1, along.right] : [0, along.left];
    return nextWord(side, columns[side as 0 | 1], Math.min(index, columns[side as 0 | 1].length - 1), -1);
  }
  switch (key) {
    case 'ArrowUp':
      return nextWord(part, rows, index - 1, -1);
    case 'ArrowDown':
      return nextWord(part, rows, index + 1, 1);
    case 'Home':
      return nextWord(part, rows, 0, 1);
    case 'End':
      return nextWord(part, rows, rows.length - 1, -1);
    default:
      return null;
  }
}

function nextWord(part: number, rows: readonly LinksRow[], from: number, step: 1 | -1): LinksPlace | null {
  for (let row = from; row >= 0 && row < rows.length; row += step) if ('unit' in rows[row]!) return [part as 0 | 1, row];
  return null;
}
