import { formatShort, formatShortSigned } from '../core/describe/numbers.ts';
import { BUCKETS } from '../core/scale.ts';
import type { ThemeColors } from './theme.ts';
import { largestOfBlocks } from './blocks.ts';
import { fillHeat, squareSide, strokeLineOfStep } from './heatMarks.ts';
import { offsetOf, visiblePositions, type AxisLayout, type MatrixLayout, type Scroll } from './matrixLayout.ts';
import { lineData, type Painter, type ShapeStyle } from './painter.ts';

/** Numbers of the units shown, in the order shown; rows x columns, row = from. */
export interface MatrixCells {
  readonly rows: number;
  readonly columns: number;
  readonly buckets: Uint8Array;
  readonly valueAt: (row: number, column: number) => number;
  /**
   * Whether a row sees a column; all do where it is not told. A later row sees no less, and an earlier column is seen by no fewer rows. What is not seen is
   * left out of the picture: it is no weight of 0.
   */
  readonly sees?: (row: number, column: number) => boolean;
  /** Whether a column is left out of the colours: its cells are marked so, and keep their numbers. */
  readonly hides?: (column: number) => boolean;
  /** Part of the cell that is filled in high contrast, 0 to 1, where it is not the value itself. */
  readonly fillAt?: (row: number, column: number) => number;
  /** How a value is written into its cell, where it is no weight. */
  readonly write?: (value: number) => string;
}

/** Cells whose value is a cosine: in high contrast the side of the square says the step, as in their legend. */
export function cellsBySteps(count: number, buckets: Uint8Array, valueAt: MatrixCells['valueAt']): MatrixCells {
  return {
    rows: count,
    columns: count,
    buckets,
    valueAt,
    write: formatShortSigned,
    fillAt: (row, column) => (buckets[row * count + column]! / BUCKETS) ** 2,
  };
}

/** The visible part of the matrix. Changes only with the data, the layout, the scroll and the theme; marks lie above. */
export function paintMatrix(painter: Painter, theme: ThemeColors, layout: MatrixLayout, scroll: Scroll, cells: MatrixCells): void {
  const viewport = { x: 0, y: 0, width: layout.columns.viewport, height: layout.rows.viewport };
  const dotsOf = (axis: AxisLayout, scrolled: number) => visiblePositions(axis, scrolled).map(position => Math.ceil(position / axis.block));
  const rows = dotsOf(layout.rows, scroll.y);
  const columns = dotsOf(layout.columns, scroll.x);
  painter.clip(viewport, () => {
    if (layout.gap === 0 && !cells.sees) painter.rect(0, 0, viewport.width, viewport.height, theme.ground, 'ground');
    paintCells(painter, theme, layout, scroll, cells, rows, columns);
    if (layout.showsValues) paintValues(painter, theme, layout, scroll, cells, rows, columns);
  });
}

function paintCells(
  painter: Painter,
  theme: ThemeColors,
  layout: MatrixLayout,
  scroll: Scroll,
  cells: MatrixCells,
  rows: readonly number[],
  columns: readonly number[],
): void {
  const { gap } = layout;
  const { step: high, block: blockRows } = layout.rows;
  const { step: wide, block: blockColumns } = layout.columns;
  const isHatched = Math.min(high, wide) >= HATCH;
  const isCellEach = blockRows === 1 && blockColumns === 1;
  const snap = (value: number) => Math.round(value * theme.ratio) / theme.ratio;
  const dots = largestOfBlocks(cells.buckets, cells.rows, cells.columns, blockRows, blockColumns);
  const isSeen = (row: number, column: number) =>
    !cells.sees || cells.sees(Math.min(cells.rows, (row + 1) * blockRows) - 1, column * blockColumns);
  const hasOwnGround = gap === 1 || cells.sees !== undefined;
  for (let row = rows[0]!; row < rows[1]!; row++)
    for (let column = columns[0]!; column < columns[1]!; column++) {
      const x = snap(column * wide) - scroll.x;
      const y = snap(row * high) - scroll.y;
      const width = snap((column + 1) * wide) - scroll.x - x - gap;
      const height = snap((row + 1) * high) - scroll.y - y - gap;
      const bucket = dots.buckets[row * dots.columns + column]!;
      if (!isSeen(row, column)) {
        if (isHatched) strokeUnseen(painter, theme, x, y, width + gap, height + gap);
        continue;
      }
      if (hasOwnGround) painter.rect(x, y, width, height, theme.ground, 'ground');
      if (isCellEach && isHatched && !layout.showsValues && cells.hides?.(column)) strokeHidden(painter, theme, x, y, width, height);
      if (bucket === 0) continue;
      if (!theme.highContrast) fillHeat(painter, theme, bucket, x, y, width, height);
      else if (!layout.showsValues) {
        // Area says the weight; a dot that stands for several takes the middle of its step.
        const weight = isCellEach ? (cells.fillAt ?? cells.valueAt)(row, column) : (bucket / 8) ** 2;
        const side = squareSide(Math.min(width, height), weight);
        painter.rect(x + Math.round((width - side) / 2), y + Math.round((height - side) / 2), side, side, theme.line, 'square');
      }
    }
  if (cells.sees && !isHatched) hatchSmallCells(painter, theme, layout, scroll, isSeen, rows, columns);
}

/** Pixels between the lines of a hatch, at least. Cells that are smaller share a line. */
const HATCH = 6;

/** A word cannot see this one: no ground, and a diagonal, which goes on in the next such cell, so that all of them are hatched. */
function strokeUnseen(painter: Painter, theme: ThemeColors, x: number, y: number, wide: number, high: number): void {
  painter.path(lineData(x, y + high, x + wide, y), hatchStyle(theme));
}

/** The same where cells are small: a line for every so many diagonals, from the first row to the last one that does not see so far. */
function hatchSmallCells(
  painter: Painter,
  theme: ThemeColors,
  layout: MatrixLayout,
  scroll: Scroll,
  isSeen: (row: number, column: number) => boolean,
  [firstRow, lastRow]: readonly number[],
  [firstColumn, lastColumn]: readonly number[],
): void {
  const { step: high } = layout.rows;
  const { step: wide } = layout.columns;
  const every = Math.ceil(HATCH / Math.min(high, wide));
  const start = Math.ceil((firstRow! + firstColumn!) / every) * every;
  for (let diagonal = start; diagonal <= lastRow! + lastColumn! - 2; diagonal += every) {
    const from = Math.max(firstRow!, diagonal - lastColumn! + 1);
    let to = from;
    while (to < lastRow! && diagonal - to >= firstColumn! && !isSeen(to, diagonal - to)) to++;
    if (to === from) continue;
    const data = lineData(
      (diagonal - to + 1) * wide - scroll.x,
      to * high - scroll.y,
      (diagonal - from + 1) * wide - scroll.x,
      from * high - scroll.y,
    );
    painter.path(data, hatchStyle(theme));
  }
}

function hatchStyle(theme: ThemeColors): ShapeStyle {
  return { stroke: theme.muted, alpha: theme.highContrast ? 0.7 : 0.35, kind: 'unseen' };
}

/** What goes to a sink is hidden: an upright stroke, so that the cell is not read as a weight of 0. */
function strokeHidden(painter: Painter, theme: ThemeColors, x: number, y: number, wide: number, high: number): void {
  const middle = Math.round(x + wide / 2);
  painter.path(lineData(middle, y + high / 3, middle, y + high - high / 3), {
    stroke: theme.muted,
    alpha: theme.highContrast ? 1 : 0.6,
    kind: 'hidden',
  });
}

/** From the middle of a value to the line under it, and the length of that; pixels. */
const VALUE_LINE = 8;
const VALUE_LINE_WIDTH = 22;

function paintValues(
  painter: Painter,
  theme: ThemeColors,
  layout: MatrixLayout,
  scroll: Scroll,
  cells: MatrixCells,
  rows: readonly number[],
  columns: readonly number[],
): void {
  const middle = (axis: AxisLayout) => (axis.step - layout.gap) / 2;
  const style = { family: theme.font, size: 11, anchor: 'middle', centred: true, kind: 'value' } as const;
  for (let row = rows[0]!; row < rows[1]!; row++)
    for (let column = columns[0]!; column < columns[1]!; column++) {
      if (cells.sees?.(row, column) === false) continue;
      const bucket = cells.buckets[row * cells.columns + column]!;
      const x = column * layout.columns.step - scroll.x + middle(layout.columns);
      const y = row * layout.rows.step - scroll.y + middle(layout.rows);
      const text = (cells.write ?? formatShort)(cells.valueAt(row, column));
      // A square behind the number would make it hard to read: the line says the step, as under the words.
      if (theme.highContrast && bucket > 0) strokeLineOfStep(painter, theme, bucket, x, Math.round(y + VALUE_LINE), VALUE_LINE_WIDTH);
      const color = bucket === 0 ? theme.muted : theme.highContrast ? theme.foreground : theme.cellText[bucket]!;
      painter.text(text, x, y, { ...style, color });
    }
}

/** What lies over the matrix: positions among the units shown, -1 for none. */
export interface MatrixMarks {
  readonly source: number;
  readonly sourceIsRow: boolean;
  readonly row: number;
  readonly column: number;
}

/** Frames that stand up to 3 pixels outside of the picture. */
export function paintMatrixMarks(painter: Painter, theme: ThemeColors, layout: MatrixLayout, scroll: Scroll, marks: MatrixMarks): void {
  const { gap, rows, columns } = layout;
  // Between cells with a gap a line fits into it; round smaller cells it stands outside, so that it covers none of them.
  const grown = gap === 1 ? 1 : 2;
  const lineStart = (axis: AxisLayout, scrolled: number, position: number) => offsetOf(axis, scrolled, position) - 1;
  const onScreen = (axis: AxisLayout, scrolled: number, position: number) => {
    const offset = offsetOf(axis, scrolled, position);
    return position >= 0 && offset > -axis.step && offset < axis.viewport;
  };
  const rowFrame = (position: number, color: string, kind: string) => {
    if (!onScreen(rows, scroll.y, position)) return;
    const y = lineStart(rows, scroll.y, position);
    painter.frame({ x: -1, y, width: columns.viewport + grown, height: rows.step + grown }, color, 1, kind);
  };
  const columnFrame = (position: number, color: string, kind: string) => {
    if (!onScreen(columns, scroll.x, position)) return;
    const x = lineStart(columns, scroll.x, position);
    painter.frame({ x, y: -1, width: columns.step + grown, height: rows.viewport + grown }, color, 1, kind);
  };
  const cellMarked = marks.row >= 0 && marks.column >= 0;
  if (cellMarked) {
    rowFrame(marks.row, theme.cross, 'cross');
    columnFrame(marks.column, theme.cross, 'cross');
  }
  if (marks.source >= 0) (marks.sourceIsRow ? rowFrame : columnFrame)(marks.source, theme.source, 'source');
  if (cellMarked && onScreen(rows, scroll.y, marks.row) && onScreen(columns, scroll.x, marks.column)) {
    const x = lineStart(columns, scroll.x, marks.column) - 1;
    const y = lineStart(rows, scroll.y, marks.row) - 1;
    painter.frame({ x, y, width: columns.step + grown + 2, height: rows.step + grown + 2 }, theme.foreground, 2, 'cell');
  }
}
