import { useRef } from 'preact/hooks';
import { fontSizeFor } from '../../src/draw/labels.ts';
import { isScrolled, offsetOf, visiblePositions, type MatrixLayout } from '../../src/draw/matrixLayout.ts';
import { paintMatrix, paintMatrixMarks, type MatrixCells, type MatrixMarks } from '../../src/draw/paintMatrix.ts';
import type { ThemeColors } from '../theme.ts';
import { ColumnLabels, RowLabels, type AxisLabel } from './Axis.tsx';
import { CanvasLayer, MARGIN, Picture } from './Picture.tsx';
import { useMatrixInput, type MatrixGestures, type Position } from './useMatrixInput.ts';
import type { MatrixView } from './useMatrixView.ts';

/** A label of a row or column. */
export interface MatrixLabel {
  readonly text: string;
  readonly special: boolean;
}

/** Where the crosshair and the word looked from are, as positions; -1 for none. */
export interface MatrixPlaces extends MatrixMarks {
  readonly pinned: boolean;
  /** What the pinned word is linked with, at the other side. */
  readonly linked?: readonly number[];
  /** Words that are looked from as one, the source among them, at its side. */
  readonly together?: readonly number[];
}

/** The cells, painted when data, size or theme change, and over them the crosshair, painted with every move. */
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
  const picture = useRef<HTMLDivElement>(null);
  const width = layout.columns.viewport;
  const height = layout.rows.viewport;
  const cell = marks.row >= 0 && marks.column >= 0 ? ([marks.row, marks.column] as const) : null;
  const input = useMatrixInput(picture, cells, view, cell, startOf(marks, layout), gestures);
  const layer = { width, height, ratio: theme.ratio };
  const { rows: down, columns: across } = layout;
  const place = [theme, down.step, down.block, across.step, across.block, scroll.x, scroll.y];
  return (
    <div
      class="plot"
      style={{
        height: `${room.top + height + MARGIN}px`,
        fontSize: `${layout.allLabels ? fontSizeFor(room.size, layout.columns.step) : room.size}px`,
      }}
    >
      <MatrixAxes view={view} rows={rows} columns={columns} marks={marks} />
      <Picture
        name={name}
        kind="matrix"
        look={isScrolled(layout) ? 'picture pannable' : 'picture'}
        box={{ x: room.left, y: room.top, width, height }}
        element={picture}
        input={input}
      >
        <CanvasLayer {...layer} inputs={[...place, cells]} paint={painter => paintMatrix(painter, theme, layout, scroll, cells)} />
        <CanvasLayer
          {...layer}
          margin={MARGIN}
          inputs={[...place, marks.source, marks.sourceIsRow, marks.row, marks.column]}
          paint={painter => paintMatrixMarks(painter, theme, layout, scroll, marks)}
        />
      </Picture>
    </div>
  );
}

/** The labels of both sides, and in the corner what they are. */
function MatrixAxes({
  view,
  rows,
  columns,
  marks,
}: {
  readonly view: MatrixView;
  readonly rows: readonly MatrixLabel[];
  readonly columns: readonly MatrixLabel[];
  readonly marks: MatrixPlaces;
}) {
  const { layout, scroll, labels: room } = view;
  const { gap, allLabels } = layout;
  const mark = marks.pinned ? 'pinned' : 'source';
  const labelsOf = (isRow: boolean): AxisLabel[] =>
    labelledPositions(view, isRow, isRow ? marks.row : marks.column, marks).map(position => ({
      key: position,
      ...(isRow ? rows : columns)[position]!,
      on: position === (isRow ? marks.row : marks.column),
      mark:
        isRow === marks.sourceIsRow
          ? position === marks.source || marks.together?.includes(position)
            ? mark
            : ''
          : marks.linked?.includes(position)
            ? 'source'
            : '',
      offset: isRow ? offsetOf(layout.rows, scroll.y, position) : offsetOf(layout.columns, scroll.x, position),
    }));
  return (
    <>
      <span
        class="axis corner"
        style={{ width: `${room.left - (allLabels ? 6 : LONE_LABEL)}px`, top: `${room.top - (allLabels ? 32 : 42)}px` }}
        aria-hidden="true"
      >
        to →
        <br />
        from ↓
      </span>
      <RowLabels labels={labelsOf(true)} width={room.left - 4} top={room.top} step={layout.rows.step - gap} />
      <ColumnLabels labels={labelsOf(false)} left={room.left} top={room.top} step={layout.columns.step} upright={!allLabels} />
    </>
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
  const [start, end] = visiblePositions(axis, scrolled);
  if (layout.allLabels) return Array.from({ length: end - start }, (_, i) => start + i).filter(at => isWhole(at));
  const source = marks.sourceIsRow === isRow ? marks.source : -1;
  // Two labels on one spot cannot be read: the crosshair's goes first, unless it is the source itself.
  const close = source >= 0 && crosshair >= 0 && Math.abs(offsetOf(axis, 0, source) - offsetOf(axis, 0, crosshair)) < 14;
  return [...new Set([close ? -1 : source, crosshair])].filter(at => at >= start && at < end);
  function isWhole(position: number): boolean {
    const offset = offsetOf(axis, scrolled, position);
    return offset > -axis.step / 2 && offset < axis.viewport - axis.step / 2;
  }
}
