import { formatSlope } from '../../../../src/core/describe/input.ts';

/** ALiBi: what one token of distance takes from the score, head by head. */
export function Slopes({ slopes }: { readonly slopes: Float32Array }) {
  const largest = Math.max(...slopes.map(Math.abs));
  return (
    <div class="slopes">
      <h3>Slopes of the heads, in every layer</h3>
      <ul>
        {Array.from(slopes, (slope, head) => (
          <li>
            <span class="row-head">H{head}</span>
            <span class="bar">
              <i style={{ width: `${(100 * Math.abs(slope)) / largest}%` }} />
            </span>
            <span class="number">{formatSlope(slope)}</span>
          </li>
        ))}
      </ul>
      <p class="note">What one token of distance takes from the score before the softmax: a steep head looks near, a flat one far.</p>
    </div>
  );
}
