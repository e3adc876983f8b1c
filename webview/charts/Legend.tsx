import { legendLimits, paintNote } from '../../src/core/describe/legend.ts';
import type { Visibility } from '../../src/core/attention/visibility.ts';
import { BUCKETS } from '../../src/core/scale.ts';
import { squareSide } from '../../src/draw/heatMarks.ts';
import { WithTerms } from '../controls/Term.tsx';

/** The eight steps with the numbers they start from. High contrast shows square and line together. */
export function LegendSteps({
  name,
  limits,
  highContrast,
}: {
  /** For screen readers. */
  readonly name: string;
  /** Eight, as written. */
  readonly limits: readonly string[];
  readonly highContrast: boolean;
}) {
  return (
    <div class="legend-steps" role="img" aria-label={name}>
      {limits.map((limit, index) => {
        const side = `${squareSide(10, ((index + 1) / BUCKETS) ** 2)}px`;
        return (
          <span class="legend-step">
            <i class={`swatch heat-${index + 1}`}>{highContrast && <b style={{ width: side, height: side }} />}</i>
            <span>{limit}</span>
          </span>
        );
      })}
    </div>
  );
}

/** The steps of attention weights, and what has no colour. */
export function Legend({
  visibility: { scale, causal, hiddenSinks },
  highContrast,
}: {
  readonly visibility: Pick<Visibility, 'scale' | 'causal' | 'hiddenSinks'>;
  readonly highContrast: boolean;
}) {
  return (
    <div class="legend">
      <LegendSteps
        name={
          scale.inShares
            ? 'Eight steps of weight in even shares; each step starts at twice the one before'
            : 'Eight steps of weight; the step follows the square root of the weight'
        }
        limits={legendLimits(scale)}
        highContrast={highContrast}
      />
      <p class="note">
        <WithTerms
          text={paintNote(scale, causal, hiddenSinks)}
          terms={[
            ['weight', 'attention-weight'],
            ['even share', 'even-share'],
          ]}
        />
      </p>
    </div>
  );
}
