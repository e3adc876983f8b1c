import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { moveInGrid } from '../../src/draw/moves.ts';
import { largestCell } from '../../src/draw/blocks.ts';
import { isScrolled, positionAt, type AxisLayout } from '../../src/draw/matrixLayout.ts';
import type { MatrixCells } from '../../src/draw/paintMatrix.ts';
import type { MatrixView, ZoomAnchor } from './useMatrixView.ts';
import { pointIn, usePointing, type PictureInput } from './usePointing.ts';

/** A pointer that moved this far, in pixels, drags; less is a click. */
const DRAG_DISTANCE = 4;

export type Position = readonly [row: number, column: number];

/** What a press of the pointer has become so far. */
interface Press {
  x: number;
  y: number;
  dragging: boolean;
}

/** What a person does in a matrix. */
export interface MatrixGestures {
  /** Null: the pointer left the picture. */
  readonly onCell: (cell: Position | null) => void;
  /** A click or Enter on a cell. */
  readonly onPin: (cell: Position) => void;
  /** The same with Shift, or the key L: its two words. */
  readonly onLink?: (cell: Position) => void;
}

/**
 * Pointer, wheel and keys of the matrix: pointing and pinning go to the page, zoom and scroll stay here.
 * @param cell the cell that is pointed at
 * @param start where the keyboard starts without one
 */
export function useMatrixInput(
  picture: RefObject<HTMLDivElement | null>,
  cells: MatrixCells,
  view: MatrixView,
  cell: Position | null,
  start: Position,
  { onCell, onPin, onLink = onPin }: MatrixGestures,
): PictureInput {
  const { layout, scroll } = view;
  const { rows, columns } = layout;
  const press = useRef<Press | null>(null);
  /** The cell at a point; of a dot that covers several, the one with the largest weight. */
  const cellAt = (x: number, y: number): Position | undefined => {
    const position = positionAt(layout, scroll, x, y);
    if (!position) return undefined;
    const [row, column] = position;
    if (rows.block === 1 && columns.block === 1) return position;
    const until = (start: number, { count, block }: AxisLayout) => Math.min(count, start + block);
    return largestCell(cells.valueAt, [row, until(row, rows)], [column, until(column, columns)]);
  };
  const pointing = usePointing<Position>({
    cell,
    hit: cellAt,
    move: (key, from) => moveInGrid(key, from, rows.count, columns.count),
    start,
    onCell: (next, by) => {
      onCell(next);
      if (next && by === 'keys') view.reveal(...next);
    },
    onChoose: onPin,
    onLink,
    remote: true,
  });
  useMatrixWheel(picture, view, cellAt);
  return {
    ...pointing,
    onPointerDown: event => {
      if (event.button === 0) press.current = { x: event.clientX, y: event.clientY, dragging: false };
    },
    onPointerMove: event => {
      const from = press.current;
      if (!from || !isScrolled(layout) || !(from.dragging || distance(from, event) >= DRAG_DISTANCE)) return pointing.onPointerMove(event);
      picture.current!.setPointerCapture(event.pointerId);
      view.pan(from.x - event.clientX, from.y - event.clientY);
      press.current = { x: event.clientX, y: event.clientY, dragging: true };
    },
    onPointerLeave: () => {
      press.current = null;
      pointing.onPointerLeave();
    },
    onClick: event => {
      const dragged = press.current?.dragging === true;
      press.current = null;
      if (!dragged) pointing.onClick(event);
    },
    onKeyDown: event => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const here = cell ?? start;
      const zoom = { '+': view.zoom + 1, '=': view.zoom + 1, '-': view.zoom - 1, '0': 0 }[event.key];
      if (zoom !== undefined) view.setZoom(zoom, { row: here[0], column: here[1], x: columns.viewport / 2, y: rows.viewport / 2 });
      else if (cell !== null && event.key.toLowerCase() === 'l') onLink(cell);
      else if (cell === null && (event.key === 'Enter' || event.key === ' ')) onPin(here);
      else return pointing.onKeyDown(event);
      event.preventDefault();
    },
  };
}

/** With Ctrl the wheel zooms, else it scrolls; at the edge of the picture it scrolls the panel. */
function useMatrixWheel(
  picture: RefObject<HTMLDivElement | null>,
  view: MatrixView,
  cellAt: (x: number, y: number) => Position | undefined,
): void {
  // A wheel listener that may keep the panel from scrolling has to be registered as not passive.
  useLayoutEffect(() => {
    const element = picture.current!;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.metaKey) {
        const point = pointIn(element, event);
        const hit = cellAt(point.x, point.y);
        const next = view.zoom + (event.deltaY < 0 ? 1 : -1);
        if (hit && next >= 0 && next <= view.deepestZoom)
          view.setZoom(next, { row: hit[0], column: hit[1], ...point } satisfies ZoomAnchor);
        event.preventDefault();
      } else if (view.pan(event.shiftKey ? event.deltaY : event.deltaX, event.shiftKey ? 0 : event.deltaY)) event.preventDefault();
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  });
}

function distance(from: Press, event: PointerEvent): number {
  return Math.hypot(event.clientX - from.x, event.clientY - from.y);
}
