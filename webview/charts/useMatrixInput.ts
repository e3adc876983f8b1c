import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { moveInGrid } from '../a11y/moves.ts';
import { largestCell } from '../draw/blocks.ts';
import { positionAt } from '../draw/matrixLayout.ts';
import type { MatrixCells } from '../draw/paintMatrix.ts';
import type { Scene } from '../scene.ts';
import type { MatrixView, ZoomAnchor } from './useMatrixView.ts';
import type { Post } from '../host.ts';

/** A pointer that moved this far, in pixels, drags; less is a click. */
const DRAG_DISTANCE = 4;

type Position = readonly [row: number, column: number];

/** What a press of the pointer has become so far. */
interface Press {
  x: number;
  y: number;
  dragging: boolean;
}

/** Pointer, wheel and keys of the matrix: pointing and pinning go to the host, zoom and scroll stay here. */
export function useMatrixInput(picture: RefObject<HTMLDivElement | null>, scene: Scene, cells: MatrixCells, view: MatrixView, post: Post) {
  const { layout, scroll } = view;
  const { word, state, positionOf } = scene;
  const { shown } = word;
  const press = useRef<Press | null>(null);
  const posted = useRef<Position | null>(null);

  const pointAt = (position: Position) => {
    const [row, column] = position;
    if (posted.current?.[0] === row && posted.current[1] === column) return;
    posted.current = position;
    post({ type: 'cell', from: shown[row]!, to: shown[column]! });
  };
  /** The cell at the pointer; of a dot that covers several, the one with the largest weight. */
  const cellAt = (event: MouseEvent): Position | null => {
    const { x, y } = pointIn(picture.current!, event);
    const position = positionAt(layout, scroll, x, y);
    if (!position || layout.block === 1) return position;
    const until = (start: number) => Math.min(layout.count, start + layout.block);
    return largestCell(cells.valueAt, [position[0], until(position[0])], [position[1], until(position[1])]);
  };
  const togglePin = ([row, column]: Position) => {
    const unit = shown[state.direction === 'to' ? row : column]!;
    post({ type: 'pin', unit: state.pinned === unit ? null : unit });
  };
  const current = (): Position | null => {
    const row = positionOf(scene.cell?.[0] ?? null);
    const column = positionOf(scene.cell?.[1] ?? null);
    return row >= 0 && column >= 0 ? [row, column] : null;
  };
  /** Where the keyboard starts: the cell pointed at, else the source's own. */
  const start = (): Position => current() ?? [Math.max(0, positionOf(word.source)), Math.max(0, positionOf(word.source))];

  // A wheel listener that may keep the panel from scrolling has to be registered as not passive.
  useLayoutEffect(() => {
    const element = picture.current!;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.metaKey) {
        const cell = cellAt(event);
        const next = view.zoom + (event.deltaY < 0 ? 1 : -1);
        if (cell && next >= 0 && next <= view.deepestZoom)
          view.setZoom(next, { row: cell[0], column: cell[1], ...pointIn(element, event) });
        event.preventDefault();
      } else if (view.pan(event.shiftKey ? event.deltaY : event.deltaX, event.shiftKey ? 0 : event.deltaY)) event.preventDefault();
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  });

  const anchorOf = ([row, column]: Position): ZoomAnchor => ({ row, column, x: layout.viewport / 2, y: layout.viewport / 2 });
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button === 0) press.current = { x: event.clientX, y: event.clientY, dragging: false };
    },
    onPointerMove: (event: PointerEvent) => {
      const from = press.current;
      if (from && layout.content > layout.viewport) {
        const moved = Math.hypot(event.clientX - from.x, event.clientY - from.y);
        if (from.dragging || moved >= DRAG_DISTANCE) {
          picture.current!.setPointerCapture(event.pointerId);
          view.pan(from.x - event.clientX, from.y - event.clientY);
          press.current = { x: event.clientX, y: event.clientY, dragging: true };
          return;
        }
      }
      const cell = cellAt(event);
      if (cell) pointAt(cell);
    },
    onPointerLeave: () => {
      posted.current = null;
      press.current = null;
      post({ type: 'clearCell' });
    },
    onClick: (event: MouseEvent) => {
      const dragged = press.current?.dragging === true;
      press.current = null;
      const cell = cellAt(event);
      if (cell && !dragged) togglePin(cell);
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const here = current();
      const target = here ? moveInGrid(event.key, here, layout.count, layout.count) : event.key.startsWith('Arrow') ? start() : null;
      if (target) {
        posted.current = null;
        pointAt(target);
        view.reveal(...target);
      } else if (event.key === 'Enter' || event.key === ' ') togglePin(start());
      else if (event.key === '+' || event.key === '=') view.setZoom(view.zoom + 1, anchorOf(start()));
      else if (event.key === '-') view.setZoom(view.zoom - 1, anchorOf(start()));
      else if (event.key === '0') view.setZoom(0, anchorOf(start()));
      else return;
      event.preventDefault();
    },
  };
}

function pointIn(element: HTMLElement, event: MouseEvent): { readonly x: number; readonly y: number } {
  const bounds = element.getBoundingClientRect();
  return { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
}
