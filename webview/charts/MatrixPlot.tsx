import { useLayoutEffect, useRef } from 'preact/hooks';
import { prepareCanvas } from '../draw/canvas.ts';
import { fontSizeFor } from '../draw/labels.ts';
import { isScrolled, offsetOf, visiblePositions, type MatrixLayout } from '../draw/matrixLayout.ts';
import { paintMatrix, paintMatrixMarks, type MatrixCells, type MatrixMarks } from '../draw/paintMatrix.ts';
import type { ThemeColors } from '../theme.ts';
import { ColumnLabels, RowLabels, type AxisLabel } from './Axis.tsx';
import { useMatrixInput, type MatrixGestures, type Position } from './useMatrixInput.ts';
import type { MatrixView } from './useMatrixView.ts';

/** Room around the picture for the ring of a cell at its edge. */
const MARGIN = 3;

/** A label of a row or column. */
export interface MatrixLabel {
  readonly text: string;
  readonly special: boolean;
}

/** Where the crosshair and the word looked from are, as positions; -1 for none. */
export interface MatrixPlaces extends MatrixMarks {
  readonly pinned: boolean;
}

/** Two canvases: the cells, painted when data, size or theme change, and over them the crosshair, painted with every move. */
export function MatrixPlot({
  name,
  rows,
  columns,
  theme,
  cells,
  view,
  marks,
  ...gestures
}: {
  /** For screen readers: what it shows, how it is walked, and where its numbers are. */
  readonly name: string;
  readonly rows: readonly MatrixLabel[];
  readonly columns: readonly MatrixLabel[];
  readonly theme: ThemeColors;
  readonly cells: MatrixCells;
  readonly view: MatrixView;
  readonly marks: MatrixPlaces;
} & MatrixGestures) {
  const { layout, scroll, labels: room } = view;
  const cellCanvas = useRef<HTMLCanvasElement>(null);
  const markCanvas = useRef<HTMLCanvasElement>(null);
  const picture = useRef<HTMLDivElement>(null);
  const { step, block } = layout;
  const width = layout.columns.viewport;
  const height = layout.rows.viewport;
  useLayoutEffect(() => {
    paintMatrix(prepareCanvas(cellCanvas.current!, width, height, theme.ratio), theme, layout, scroll, cells);
  }, [theme, cells, step, block, width, height, scroll.x, scroll.y]);
  useLayoutEffect(() => {
    const canvas = prepareCanvas(markCanvas.current!, width + 2 * MARGIN, height + 2 * MARGIN, theme.ratio);
    paintMatrixMarks(canvas, theme, layout, scroll, marks, MARGIN);
  }, [theme, step, block, width, height, scroll.x, scroll.y, marks.source, marks.sourceIsRow, marks.row, marks.column]);
  const cell = marks.row >= 0 && marks.column >= 0 ? ([marks.row, marks.column] as const) : null;
  const input = useMatrixInput(picture, cells, view, cell, startOf(marks, layout), gestures);

  const mark = marks.pinned ? 'pinned' : 'source';
  const labelAt = (position: number, isRow: boolean): AxisLabel => ({
    key: position,
    text: (isRow ? rows : columns)[position]!.text,
    special: (isRow ? rows : columns)[position]!.special,
    on: position === (isRow ? marks.row : marks.column),
    mark: position === marks.source && isRow === marks.sourceIsRow ? mark : '',
    offset: offsetOf(layout, isRow ? scroll.y : scroll.x, position),
  });
  return (
    <div
      class="plot"
      style={{ height: `${room.top + height + MARGIN}px`, fontSize: `${layout.allLabels ? fontSizeFor(room.size, step) : room.size}px` }}
    >
      <span
        class="axis corner"
        style={{ width: `${room.left - (layout.allLabels ? 6 : LONE_LABEL)}px`, top: `${room.top - (layout.allLabels ? 32 : 42)}px` }}
        aria-hidden="true"
      >
        to →
        <br />
        from ↓
      </span>
      <RowLabels
        labels={labelledPositions(view, true, marks.row, marks).map(position => labelAt(position, true))}
        width={room.left - 4}
        top={room.top}
        step={step - layout.gap}
      />
      <ColumnLabels
        labels={labelledPositions(view, false, marks.column, marks).map(position => labelAt(position, false))}
        left={room.left}
        top={room.top}
        step={step}
        upright={!layout.allLabels}
      />
      <div
        class={isScrolled(layout) ? 'picture pannable' : 'picture'}
        ref={picture}
        role="application"
        aria-roledescription="matrix"
        aria-label={name}
        tabIndex={0}
        style={{ left: `${room.left}px`, top: `${room.top}px`, width: `${width}px`, height: `${height}px` }}
        {...input}
      >
        <canvas ref={cellCanvas} />
        <canvas ref={markCanvas} style={{ left: `${-MARGIN}px`, top: `${-MARGIN}px` }} />
      </div>
    </div>
  );
}

/** Where the keyboard starts without a cell: at the word looked from, in the first cell of its row or column unless it stands at both axes. */
function startOf({ source, sourceIsRow }: MatrixMarks, { rows, columns }: MatrixLayout): Position {
  const at = Math.max(0, source);
  const far = Math.min(at, (sourceIsRow ? columns : rows).count - 1);
  return sourceIsRow ? [at, far] : [far, at];
}

/** Between the corner and a picture with few labels, in pixels: half of a label that stands alone over the first column. */
const LONE_LABEL = 30;

/** Positions with a label: all on screen, or, when cells are too small, those of the source and of the crosshair. */
function labelledPositions(
  { layout, scroll }: MatrixView,
  isRow: boolean,
  crosshair: number,
  marks: { readonly source: number; readonly sourceIsRow: boolean },
): readonly number[] {
  const scrolled = isRow ? scroll.y : scroll.x;
  const axis = isRow ? layout.rows : layout.columns;
  const [start, end] = visiblePositions(layout, axis, scrolled);
  if (layout.allLabels) return Array.from({ length: end - start }, (_, i) => start + i).filter(at => isWhole(at));
  const source = marks.sourceIsRow === isRow ? marks.source : -1;
  // Two labels on one spot cannot be read: the crosshair's goes first, unless it is the source itself.
  const close = source >= 0 && crosshair >= 0 && Math.abs(offsetOf(layout, 0, source) - offsetOf(layout, 0, crosshair)) < 14;
  return [...new Set([close ? -1 : source, crosshair])].filter(at => at >= start && at < end);
  function isWhole(position: number): boolean {
    const offset = offsetOf(layout, scrolled, position);
    return offset > -layout.step / 2 && offset < axis.viewport - layout.step / 2;
  }
}
