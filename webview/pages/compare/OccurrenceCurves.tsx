import { useState } from 'preact/hooks';
import { formatSigned } from '../../../src/core/describe/numbers.ts';
import { figuresNote } from '../../../src/core/describe/occurrences.ts';
import type { LineData } from '../../../src/draw/paintLine.ts';
import type { GroupCurves } from '../../../src/draw/views/compare.ts';
import type { ThemeColors } from '../../theme.ts';
import { LineChart } from '../../charts/LineChart.tsx';
import { SubSection } from '../../controls/SubSection.tsx';
import { nameOfCompared } from './StateSlider.tsx';
import { Term } from '../../controls/Term.tsx';

interface CurveProps {
  readonly theme: ThemeColors;
  readonly curves: GroupCurves;
  /** Hidden states. */
  readonly states: number;
  readonly layers: number;
}

/** Mean cosines within and between groups, from state to state. */
export function GroupChart({ theme, curves, states, layers }: CurveProps) {
  const [active, setActive] = useState<number | null>(null);
  const value = (values: readonly number[]) =>
    active === null ? '' : Number.isNaN(values[active]!) ? 'none' : formatSigned(values[active]!);
  return (
    <SubSection
      title="Within and between groups"
      aside={curves.named ? 'groups that you named' : 'groups found by clustering'}
      kind="curves"
    >
      <LineChart
        name="Mean cosine within and between groups, by hidden state"
        data={chartOf(states, { within: curves.within, between: curves.between })}
        count={states}
        theme={theme}
        active={active}
        onActive={setActive}
      />
      <p class="note">Line: within; dashed: between. Across: layers passed.</p>
      <p class="readout" aria-live="polite">
        {active === null ? (
          <span class="dim">{figuresNote(curves.figures) || 'Name two groups to compare them.'}</span>
        ) : (
          <>
            {nameOfCompared(active, layers)}: within <b class="number">{value(curves.within)}</b> between{' '}
            <b class="number">{value(curves.between)}</b>
          </>
        )}
      </p>
    </SubSection>
  );
}

/** Of two places there is one cosine a state, and nothing to group. */
export function PairChart({ theme, curves, states, layers }: CurveProps) {
  const [active, setActive] = useState<number | null>(null);
  return (
    <SubSection
      title={
        <>
          <Term id="cosine">Cosine</Term> between the two
        </>
      }
      kind="curves"
    >
      <LineChart
        name="Cosine between the two places, by hidden state"
        data={chartOf(states, { '': curves.between })}
        count={states}
        theme={theme}
        active={active}
        onActive={setActive}
      />
      <p class="note">Across: layers passed.</p>
      <p class="readout" aria-live="polite">
        {active === null ? (
          <span class="dim">Point at the line to read it.</span>
        ) : (
          <>
            {nameOfCompared(active, layers)}: <b class="number">{formatSigned(curves.between[active]!)}</b>
          </>
        )}
      </p>
    </SubSection>
  );
}

function chartOf(states: number, series: Readonly<Record<string, readonly number[]>>): LineData {
  return {
    series: Object.entries(series).map(([name, values]) => ({ name, values })),
    ticks: Array.from({ length: states }, (_, state) => String(state)),
    format: formatSigned,
  };
}
