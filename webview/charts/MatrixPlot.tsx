import { useLayoutEffect, useRef } from 'preact/hooks';
import { prepareCanvas } from '../draw/canvas.ts';
import { fontSizeFor } from '../draw/labels.ts';
import { offsetOf, visiblePositions } from '../draw/matrixLayout.ts';
import { paintMatrix, paintMatrixMarks, type MatrixCells } from '../draw/paintMatrix.ts';
import type { Scene } from '../scene.ts';
import type { ThemeColors } from '../theme.ts';
import { ColumnLabels, RowLabels, type AxisLabel } from './Axis.tsx';
import { useMatrixInput } from './useMatrixInput.ts';
import type { MatrixView } from './useMatrixView.ts';
import type { Post } from '../host.ts';

/** Room around the picture for the ring of a cell at its edge. */
const MARGIN = 3;

/** Two canvases: the cells, painted when data, size or theme change, and over them the crosshair, painted with every move. */
export function MatrixPlot({
  scene,
  theme,
  cells,
  view,
  labels,
  post,
}: {
  readonly scene: Scene;
  readonly theme: ThemeColors;
  readonly cells: MatrixCells;
  readonly view: MatrixView;
  readonly labels: readonly string[];
  readonly post: Post;
}) {
  const { layout, scroll, labels: room } = view;
  const { word, state, cell, positionOf } = scene;
  const cellCanvas = useRef<HTMLCanvasElement>(null);
  const markCanvas = useRef<HTMLCanvasElement>(null);
  const picture = useRef<HTMLDivElement>(null);
  const marks = {
    source: positionOf(word.source),
    sourceIsRow: state.direction === 'to',
    row: positionOf(cell?.[0] ?? null),
    column: positionOf(cell?.[1] ?? null),
  };
  const { step, viewport, block, zoomed } = { ...layout, zoomed: layout.content > layout.viewport };
  useLayoutEffect(() => {
    paintMatrix(prepareCanvas(cellCanvas.current!, viewport, viewport, theme.ratio), theme, layout, scroll, cells);
  }, [theme, cells, step, block, viewport, scroll.x, scroll.y]);
  useLayoutEffect(() => {
    const side = viewport + 2 * MARGIN;
    paintMatrixMarks(prepareCanvas(markCanvas.current!, side, side, theme.ratio), theme, layout, scroll, marks, MARGIN);
  }, [theme, step, block, viewport, scroll.x, scroll.y, marks.source, marks.sourceIsRow, marks.row, marks.column]);
  const input = useMatrixInput(picture, scene, cells, view, post);

  const mark = word.pinned ? 'pinned' : 'source';
  const labelAt = (position: number, isRow: boolean): AxisLabel => ({
    key: position,
    text: labels[position]!,
    special: scene.units[word.shown[position]!]!.special,
    on: position === (isRow ? marks.row : marks.column),
    mark: position === marks.source && isRow === marks.sourceIsRow ? mark : '',
    offset: offsetOf(layout, isRow ? scroll.y : scroll.x, position),
  });
  return (
    <div
      class="plot"
      style={{ height: `${room.top + viewport + MARGIN}px`, fontSize: `${layout.allLabels ? fontSizeFor(room.size, step) : room.size}px` }}
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
        class={zoomed ? 'picture pannable' : 'picture'}
        ref={picture}
        role="application"
        aria-roledescription="matrix"
        aria-label="Attention from each word (rows) to each word (columns). Arrow keys move the cell, Enter pins its word, plus and minus zoom. The numbers of a word are in the tables below."
        tabIndex={0}
        style={{ left: `${room.left}px`, top: `${room.top}px`, width: `${viewport}px`, height: `${viewport}px` }}
        {...input}
      >
        <canvas ref={cellCanvas} />
        <canvas ref={markCanvas} style={{ left: `${-MARGIN}px`, top: `${-MARGIN}px` }} />
      </div>
    </div>
  );
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
  const [start, end] = visiblePositions(layout, scrolled);
  if (layout.allLabels) return Array.from({ length: end - start }, (_, i) => start + i).filter(at => isWhole(at));
  const source = marks.sourceIsRow === isRow ? marks.source : -1;
  // Two labels on one spot cannot be read: the crosshair's goes first, unless it is the source itself.
  const close = source >= 0 && crosshair >= 0 && Math.abs(offsetOf(layout, 0, source) - offsetOf(layout, 0, crosshair)) < 14;
  return [...new Set([close ? -1 : source, crosshair])].filter(at => at >= start && at < end);
  function isWhole(position: number): boolean {
    const offset = offsetOf(layout, scrolled, position);
    return offset > -layout.step / 2 && offset < layout.viewport - layout.step / 2;
  }
}
