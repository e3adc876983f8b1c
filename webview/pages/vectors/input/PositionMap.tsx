import { ordinal } from '../../../../src/core/describe/counted.ts';
import { useMemo, useState } from 'preact/hooks';
import { formatCount, formatShortSigned, formatSigned } from '../../../../src/core/describe/numbers.ts';
import { positionSentence } from '../../../../src/core/describe/input.ts';
import { bucketOfCosine, BUCKETS } from '../../../../src/core/scale.ts';
import type { PositionSlice } from '../../../../src/protocol/embeddingApi.ts';
import { layoutSquare } from '../../../../src/draw/squareLayout.ts';
import { cellsBySteps, type MatrixCells } from '../../../../src/draw/paintMatrix.ts';
import { inHue, type ThemeColors } from '../../../theme.ts';
import { useWidth } from '../../../hooks/useSize.ts';
import { DataTable, TableTwin } from '../../../controls/DataTable.tsx';
import { WithTerms } from '../../../controls/Term.tsx';
import type { TermLink } from '../../../linkTerms.ts';
import { LegendSteps } from '../../../charts/Legend.tsx';
import { roomInSquare, SquarePlot, type SquareCell } from '../../../charts/SquarePlot.tsx';

const LARGEST_CELL = 20;
const LARGEST_PICTURE = 420;
/** Labels at an axis. */
const LABELS = 8;

/** How like the vectors of any two positions are, or why that is not drawn. */
export function PositionMap({
  theme,
  slice,
  terms = [],
}: {
  readonly theme: ThemeColors;
  readonly slice: PositionSlice;
  readonly terms?: readonly TermLink[];
}) {
  const { size, step, rows, note, mapNote } = slice;
  return (
    <div class={size > 0 ? 'position-map' : ''}>
      {size > 0 && <Picture theme={theme} slice={slice} />}
      <div>
        <p class={size > 0 ? 'note' : ''}>
          <WithTerms text={[positionSentence(slice.kind), note, mapNote].filter(Boolean).join(' ')} terms={terms} />
          {step > 1 && ` Every ${ordinal(step)} of the ${formatCount(rows)} positions is shown.`}
        </p>
        {size > 0 && <TableTwin>{() => <PositionTable slice={slice} />}</TableTwin>}
      </div>
    </div>
  );
}

function Picture({ theme: plainTheme, slice }: { readonly theme: ThemeColors; readonly slice: PositionSlice }) {
  const { size, step } = slice;
  const theme = useMemo(() => inHue(plainTheme, 'likeness'), [plainTheme]);
  const [box, room] = useWidth();
  const [cell, setCell] = useState<SquareCell | null>(null);
  const cells = useMemo(() => similarityCells(slice), [slice]);
  const layout = layoutSquare(Math.min(LARGEST_PICTURE, roomInSquare(room)), size, LARGEST_CELL);
  const every = Math.ceil(size / LABELS);
  const labels = Array.from({ length: size }, (_, place) => (place % every === 0 ? String(place * step) : ''));
  return (
    <div ref={box} class="hue-fixed">
      {room > 0 && (
        <SquarePlot
          name="Cosine between the vectors of any two positions. Arrow keys move. The numbers are in the table below."
          layout={layout}
          cells={cells}
          labels={labels}
          cell={cell}
          theme={theme}
          onCell={setCell}
        />
      )}
      <p class="readout short" aria-live="polite">
        {cell ? (
          <>
            positions {cell[0] * step} and {cell[1] * step}
            <b class="number">{formatSigned(cells.valueAt(cell[0], cell[1]))}</b>
            <span class="dim">{distanceNote(Math.abs(cell[0] - cell[1]) * step)}</span>
          </>
        ) : (
          <span class="dim">Point at a cell to read it.</span>
        )}
      </p>
      <div class="legend">
        <LegendSteps
          name="Eight steps of cosine, linear"
          limits={Array.from({ length: BUCKETS }, (_, index) => formatShortSigned((index + 0.5) / BUCKETS))}
          highContrast={theme.highContrast}
        />
        <p class="note">
          Cosine of two positions’ vectors; negative ones have no colour.
          {layout.rows.block > 1 && ` Each dot is the largest of ${layout.rows.block} × ${layout.rows.block}.`}
        </p>
      </div>
    </div>
  );
}

function similarityCells({ size, similarity }: PositionSlice): MatrixCells {
  return cellsBySteps(size, Uint8Array.from(similarity, bucketOfCosine), (row, column) => similarity[row * size + column]!);
}

function distanceNote(distance: number): string {
  return distance === 0 ? 'the same position' : `${distance} apart`;
}

/** Mean over all pairs of a distance: what the picture shows, in as many rows as it has. */
function PositionTable({ slice }: { readonly slice: PositionSlice }) {
  const { size, step, similarity } = slice;
  return (
    <DataTable name="Positions as a table" caption="Mean cosine of all pairs of positions that are as far apart">
      <thead>
        <tr>
          <th scope="col" class="number">
            Apart
          </th>
          <th scope="col" class="number">
            Mean cosine
          </th>
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: size }, (_, apart) => (
          <tr>
            <th scope="row" class="number">
              {apart * step}
            </th>
            <td class="number">{formatSigned(meanAtDistance(similarity, size, apart))}</td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}

function meanAtDistance(similarity: Float32Array, size: number, apart: number): number {
  let sum = 0;
  for (let row = 0; row + apart < size; row++) sum += similarity[row * size + row + apart]!;
  return sum / (size - apart);
}
