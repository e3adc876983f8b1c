import { moveInGrid } from '../../src/draw/moves.ts';
import { NO_SCROLL, positionAt, type MatrixLayout } from '../../src/draw/matrixLayout.ts';
import { paintMatrix, paintMatrixMarks, type MatrixCells } from '../../src/draw/paintMatrix.ts';
import type { ThemeColors } from '../theme.ts';
import { CanvasLayer, MARGIN, Picture } from './Picture.tsx';
import { usePointing } from './usePointing.ts';

export type SquareCell = readonly [row: number, column: number];

/** Room for the labels of a square picture, left of it and above it, in pixels. */
const LABEL_LEFT = 26;
const LABEL_TOP = 20;

/** Room that is left for the picture itself. */
export function roomInSquare(room: number): number {
  return Math.max(40, room - LABEL_LEFT - MARGIN);
}

/** A symmetric picture with short labels. The cell pointed at belongs to the page. */
export function SquarePlot({
  name,
  layout,
  cells,
  labels,
  cell,
  place,
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
  /** The same as the page counts it. */
  readonly place?: SquareCell | null;
  /** A line after this many rows and columns; 0: none. */
  readonly split?: number;
  readonly theme: ThemeColors;
  readonly onCell: (cell: SquareCell | null) => void;
  /** Enter, or a click, on a cell. */
  readonly onChoose?: (cell: SquareCell) => void;
}) {
  const { viewport: side, count, step, block } = layout.rows;
  const [row, column] = cell ?? [-1, -1];
  const input = usePointing<SquareCell>({
    cell,
    hit: (x, y) => positionAt(layout, NO_SCROLL, x, y),
    move: (key, from) => moveInGrid(key, from, count, count),
    start: [0, 0],
    onCell,
    ...(onChoose && { onChoose }),
  });
  const layer = { width: side, height: side, ratio: theme.ratio };
  return (
    <div class="plot square-plot" style={{ height: `${LABEL_TOP + side + MARGIN}px` }}>
      <SquareLabels labels={labels} cell={cell} layout={layout} />
      <Picture
        name={name}
        kind="matrix"
        cell={place ?? null}
        box={{ x: LABEL_LEFT, y: LABEL_TOP, width: side, height: side }}
        input={input}
      >
        <CanvasLayer
          {...layer}
          inputs={[theme, cells, step, block]}
          paint={painter => paintMatrix(painter, theme, layout, NO_SCROLL, cells)}
        />
        <CanvasLayer
          {...layer}
          margin={MARGIN}
          inputs={[theme, step, block, count, row, column]}
          paint={painter => paintMatrixMarks(painter, theme, layout, NO_SCROLL, { source: -1, sourceIsRow: true, row, column })}
        />
        {split > 0 && <SplitLines at={split * step - layout.gap} side={side} />}
      </Picture>
    </div>
  );
}

/** Each label at its row and at its column. */
function SquareLabels({
  labels,
  cell,
  layout,
}: {
  readonly labels: readonly string[];
  readonly cell: SquareCell | null;
  readonly layout: MatrixLayout;
}) {
  const { block, step } = layout.rows;
  const look = (isOn: boolean) => (isOn ? 'square-label on' : 'square-label');
  return (
    <>
      {labels.map((text, position) => {
        if (text === '') return null;
        const middle = (position / block + 0.5) * step;
        return (
          <>
            <span
              class={look(position === cell?.[0])}
              style={{ left: 0, width: `${LABEL_LEFT - 6}px`, top: `${LABEL_TOP + middle - 8}px`, textAlign: 'right' }}
            >
              {text}
            </span>
            <span
              class={look(position === cell?.[1])}
              style={{ left: `${LABEL_LEFT + middle - 20}px`, width: '40px', top: 0, textAlign: 'center' }}
            >
              {text}
            </span>
          </>
        );
      })}
    </>
  );
}

function SplitLines({ at, side }: { readonly at: number; readonly side: number }) {
  return (
    <>
      <i class="split-line" style={{ left: `${at}px`, top: 0, width: '1px', height: `${side}px` }} />
      <i class="split-line" style={{ top: `${at}px`, left: 0, height: '1px', width: `${side}px` }} />
    </>
  );
}
