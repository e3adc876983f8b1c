/** Where the columns of a slope chart stand, in CSS pixels: words between curves, from left to right. */
export interface SlopeLayout {
  readonly narrow: boolean;
  /** Height of the chart without its titles. */
  readonly height: number;
  readonly rowHeight: number;
  /** Width of a column of words with their numbers. */
  readonly column: number;
  /** Width of the curves between two columns. */
  readonly gap: number;
  readonly columnLeft: (column: number) => number;
  /** Middle of a row. */
  readonly rowMiddle: (row: number) => number;
}

const NARROW = 480;
const NARROW_COLUMN = 76;
/** Where there is no room for more, words give way before curves that still show who goes where. */
const LEAST_GAP = 14;
const ROW = 19;
/** Free room between a column and its curves. */
const MARGIN = 6;

export function layoutSlope(width: number, columns: number, rows: number): SlopeLayout {
  const narrow = width < NARROW;
  const whole = Math.floor((width - (columns - 1) * LEAST_GAP) / columns);
  const column = narrow ? Math.min(NARROW_COLUMN, whole) : Math.max(112, Math.min(160, Math.floor(width / 6)));
  const gap = columns < 2 ? 0 : Math.max(0, (width - columns * column) / (columns - 1));
  return {
    narrow,
    rowHeight: ROW,
    height: rows * ROW,
    column,
    gap,
    columnLeft: index => index * (column + gap),
    rowMiddle: row => row * ROW + ROW / 2,
  };
}

/** A curve across a gap, from a row on its left to a row on its right; x from 0 to the gap's width. */
export function slopePath(layout: SlopeLayout, from: number, to: number): string {
  const start = Math.min(MARGIN, layout.gap / 7);
  const end = layout.gap - start;
  const bend = (end - start) * 0.4;
  const y1 = layout.rowMiddle(from);
  const y2 = layout.rowMiddle(to);
  return `M${start} ${y1}C${start + bend} ${y1} ${end - bend} ${y2} ${end} ${y2}`;
}
