import { moveInList } from '../a11y/moves.ts';
import { indexAt, layoutLine, pathOf, rangeOf } from '../draw/lineLayout.ts';
import { useWidth } from '../hooks/useSize.ts';

export interface LineSeries {
  /** Empty when there is only one. */
  readonly name: string;
  /** One a place; NaN leaves a gap. */
  readonly values: ArrayLike<number>;
}

const HEIGHT = 76;
const TICK_HEIGHT = 16;
/** Narrower, the numbers under the places would touch, so that some are left out. */
const TICK_STEP = 16;

/** A small line chart over a few places (layers, hidden states); the second series is dashed. The place pointed at belongs to the page. */
export function LineChart({
  name,
  series,
  count,
  ticks = [],
  atLeast = null,
  format,
  active,
  onActive,
  onChoose,
}: {
  /** For screen readers. */
  readonly name: string;
  readonly series: readonly LineSeries[];
  /** Places, also those that a series has no value for. */
  readonly count: number;
  /** Under the places, one each; none when they are left out. */
  readonly ticks?: readonly string[];
  /** What the axis shows in any case, e.g. 0 to 1. */
  readonly atLeast?: readonly [low: number, high: number] | null;
  readonly format: (value: number) => string;
  readonly active: number | null;
  readonly onActive: (index: number | null) => void;
  /** A click or Enter on a place. */
  readonly onChoose?: (index: number) => void;
}) {
  const [box, width] = useWidth();
  const range = rangeOf(
    series.map(({ values }) => values),
    atLeast,
  );
  const layout = layoutLine(width, HEIGHT, count, range);
  const height = ticks.length > 0 ? HEIGHT + TICK_HEIGHT : HEIGHT;
  const everyTick = Math.max(1, Math.ceil(TICK_STEP / ((layout.x(count - 1) - layout.x(0)) / Math.max(1, count - 1))));
  const onKeyDown = (event: KeyboardEvent) => {
    if (active !== null && onChoose && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      return onChoose(active);
    }
    const next = active === null ? (event.key.startsWith('Arrow') ? 0 : null) : moveInList(event.key, active, count);
    if (next === null) return;
    event.preventDefault();
    onActive(next);
  };
  return (
    <div
      class="line-chart"
      ref={box}
      role="application"
      aria-roledescription="line chart"
      aria-label={`${name}. Arrow keys move. The numbers are in the tables below.`}
      tabIndex={0}
      onPointerMove={event => onActive(indexAt(layout, count, event.clientX - event.currentTarget.getBoundingClientRect().left))}
      onPointerLeave={() => onActive(null)}
      onClick={() => active !== null && onChoose?.(active)}
      onBlur={() => onActive(null)}
      onKeyDown={onKeyDown}
    >
      {width > 0 && (
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {range.map((value, end) => (
            <>
              <line class="chart-edge" x1={layout.x(0)} x2={layout.x(count - 1)} y1={layout.y(value)} y2={layout.y(value)} />
              <text class="chart-number" x={layout.x(0) - 8} y={layout.y(value) + (end === 0 ? 2 : 6)} text-anchor="end">
                {format(value)}
              </text>
            </>
          ))}
          {ticks.map((tick, index) =>
            index % everyTick === 0 ? (
              <text class={index === active ? 'chart-number on' : 'chart-number'} x={layout.x(index)} y={height - 3} text-anchor="middle">
                {tick}
              </text>
            ) : null,
          )}
          {active !== null && <line class="chart-cursor" x1={layout.x(active)} x2={layout.x(active)} y1={0} y2={HEIGHT} />}
          {series.map(({ values }, place) => (
            <>
              <path class={place === 0 ? 'chart-line' : 'chart-line second'} d={pathOf(layout, values)} />
              {Array.from(values, (value, index) =>
                Number.isFinite(value) ? (
                  <circle
                    class={index === active ? 'chart-dot on' : 'chart-dot'}
                    cx={layout.x(index)}
                    cy={layout.y(value)}
                    r={index === active ? 3.5 : 2}
                  />
                ) : null,
              )}
            </>
          ))}
        </svg>
      )}
    </div>
  );
}
