import type { ThemeColors } from './theme.ts';
import { pathOf, type LineLayout } from './lineLayout.ts';
import { lineData, type Painter } from './painter.ts';

export interface LineSeries {
  /** Empty when there is only one. */
  readonly name: string;
  /** One a place; NaN leaves a gap. */
  readonly values: ArrayLike<number>;
}

/** What a line chart shows. */
export interface LineData {
  /** The second is dashed. */
  readonly series: readonly LineSeries[];
  /** Under the places, one each; none when they are left out. */
  readonly ticks: readonly string[];
  /** How the numbers at the axis are written. */
  readonly format: (value: number) => string;
}

/** Lines over places, with their range at the left; `active`: the place pointed at. */
export function paintLine(painter: Painter, theme: ThemeColors, layout: LineLayout, data: LineData, active: number | null): void {
  const { series, ticks, format } = data;
  const { x, y, range, plotHeight, height, everyTick } = layout;
  const number = { family: theme.font, size: 11, color: theme.muted, kind: 'chart-number' } as const;
  const on = { ...number, bold: true, color: theme.foreground, kind: 'chart-number on' } as const;
  const edge = edgeStyle(theme);
  for (const [end, value] of range.entries()) {
    painter.path(lineData(x(0), y(value), x(layout.count - 1), y(value)), edge);
    painter.text(format(value), x(0) - 8, y(value) + (end === 0 ? 2 : 6), { ...number, anchor: 'end' });
  }
  for (const [place, tick] of ticks.entries())
    if (place % everyTick === 0) painter.text(tick, x(place), height - 3, { ...(place === active ? on : number), anchor: 'middle' });
  if (active !== null) painter.path(lineData(x(active), 0, x(active), plotHeight), { stroke: theme.cross, kind: 'chart-cursor' });
  for (const [place, { values }] of series.entries()) {
    painter.path(pathOf(layout, values), {
      stroke: theme.foreground,
      width: 1.5,
      join: 'round',
      ...(place > 0 && { dash: [4, 3] }),
      kind: place === 0 ? 'chart-line' : 'chart-line second',
    });
    for (const [at, value] of Array.from(values).entries()) {
      if (!Number.isFinite(value)) continue;
      if (at === active) painter.circle(x(at), y(value), 3.5, { fill: theme.foreground, stroke: theme.background, kind: 'chart-dot on' });
      else painter.circle(x(at), y(value), 2, { fill: theme.foreground, kind: 'chart-dot' });
    }
  }
}

/** The line at an end of a range: faint, in high contrast dotted. */
export function edgeStyle(theme: ThemeColors) {
  return theme.highContrast
    ? ({ stroke: theme.cross, dash: [1, 3], kind: 'chart-edge' } as const)
    : ({ stroke: theme.edge, kind: 'chart-edge' } as const);
}
