import { formatCount } from '../core/describe/numbers.ts';

/** How the matrix is laid out for the room it has, in CSS pixels. Rows and columns are positions among the units shown. */
export interface MatrixLayout {
  readonly rows: AxisLayout;
  readonly columns: AxisLayout;
  readonly gap: 0 | 1;
  /** All labels stand at the axes; otherwise only those of the source and of the cell pointed at. */
  readonly allLabels: boolean;
  /** Cells are large enough to hold their value. */
  readonly showsValues: boolean;
}

/** One side of the picture: the height for the rows, the width for the columns. */
export interface AxisLayout {
  /** Units shown. */
  readonly count: number;
  /** Units per dot; 1 when every unit has its own cell. */
  readonly block: number;
  /** Side of a cell (or dot), gap included. */
  readonly step: number;
  /** Of the whole picture, and of the part of it that is on screen. */
  readonly content: number;
  readonly viewport: number;
}

/** Units shown down and across. */
export interface MatrixShape {
  readonly rows: number;
  readonly columns: number;
  /** The rows are some of many: each side fills the room with cells of its own, so that the diagonal stays one. */
  readonly isSampled?: boolean;
}

export function squareShape(count: number): MatrixShape {
  return { rows: count, columns: count };
}

const SMALLEST_CELL = 3;
const LARGEST_CELL = 28;
/** From here on cells have a gap and labels. */
export const LABELLED_CELL = 10;
/** From here on a cell holds its value. */
export const VALUE_CELL = 30;
/** A dot that is smaller can neither be seen apart nor hit. */
const SMALLEST_DOT = 2;
/** A zoomed picture is at least this large, so that there is something to see of it. */
const SMALLEST_VIEWPORT = 200;

/** Cell sizes to zoom to. The first that matters is the smallest with labels. */
const ZOOM_CELLS: readonly number[] = [LABELLED_CELL, 18, VALUE_CELL, 44];

/** Cell sizes that are larger than what fits: zoom level n shows the n-th of them, level 0 the whole matrix. */
export function zoomCells(room: number, shape: MatrixShape): readonly number[] {
  return ZOOM_CELLS.filter(cell => Object.values(fitSides(room, shape)).some(({ block, step }) => block > 1 || cell > step));
}

interface Fitted {
  readonly step: number;
  readonly block: number;
}

/** Both sides have the same room and the same cells, so the longer one decides; not so of a sample. */
function fitSides(room: number, { rows, columns, isSampled = false }: MatrixShape): Readonly<Record<'rows' | 'columns', Fitted>> {
  if (isSampled) return { rows: fitCell(room, rows), columns: fitCell(room, columns) };
  const both = fitCell(room, Math.max(rows, columns));
  return { rows: both, columns: both };
}

/** `room` is what either side of the picture itself may take, labels not counted; `zoom` the level, 0 for the whole matrix. */
export function layoutMatrix(room: number, shape: MatrixShape, zoom: number): MatrixLayout {
  const fitted = fitSides(room, shape);
  const cells = zoomCells(room, shape);
  const zoomed = zoom > 0 ? cells[Math.min(zoom, cells.length) - 1] : undefined;
  const axis = (side: 'rows' | 'columns'): AxisLayout => {
    const count = shape[side];
    const { step, block } = zoomed === undefined ? fitted[side] : { step: zoomed, block: 1 };
    const content = Math.round(step * Math.ceil(count / block));
    const fittedSide = Math.round(fitted[side].step * Math.ceil(count / fitted[side].block));
    return { count, step, block, content, viewport: Math.min(content, Math.max(fittedSide, Math.min(room, SMALLEST_VIEWPORT))) };
  };
  return withLooks(axis('rows'), axis('columns'));
}

/** What fits into cells of that size. */
export function withLooks(rows: AxisLayout, columns: AxisLayout): MatrixLayout {
  const step = Math.min(rows.step, columns.step);
  const isCellEach = rows.block === 1 && columns.block === 1;
  return {
    rows,
    columns,
    gap: step >= LABELLED_CELL ? 1 : 0,
    allLabels: isCellEach && step >= LABELLED_CELL,
    showsValues: isCellEach && step >= VALUE_CELL,
  };
}

/** One cell a unit from 3 to 28 px; below that one dot for a block of units. */
function fitCell(room: number, count: number): Fitted {
  const cell = Math.floor(room / count);
  if (cell >= SMALLEST_CELL) return { step: Math.min(LARGEST_CELL, cell), block: 1 };
  return fitDots(room, count);
}

/** The smallest block of units that leaves a dot 2 px. Dots fill the room in quarters of a pixel; painting snaps them to the device's. */
export function fitDots(room: number, count: number): Fitted {
  const block = Math.max(1, Math.ceil((count * SMALLEST_DOT) / Math.max(room, SMALLEST_DOT)));
  return { step: Math.max(1, Math.floor((room / Math.ceil(count / block)) * 4) / 4), block };
}

/** Upper left corner of the visible part, in the content's pixels. */
export interface Scroll {
  readonly x: number;
  readonly y: number;
}

export const NO_SCROLL: Scroll = { x: 0, y: 0 };

export function clampScroll(layout: MatrixLayout, scroll: Scroll): Scroll {
  const clamp = ({ content, viewport }: AxisLayout, value: number) => Math.round(Math.min(content - viewport, Math.max(0, value)));
  return { x: clamp(layout.columns, scroll.x), y: clamp(layout.rows, scroll.y) };
}

/** Whether there is more of the picture than is on screen. */
export function isScrolled({ rows, columns }: MatrixLayout): boolean {
  return rows.content > rows.viewport || columns.content > columns.viewport;
}

/** The positions [row, column] of the first unit of the dot at a point of the viewport; null outside. */
export function positionAt(layout: MatrixLayout, scroll: Scroll, x: number, y: number): readonly [row: number, column: number] | null {
  const { rows, columns } = layout;
  if (x < 0 || y < 0 || x >= columns.viewport || y >= rows.viewport) return null;
  const row = Math.floor((y + scroll.y) / rows.step) * rows.block;
  const column = Math.floor((x + scroll.x) / columns.step) * columns.block;
  return row < rows.count && column < columns.count ? [row, column] : null;
}

/** Where the dot of a unit begins, in viewport pixels along one axis. */
export function offsetOf({ block, step }: AxisLayout, scrolled: number, position: number): number {
  return Math.round(Math.floor(position / block) * step) - scrolled;
}

/** First and last-but-one position of the units that are on screen along one axis. */
export function visiblePositions({ count, viewport, step, block }: AxisLayout, scrolled: number): readonly [start: number, end: number] {
  const start = Math.floor(scrolled / step) * block;
  const end = Math.ceil((scrolled + viewport) / step) * block;
  return [start, Math.min(count, end)];
}

/** Scrolls as little as brings a cell into view. */
export function scrollToCell(layout: MatrixLayout, scroll: Scroll, row: number, column: number): Scroll {
  const along = ({ viewport, step, block }: AxisLayout, scrolled: number, position: number) => {
    const start = Math.floor(position / block) * step;
    return Math.min(start, Math.max(scrolled, start + step - viewport));
  };
  return clampScroll(layout, { x: along(layout.columns, scroll.x, column), y: along(layout.rows, scroll.y, row) });
}

/** The scroll after a change of layout that keeps a cell under the same point of the viewport. */
export function scrollToKeep(layout: MatrixLayout, row: number, column: number, x: number, y: number): Scroll {
  const middle = ({ step, block }: AxisLayout, position: number) => (Math.floor(position / block) + 0.5) * step;
  return clampScroll(layout, { x: middle(layout.columns, column) - x, y: middle(layout.rows, row) - y });
}

/** In phrases that a line does not break: `13 × 13`, and what a dot stands for when there are more units than dots, and how much is on screen. @param ofRows that the rows shown are a sample of */
export function describeSize(layout: MatrixLayout, ofRows: number | null = null): string[] {
  const { rows, columns } = layout;
  const size = `${formatCount(rows.count)}${ofRows === null ? '' : ` of ${formatCount(ofRows)} rows`} × ${formatCount(columns.count)}`;
  if (rows.block > 1 || columns.block > 1) return [size, `each dot is the largest of ${rows.block} × ${columns.block}`];
  if (!isScrolled(layout)) return [size];
  const visible = ({ viewport, step }: AxisLayout) => Math.floor(viewport / step);
  return [`${visible(rows)} × ${visible(columns)} of ${size}`];
}
