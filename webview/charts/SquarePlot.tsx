import { useLayoutEffect, useRef } from 'preact/hooks';
import { moveInGrid } from '../a11y/moves.ts';
import { prepareCanvas } from '../draw/canvas.ts';
import { NO_SCROLL, positionAt, type MatrixLayout } from '../draw/matrixLayout.ts';
import { paintMatrix, paintMatrixMarks, type MatrixCells } from '../draw/paintMatrix.ts';
import type { ThemeColors } from '../theme.ts';

export type SquareCell = readonly [row: number, column: number];

/** Room for the labels of a square picture, in pixels. */
const LABEL_ROOM = 26;
/** Room around the picture for the ring of a cell at its edge. */
const MARGIN = 3;

/** Room that is left for the picture itself. */
export function roomInSquare(room: number): number {
  return Math.max(40, room - LABEL_ROOM - MARGIN);
}

/** A symmetric picture with short labels: two canvases, one pointer, arrow keys. The cell pointed at belongs to the page. */
export function SquarePlot({
  name,
  layout,
  cells,
  labels,
  cell,
  split = 0,
  theme,
  onCell,
  onChoose,
}: {
  /** For screen readers: what it shows, and where its numbers are. */
  readonly name: string;
  readonly layout: MatrixLayout;
  readonly cells: MatrixCells;
  /** By position; '' for none. Ours, not text of the document. */
  readonly labels: readonly string[];
  readonly cell: SquareCell | null;
  /** A line after this many rows and columns; 0: none. */
  readonly split?: number;
  readonly theme: ThemeColors;
  readonly onCell: (cell: SquareCell | null) => void;
  /** Enter, or a click, on a cell. */
  readonly onChoose?: (cell: SquareCell) => void;
}) {
  const cellCanvas = useRef<HTMLCanvasElement>(null);
  const markCanvas = useRef<HTMLCanvasElement>(null);
  const { step, block } = layout;
  const { viewport, count } = layout.rows;
  useLayoutEffect(() => {
    paintMatrix(prepareCanvas(cellCanvas.current!, viewport, viewport, theme.ratio), theme, layout, NO_SCROLL, cells);
  }, [theme, cells, step, block, viewport]);
  useLayoutEffect(() => {
    const side = viewport + 2 * MARGIN;
    const context = prepareCanvas(markCanvas.current!, side, side, theme.ratio);
    const marks = { source: -1, sourceIsRow: true, row: cell?.[0] ?? -1, column: cell?.[1] ?? -1 };
    paintMatrixMarks(context, theme, layout, NO_SCROLL, marks, MARGIN);
  }, [theme, step, block, viewport, count, cell?.[0], cell?.[1]]);
  const moveTo = (next: SquareCell | null) => {
    if (next?.[0] !== cell?.[0] || next?.[1] !== cell?.[1]) onCell(next);
  };
  const cellAt = (event: MouseEvent) => {
    const bounds = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return positionAt(layout, NO_SCROLL, event.clientX - bounds.left, event.clientY - bounds.top);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = cell ? moveInGrid(event.key, cell, count, count) : event.key.startsWith('Arrow') ? ([0, 0] as const) : null;
    if (next) moveTo(next);
    else if (cell && onChoose && (event.key === 'Enter' || event.key === ' ')) onChoose(cell);
    else return;
    event.preventDefault();
  };
  const labelled = labels.map((text, position) => ({ text, position })).filter(({ text }) => text !== '');
  return (
    <div class="plot square-plot" style={{ height: `${LABEL_ROOM - 6 + viewport + MARGIN}px` }}>
      {labelled.map(({ text, position }) => (
        <>
          <span
            class={position === cell?.[0] ? 'square-label on' : 'square-label'}
            style={{
              left: 0,
              width: `${LABEL_ROOM - 6}px`,
              top: `${LABEL_ROOM - 6 + (position / block + 0.5) * step - 8}px`,
              textAlign: 'right',
            }}
          >
            {text}
          </span>
          <span
            class={position === cell?.[1] ? 'square-label on' : 'square-label'}
            style={{ left: `${LABEL_ROOM + (position / block + 0.5) * step - 20}px`, width: '40px', top: 0, textAlign: 'center' }}
          >
            {text}
          </span>
        </>
      ))}
      <div
        class="picture"
        role="application"
        aria-roledescription="matrix"
        aria-label={name}
        tabIndex={0}
        style={{ left: `${LABEL_ROOM}px`, top: `${LABEL_ROOM - 6}px`, width: `${viewport}px`, height: `${viewport}px` }}
        onPointerMove={event => moveTo(cellAt(event))}
        onPointerLeave={() => moveTo(null)}
        onBlur={() => moveTo(null)}
        onClick={event => {
          const hit = cellAt(event);
          if (hit) onChoose?.(hit);
        }}
        onKeyDown={onKeyDown}
      >
        <canvas ref={cellCanvas} />
        <canvas ref={markCanvas} style={{ left: `${-MARGIN}px`, top: `${-MARGIN}px` }} />
        {split > 0 && (
          <>
            <i class="split-line" style={{ left: `${split * step - layout.gap}px`, top: 0, width: '1px', height: `${viewport}px` }} />
            <i class="split-line" style={{ top: `${split * step - layout.gap}px`, left: 0, height: '1px', width: `${viewport}px` }} />
          </>
        )}
      </div>
    </div>
  );
}
