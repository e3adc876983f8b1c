import { formatShort, paintNote } from '../../src/core/describe.ts';
import { BUCKET_THRESHOLDS, BUCKETS } from '../../src/core/scale.ts';
import { squareSide } from '../draw/canvas.ts';

/** The eight steps with the weights they start from. High contrast shows square and line together. */
export function Legend({ tokenCount, highContrast }: { readonly tokenCount: number; readonly highContrast: boolean }) {
  return (
    <div class="legend">
      <div class="legend-steps" role="img" aria-label="Eight steps of weight; the step follows the square root of the weight">
        {BUCKET_THRESHOLDS.map((limit, index) => {
          const side = `${squareSide(10, ((index + 1) / BUCKETS) ** 2)}px`;
          return (
            <span class="legend-step">
              <i class={`swatch heat-${index + 1}`}>{highContrast && <b style={{ width: side, height: side }} />}</i>
              <span>{index === 0 ? '0' : formatShort(limit)}</span>
            </span>
          );
        })}
      </div>
      <p class="note">{paintNote(tokenCount)}</p>
    </div>
  );
}
