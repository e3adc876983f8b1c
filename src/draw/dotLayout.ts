/** Dots in rows, one a value, in CSS pixels: rows down, values across, from 0. */
export interface DotLayout {
  readonly width: number;
  readonly height: number;
  readonly rowHeight: number;
  readonly rows: number;
  /** The value at the right end of the axis, which has a whole number. */
  readonly most: number;
  readonly x: (value: number) => number;
  /** The middle of a row. */
  readonly y: (row: number) => number;
}

export interface Dot {
  readonly row: number;
  readonly value: number;
}

/** Room for the names of the rows, and around the outermost dots. */
export const NAME_ROOM = 26;
const MARGIN = 8;
/** Rows come closer where there are many. */
const MANY_ROWS = 12;

export function layoutDots(width: number, rows: number, largest: number): DotLayout {
  const rowHeight = rows > MANY_ROWS ? 14 : 20;
  const most = Math.max(1, Math.ceil(largest));
  const room = Math.max(0, width - NAME_ROOM - MARGIN);
  return {
    width,
    height: rows * rowHeight,
    rowHeight,
    rows,
    most,
    x: value => NAME_ROOM + (value / most) * room,
    y: row => (row + 0.5) * rowHeight,
  };
}

/** Room for a digit, a point or a space of the axis' numbers, which are set in 11 px, tabular figures. */
const FIGURE = 6.5;

/**
 * Whether a number below its place on the axis stands clear of the two at the ends: 0 is set about its place, the right one ends at its own.
 * @param text the number as it is written
 */
export function fitsOnAxis({ x, most }: DotLayout, value: number, text: string): boolean {
  const half = (text.length / 2 + 1) * FIGURE; // and a figure's room around it
  return x(value) - half > x(0) + FIGURE / 2 && x(value) + half < x(most) - String(most).length * FIGURE;
}

/** The dot of the row at a place that is nearest to it; -1 for a row without dots. Dots without a value are not there. */
export function dotAt(layout: DotLayout, dots: readonly Dot[], x: number, y: number): number {
  const row = Math.max(0, Math.min(layout.rows - 1, Math.floor(y / layout.rowHeight)));
  let nearest = -1;
  for (const [index, dot] of dots.entries())
    if (dot.row === row && Number.isFinite(dot.value) && (nearest < 0 || away(dot) < away(dots[nearest]!))) nearest = index;
  return nearest;

  function away({ value }: Dot): number {
    return Math.abs(layout.x(value) - x);
  }
}

/** The dot that an arrow key goes to: along the row by value, up and down to the nearest one in the next row that has any. Null for another key. */
export function moveToDot(key: string, layout: DotLayout, dots: readonly Dot[], from: number): number | null {
  const { row, value } = dots[from]!;
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const step = key === 'ArrowUp' ? -1 : 1;
    for (let next = row + step; next >= 0 && next < layout.rows; next += step) {
      const found = dotAt(layout, dots, layout.x(value), layout.y(next));
      if (found >= 0) return found;
    }
    return from;
  }
  const inRow = [...dots.keys()].filter(index => dots[index]!.row === row && Number.isFinite(dots[index]!.value));
  inRow.sort((a, b) => dots[a]!.value - dots[b]!.value || a - b);
  const place = inRow.indexOf(from);
  const target = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: inRow.length - 1 }[key];
  return target === undefined ? null : inRow[Math.max(0, Math.min(inRow.length - 1, target))]!;
}
