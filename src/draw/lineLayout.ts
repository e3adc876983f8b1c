/** Where the points of a line chart stand, in CSS pixels. */
export interface LineLayout {
  /** Places across. */
  readonly count: number;
  readonly width: number;
  /** Of the whole chart, and of it without the ticks under the places. */
  readonly height: number;
  readonly plotHeight: number;
  /** Of so many places one has its tick. */
  readonly everyTick: number;
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
  /** Smallest and largest value on the axis. */
  readonly range: readonly [low: number, high: number];
}

/** Room for the numbers at the axis, and around the outermost dots. */
export const AXIS_ROOM = 34;
const MARGIN = 6;
const PLOT_HEIGHT = 76;
const TICK_HEIGHT = 16;
/** Narrower, the ticks would touch, so that some are left out. */
const TICK_STEP = 16;

/** The range of the values, widened to `atLeast`; a constant line stands in the middle. Values that are not numbers are left out. */
export function rangeOf(
  series: readonly ArrayLike<number>[],
  atLeast: readonly [low: number, high: number] | null,
): readonly [number, number] {
  let low = atLeast?.[0] ?? Infinity;
  let high = atLeast?.[1] ?? -Infinity;
  for (const values of series)
    for (const value of Array.from(values))
      if (Number.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
  if (low > high) return [0, 1];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

export function layoutLine(width: number, count: number, range: readonly [low: number, high: number], hasTicks: boolean): LineLayout {
  const [low, high] = range;
  const left = AXIS_ROOM + MARGIN;
  const right = Math.max(left, width - MARGIN);
  const x = (index: number) => (count < 2 ? (left + right) / 2 : left + (index / (count - 1)) * (right - left));
  return {
    count,
    width,
    height: hasTicks ? PLOT_HEIGHT + TICK_HEIGHT : PLOT_HEIGHT,
    plotHeight: PLOT_HEIGHT,
    everyTick: Math.max(1, Math.ceil(TICK_STEP / ((x(count - 1) - x(0)) / Math.max(1, count - 1)))),
    range,
    x,
    y: value => PLOT_HEIGHT - MARGIN - ((value - low) / (high - low)) * (PLOT_HEIGHT - 2 * MARGIN),
  };
}

/** The point nearest to a place. */
export function indexAt(layout: LineLayout, x: number): number {
  const { count } = layout;
  const step = count < 2 ? 1 : layout.x(1) - layout.x(0);
  return Math.max(0, Math.min(count - 1, Math.round((x - layout.x(0)) / (step || 1))));
}

/** SVG path through the values; a value that is not a number leaves a gap. */
export function pathOf(layout: LineLayout, values: ArrayLike<number>): string {
  let path = '';
  let open = false;
  for (const [index, value] of Array.from(values).entries()) {
    if (!Number.isFinite(value)) {
      open = false;
      continue;
    }
    path += `${open ? 'L' : 'M'}${round(layout.x(index))} ${round(layout.y(value))}`;
    open = true;
  }
  return path;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
