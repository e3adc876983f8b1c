import { useMemo } from 'preact/hooks';
import type { Clusters } from '../../../src/core/vectors/clusters.ts';
import { formatShortSigned, formatSigned } from '../../../src/core/describe/numbers.ts';
import type { OccurrencePart } from '../../../src/protocol/panelParts.ts';
import { layoutSquare } from '../../../src/draw/squareLayout.ts';
import { cosineCells, smallestCosine } from '../../../src/draw/views/compare.ts';
import { inHue, type ThemeColors } from '../../theme.ts';
import { useWidth } from '../../hooks/useSize.ts';
import { LegendSteps } from '../../charts/Legend.tsx';
import { roomInSquare, SquarePlot } from '../../charts/SquarePlot.tsx';
import { Term } from '../../controls/Term.tsx';

/** A cell as two places, whatever the order they are drawn in. */
export type PlacePair = readonly [place: number, other: number];

const LARGEST_CELL = 44;

/** Cosine of every two places, ordered so that alike ones stand together. */
export function OccurrenceMatrix({
  part,
  cosines,
  clusters,
  theme: plainTheme,
  hue,
  pair,
  onPair,
  onChoose,
}: {
  readonly part: OccurrencePart;
  readonly cosines: Float32Array;
  readonly clusters: Clusters;
  readonly theme: ThemeColors;
  readonly hue: 'likeness' | 'contextual';
  readonly pair: PlacePair | null;
  readonly onPair: (pair: PlacePair | null) => void;
  readonly onChoose: (place: number) => void;
}) {
  const [box, room] = useWidth();
  const theme = useMemo(() => inHue(plainTheme, hue), [plainTheme, hue]);
  const { size } = part.slice;
  const { order } = clusters;
  const smallest = useMemo(() => smallestCosine(part), [part]);
  const cells = useMemo(() => cosineCells(cosines, size, order, smallest), [cosines, order, size, smallest]);
  const layout = layoutSquare(roomInSquare(room), size, LARGEST_CELL);
  const labels = order.map(place => (layout.allLabels ? String(place + 1) : ''));
  const drawn = pair && ([order.indexOf(pair[0]), order.indexOf(pair[1])] as const);
  return (
    <div ref={box} class={hue === 'likeness' ? 'hue-fixed' : 'hue-contextual'}>
      {room > 0 && (
        <SquarePlot
          name="Cosine of every two places, alike ones side by side. Arrow keys move, Enter goes to the place of the row. The numbers are in the table below."
          layout={layout}
          cells={cells}
          labels={labels}
          cell={drawn}
          place={pair}
          split={layout.rows.block === 1 ? clusters.split : 0}
          theme={theme}
          onCell={cell => onPair(cell && [order[cell[0]]!, order[cell[1]]!])}
          onChoose={([row]) => onChoose(order[row]!)}
        />
      )}
      <p class="readout short" aria-live="polite">
        {pair ? (
          <>
            {pair[0] + 1} and {pair[1] + 1}
            <b class="number">{formatSigned(cosines[pair[0] * size + pair[1]]!)}</b>
          </>
        ) : (
          <span class="dim">Point at a cell to read it.</span>
        )}
      </p>
      <div class="legend">
        <LegendSteps
          name="Eight steps of cosine, from the smallest in any hidden state to 1"
          limits={Array.from({ length: 8 }, (_, step) => formatShortSigned(smallest + ((1 - smallest) * step) / 8))}
          highContrast={theme.highContrast}
        />
        <p class="note">
          From {formatSigned(smallest)}, the smallest in any <Term id="hidden-state">hidden state</Term>, to 1.
        </p>
      </div>
    </div>
  );
}
