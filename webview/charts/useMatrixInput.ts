import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { moveInGrid } from '../a11y/moves.ts';
import { largestCell } from '../draw/blocks.ts';
import { isScrolled, positionAt } from '../draw/matrixLayout.ts';
import type { MatrixCells } from '../draw/paintMatrix.ts';
import type { MatrixView, ZoomAnchor } from './useMatrixView.ts';

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
  { onCell, onPin }: MatrixGestures,
) {
  const { layout, scroll } = view;
  const press = useRef<Press | null>(null);
  const posted = useRef<Position | null>(null);

  const pointAt = (position: Position) => {
    const [row, column] = position;
    if (posted.current?.[0] === row && posted.current[1] === column) return;
    posted.current = position;
    onCell(position);
  };
  /** The cell at the pointer; of a dot that covers several, the one with the largest weight. */
  const cellAt = (event: MouseEvent): Position | null => {
    const { x, y } = pointIn(picture.current!, event);
    const position = positionAt(layout, scroll, x, y);
    if (!position || layout.block === 1) return position;
    const until = (start: number, count: number) => Math.min(count, start + layout.block);
    const [row, column] = position;
    return largestCell(cells.valueAt, [row, until(row, layout.rows.count)], [column, until(column, layout.columns.count)]);
  };

  // A wheel listener that may keep the panel from scrolling has to be registered as not passive.
  useLayoutEffect(() => {
    const element = picture.current!;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.metaKey) {
        const hit = cellAt(event);
        const next = view.zoom + (event.deltaY < 0 ? 1 : -1);
        if (hit && next >= 0 && next <= view.deepestZoom) view.setZoom(next, { row: hit[0], column: hit[1], ...pointIn(element, event) });
        event.preventDefault();
      } else if (view.pan(event.shiftKey ? event.deltaY : event.deltaX, event.shiftKey ? 0 : event.deltaY)) event.preventDefault();
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  });

  const anchorOf = ([row, column]: Position): ZoomAnchor => ({ row, column, x: layout.columns.viewport / 2, y: layout.rows.viewport / 2 });
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button === 0) press.current = { x: event.clientX, y: event.clientY, dragging: false };
    },
    onPointerMove: (event: PointerEvent) => {
      const from = press.current;
      if (from && isScrolled(layout)) {
        const moved = Math.hypot(event.clientX - from.x, event.clientY - from.y);
        if (from.dragging || moved >= DRAG_DISTANCE) {
          picture.current!.setPointerCapture(event.pointerId);
          view.pan(from.x - event.clientX, from.y - event.clientY);
          press.current = { x: event.clientX, y: event.clientY, dragging: true };
          return;
        }
      }
      const hit = cellAt(event);
      if (hit) pointAt(hit);
    },
    onPointerLeave: () => {
      posted.current = null;
      press.current = null;
      onCell(null);
    },
    onClick: (event: MouseEvent) => {
      const dragged = press.current?.dragging === true;
      press.current = null;
      const hit = cellAt(event);
      if (hit && !dragged) onPin(hit);
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const here = cell ?? start;
      const target = cell
        ? moveInGrid(event.key, cell, layout.rows.count, layout.columns.count)
        : event.key.startsWith('Arrow')
          ? start
          : null;
      if (target) {
        posted.current = null;
        pointAt(target);
        view.reveal(...target);
      } else if (event.key === 'Enter' || event.key === ' ') onPin(here);
      else if (event.key === '+' || event.key === '=') view.setZoom(view.zoom + 1, anchorOf(here));
      else if (event.key === '-') view.setZoom(view.zoom - 1, anchorOf(here));
      else if (event.key === '0') view.setZoom(0, anchorOf(here));
      else return;
      event.preventDefault();
    },
  };
}

function pointIn(element: HTMLElement, event: MouseEvent): { readonly x: number; readonly y: number } {
  const bounds = element.getBoundingClientRect();
  return { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
}
