/** How the matrix is laid out for the room it has, in CSS pixels. Rows and columns are positions among the units shown. */
export interface MatrixLayout {
  readonly rows: AxisLayout;
  readonly columns: AxisLayout;
  /** Units per dot and direction; 1 when every unit has its own cell. */
  readonly block: number;
  /** Side of a cell (or dot), gap included. */
  readonly step: number;
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
  /** Of the whole picture, and of the part of it that is on screen. */
  readonly content: number;
  readonly viewport: number;
}

/** Units shown down and across. */
export interface MatrixShape {
  readonly rows: number;
  readonly columns: number;
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
  const fitted = fitCell(room, longest(shape));
  return ZOOM_CELLS.filter(cell => fitted.block > 1 || cell > fitted.step);
}

/** Both sides have the same room and the same cells, so the longer one decides. */
function longest({ rows, columns }: MatrixShape): number {
  return Math.max(rows, columns);
}

/** `room` is what either side of the picture itself may take, labels not counted; `zoom` the level, 0 for the whole matrix. */
export function layoutMatrix(room: number, shape: MatrixShape, zoom: number): MatrixLayout {
  const fitted = fitCell(room, longest(shape));
  const cells = zoomCells(room, shape);
  const zoomed = zoom > 0 ? cells[Math.min(zoom, cells.length) - 1] : undefined;
  const step = zoomed ?? fitted.step;
  const block = zoomed === undefined ? fitted.block : 1;
  const axis = (count: number): AxisLayout => {
    const content = Math.round(step * Math.ceil(count / block));
    const fittedSide = Math.round(fitted.step * Math.ceil(count / fitted.block));
    return { count, content, viewport: Math.min(content, Math.max(fittedSide, Math.min(room, SMALLEST_VIEWPORT))) };
  };
  return {
    rows: axis(shape.rows),
    columns: axis(shape.columns),
    block,
    step,
    gap: step >= LABELLED_CELL ? 1 : 0,
    allLabels: block === 1 && step >= LABELLED_CELL,
    showsValues: block === 1 && step >= VALUE_CELL,
  };
}

/** One cell a unit from 3 to 28 px; below that one dot for a block of units. */
function fitCell(room: number, count: number): { readonly step: number; readonly block: number } {
  const cell = Math.floor(room / count);
  if (cell >= SMALLEST_CELL) return { step: Math.min(LARGEST_CELL, cell), block: 1 };
  return fitDots(room, count);
}

/** The smallest block of units that leaves a dot 2 px. Dots fill the room in quarters of a pixel; painting snaps them to the device's. */
export function fitDots(room: number, count: number): { readonly step: number; readonly block: number } {
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
  const row = Math.floor((y + scroll.y) / layout.step) * layout.block;
  const column = Math.floor((x + scroll.x) / layout.step) * layout.block;
  return row < rows.count && column < columns.count ? [row, column] : null;
}

/** Where the dot of a unit begins, in viewport pixels along one axis. */
export function offsetOf(layout: MatrixLayout, scrolled: number, position: number): number {
  return Math.round(Math.floor(position / layout.block) * layout.step) - scrolled;
}

/** First and last-but-one position of the units that are on screen along one axis. */
export function visiblePositions(layout: MatrixLayout, axis: AxisLayout, scrolled: number): readonly [start: number, end: number] {
  const start = Math.floor(scrolled / layout.step) * layout.block;
  const end = Math.ceil((scrolled + axis.viewport) / layout.step) * layout.block;
  return [start, Math.min(axis.count, end)];
}

/** Scrolls as little as brings a cell into view. */
export function scrollToCell(layout: MatrixLayout, scroll: Scroll, row: number, column: number): Scroll {
  const along = ({ viewport }: AxisLayout, scrolled: number, position: number) => {
    const start = Math.floor(position / layout.block) * layout.step;
    return Math.min(start, Math.max(scrolled, start + layout.step - viewport));
  };
  return clampScroll(layout, { x: along(layout.columns, scroll.x, column), y: along(layout.rows, scroll.y, row) });
}

/** The scroll after a change of layout that keeps a cell under the same point of the viewport. */
export function scrollToKeep(layout: MatrixLayout, row: number, column: number, x: number, y: number): Scroll {
  const middle = (position: number) => (Math.floor(position / layout.block) + 0.5) * layout.step;
  return clampScroll(layout, { x: middle(column) - x, y: middle(row) - y });
}

/** `13 × 13`, and what a dot stands for when there are more units than dots, and how much is on screen. */
export function describeSize(layout: MatrixLayout): string {
  const { rows, columns } = layout;
  const size = `${rows.count} × ${columns.count}`;
  if (layout.block > 1) return `${size}, each dot is the largest of ${layout.block} × ${layout.block}`;
  if (!isScrolled(layout)) return size;
  const visible = ({ viewport }: AxisLayout) => Math.floor(viewport / layout.step);
  return `${visible(rows)} × ${visible(columns)} of ${size}`;
}
