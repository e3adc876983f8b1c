/** One bar a token, in rows one below the other over the same tokens; CSS pixels. */
export interface BarLayout {
  readonly count: number;
  readonly step: number;
  /** Width of a bar. */
  readonly bar: number;
  readonly width: number;
  readonly allLabels: boolean;
}

const LARGEST_STEP = 28;
/** Slanted labels that stand closer lie over each other. */
const LABELLED_STEP = 14;

export function layoutBars(room: number, count: number): BarLayout {
  const fitted = Math.min(LARGEST_STEP, room / Math.max(1, count));
  // Whole pixels where they are large enough to be seen, else fractions, so that all tokens stay on screen.
  const step = fitted >= 3 ? Math.floor(fitted) : fitted;
  return { count, step, bar: step >= 5 ? step - 1 : step, width: Math.ceil(step * count), allLabels: step >= LABELLED_STEP };
}

/** Token at a horizontal place; the outermost ones beyond the ends. */
export function tokenAt({ step, count }: BarLayout, x: number): number {
  return Math.max(0, Math.min(count - 1, Math.floor(x / step)));
}

/** SVG path of one row of bars between `top` and `top + height`; values that are not numbers leave a gap. `range` holds 0. */
export function barPath(
  { step, bar }: BarLayout,
  values: ArrayLike<number>,
  top: number,
  height: number,
  [low, high]: readonly [low: number, high: number],
): string {
  const y = (value: number) => top + height - ((Math.max(low, Math.min(high, value)) - low) / (high - low)) * height;
  const zero = y(0);
  return Array.from(values, (value, token) =>
    Number.isFinite(value) ? `M${round(token * step)} ${round(zero)}h${round(bar)}V${round(y(value))}h${round(-bar)}z` : '',
  ).join('');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
