import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { createMeasure } from './canvasPainter.ts';
import { fontSizeOf, roomForFewLabels, roomForLabels, withCorner, type LabelRoom } from '../../src/draw/labels.ts';
import {
  clampScroll,
  layoutMatrix,
  NO_SCROLL,
  scrollToCell,
  scrollToKeep,
  zoomCells,
  type MatrixLayout,
  type MatrixShape,
  type Scroll,
} from '../../src/draw/matrixLayout.ts';

/** A cell and the point of the viewport that it stays under while the zoom changes. */
export interface ZoomAnchor {
  readonly row: number;
  readonly column: number;
  readonly x: number;
  readonly y: number;
}

/** Layout, zoom and scroll of the matrix: the only state of it that lives in the panel. */
export interface MatrixView {
  readonly layout: MatrixLayout;
  readonly labels: LabelRoom;
  readonly scroll: Scroll;
  readonly zoom: number;
  readonly deepestZoom: number;
  setZoom(zoom: number, anchor: ZoomAnchor): void;
  /** Moves the visible part; says whether it moved, so that a wheel at the edge scrolls the panel instead. */
  pan(x: number, y: number): boolean;
  reveal(row: number, column: number): void;
}

/** Room right of the picture for the ring of a cell at its edge. */
const EDGE = 3;
const SMALLEST_PICTURE = 40;

function freeRoom(room: number, labels: LabelRoom): number {
  return Math.max(SMALLEST_PICTURE, room - labels.left - labels.right - EDGE);
}

/** Labels of the units shown, in order: the same list for both axes where a text attends to itself. */
export interface MatrixLabels {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** See {@link MatrixShape}. */
  readonly isSampled?: boolean;
}

/** `identity` changes when zoom and scroll should start anew. */
export function useMatrixView(room: number, labels: MatrixLabels, fontFamily: string, identity: string): MatrixView | null {
  const [{ zoom, scroll }, setPlace] = useState({ zoom: 0, scroll: NO_SCROLL });
  useLayoutEffect(() => setPlace({ zoom: 0, scroll: NO_SCROLL }), [identity]);
  const measured = useMemo(() => {
    const measure = createMeasure(`${fontSizeOf(room)}px ${fontFamily}`);
    const rows = labels.rows.map(measure);
    return { rows, columns: labels.columns === labels.rows ? rows : labels.columns.map(measure) };
  }, [room, labels.rows, labels.columns, fontFamily]);
  const shape: MatrixShape = { rows: labels.rows.length, columns: labels.columns.length, isSampled: labels.isSampled ?? false };
  if (room === 0 || shape.rows === 0 || shape.columns === 0) return null;
  const all = withCorner(roomForLabels(room, measured.rows, measured.columns));
  const few = roomForFewLabels(room, measured.rows);
  // When all labels fit, so they do at every zoom. When they do not, the room stays that of few, for the picture not to jump while zooming.
  const fitsAll = layoutMatrix(freeRoom(room, all), shape, 0).allLabels;
  const free = freeRoom(room, fitsAll ? all : few);
  const deepestZoom = zoomCells(free, shape).length;
  const layout = layoutMatrix(free, shape, zoom);
  const labelRoom = fitsAll ? all : layout.allLabels ? { ...few, top: all.top } : few;
  const place = (layout: MatrixLayout, next: Scroll, zoom: number) => setPlace({ zoom, scroll: clampScroll(layout, next) });
  const shownScroll = clampScroll(layout, scroll);
  return {
    layout,
    labels: labelRoom,
    scroll: shownScroll,
    zoom: Math.min(zoom, deepestZoom),
    deepestZoom,
    setZoom: (wanted, { row, column, x, y }) => {
      const next = Math.max(0, Math.min(deepestZoom, wanted));
      const zoomed = layoutMatrix(free, shape, next);
      place(zoomed, scrollToKeep(zoomed, row, column, x, y), next);
    },
    pan: (x, y) => {
      const next = clampScroll(layout, { x: shownScroll.x + x, y: shownScroll.y + y });
      if (next.x === shownScroll.x && next.y === shownScroll.y) return false;
      place(layout, next, zoom);
      return true;
    },
    reveal: (row, column) => {
      const next = scrollToCell(layout, shownScroll, row, column);
      if (next.x !== shownScroll.x || next.y !== shownScroll.y) place(layout, next, zoom);
    },
  };
}
