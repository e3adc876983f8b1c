import type { ThemeColors } from './theme.ts';
import { shortenLabel } from './labels.ts';
import type { MapLayout, PlacedLabel, Point } from './mapLayout.ts';
import { lineData, type Font, type Painter } from './painter.ts';

/** Room under the map for the name of the first axis. */
export const AXIS_ROOM = 20;
/** With more points the lines would hide them: only those of the points marked are drawn. */
export const MOST_LINES = 40;

/** Points with the names of some of them. */
export interface MapPicture {
  readonly layout: MapLayout;
  readonly placed: readonly PlacedLabel[];
  /** Name of every point. */
  readonly labels: readonly string[];
  /** Names of the first and the second axis. */
  readonly axes: readonly [string, string];
}

/** Points marked, -1 for none. */
export interface MapMarks {
  readonly source: number;
  readonly pinned: boolean;
  readonly active: number;
}

export function mapFont(theme: ThemeColors): Font {
  return { family: theme.quotedFont, size: 12 };
}

export function paintMap(painter: Painter, theme: ThemeColors, picture: MapPicture, marks: MapMarks): void {
  const { layout, placed, labels, axes } = picture;
  const { width, height, points, origins } = layout;
  const { source, active } = marks;
  const isMarked = (place: number) => place === active || place === source;
  const kindOf = (kind: string, place: number) =>
    `${kind}${place === source ? (marks.pinned ? ' pinned' : ' source') : place === active ? ' on' : ''}`;
  const axis = { family: theme.font, size: 11, color: theme.muted, kind: 'chart-number' } as const;
  painter.path(`M0.5 0V${height - 0.5}H${width}`, { stroke: theme.edge, kind: 'map-axis' });
  painter.text(`${axes[0]} →`, width, height + 14, { ...axis, anchor: 'end' });
  painter.text(`↑ ${axes[1]}`, 8, 11, axis);
  for (const [place, origin] of origins.entries())
    if (points.length <= MOST_LINES || isMarked(place)) paintWay(painter, theme, origin, points[place]!, isMarked(place));
  for (const [place, [x, y]] of points.entries()) {
    const fill = place === source ? theme.source : theme.foreground;
    painter.circle(x, y, isMarked(place) ? 4.5 : 3, { fill, kind: kindOf('map-point', place) });
  }
  const font = mapFont(theme);
  for (const { index, anchor, x, y } of placed)
    painter.text(
      shortenLabel(labels[index]!, text => painter.measure(text, font)),
      x,
      y,
      { ...font, bold: isMarked(index), color: theme.foreground, halo: theme.background, anchor, kind: kindOf('map-label', index) },
    );
}

/** From the word embedding to the vector here: a line, and an arrow's head where it is long enough for one. */
function paintWay(painter: Painter, theme: ThemeColors, [x1, y1]: Point, [x2, y2]: Point, isOn: boolean): void {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [ux, uy] = length > 0 ? [(x2 - x1) / length, (y2 - y1) / length] : [0, 0];
  const [tx, ty] = [x2 - 5 * ux, y2 - 5 * uy];
  const wing = (side: number) => [tx - 6 * ux - side * 3 * uy, ty - 6 * uy + side * 3 * ux] as const;
  const head = length > 16 ? lineData(...wing(1), tx, ty) + lineData(tx, ty, ...wing(-1)) : '';
  const color = isOn ? theme.foreground : theme.muted;
  const kind = (name: string) => `${name}${isOn ? ' on' : ''}`;
  painter.circle(x1, y1, 1.5, { fill: color, ...(!isOn && { alpha: 0.6 }), kind: kind('map-origin') });
  painter.path(`${lineData(x1, y1, tx, ty)}${head}`, {
    stroke: color,
    ...(isOn ? theme.highContrast && { width: 2 } : !theme.highContrast && { alpha: 0.45 }),
    kind: kind('map-way'),
  });
}
