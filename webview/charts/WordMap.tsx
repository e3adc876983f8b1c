import { useMemo, useRef } from 'preact/hooks';
import { axisName } from '../../src/core/describe/input.ts';
import type { MapSlice } from '../../src/protocol/embeddingApi.ts';
import { moveInList } from '../a11y/moves.ts';
import { createMeasure, LONGEST_LABEL } from '../draw/labels.ts';
import { layoutMap, nearestPoint, placeLabels, type Point } from '../draw/mapLayout.ts';
import type { Scene } from '../scene.ts';
import type { ThemeColors } from '../theme.ts';
import { useWidth } from '../hooks/useSize.ts';
import type { Post } from '../host.ts';
import { pointAt, togglePin } from '../pointing.ts';

/** With more words the lines would hide the points: only those of the words pointed at are drawn. */
export const MOST_LINES = 40;
/** How far from a point one still points at it, in pixels. */
const REACH = 24;
const SHAPE = 0.62;
const LOWEST = 220;
const HIGHEST = 440;
const AXIS_ROOM = 20;

/** Points with as many labels as fit. The word pointed at comes from the scene, so that text and map move together. */
export function WordMap({
  scene,
  theme,
  slice,
  post,
}: {
  readonly scene: Scene;
  readonly theme: ThemeColors;
  readonly slice: MapSlice;
  readonly post: Post;
}) {
  const { labels, word, focus } = scene;
  const [box, width] = useWidth();
  const posted = useRef<number | null>(null);
  const height = Math.round(Math.max(LOWEST, Math.min(HIGHEST, width * SHAPE)));
  const layout = useMemo(() => layoutMap(width, height, slice.points, slice.origins), [slice, width, height]);
  const measure = useMemo(() => createMeasure(`12px ${theme.quotedFont}`), [theme.quotedFont]);
  const source = word.source === null ? -1 : slice.units.indexOf(word.source);
  const active = focus === null ? source : slice.units.indexOf(focus);
  const placed = useMemo(() => {
    const widths = slice.units.map(unit => Math.min(LONGEST_LABEL, measure(labels[unit]!)));
    const order = [...new Set([active, source].filter(place => place >= 0)), ...slice.units.keys()];
    return placeLabels(layout, widths, [...new Set(order)], width, height);
  }, [layout, labels, slice, measure, active, source]);
  const pointTo = (place: number) => {
    if (posted.current === place) return;
    posted.current = place;
    post(pointAt(scene, slice.units[place]));
  };
  const pin = (place: number) => {
    if (place >= 0) post(togglePin(scene, slice.units[place]!));
  };
  const hit = (event: PointerEvent | MouseEvent) => {
    const bounds = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return nearestPoint(layout.points, [event.clientX - bounds.left, event.clientY - bounds.top], REACH);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = active < 0 ? (event.key.startsWith('Arrow') ? 0 : null) : moveInList(event.key, active, slice.units.length);
    if (next !== null) {
      posted.current = null;
      pointTo(next);
    } else if (event.key === 'Enter' || event.key === ' ') pin(active);
    else return;
    event.preventDefault();
  };
  const allLines = slice.units.length <= MOST_LINES;
  const lined = (place: number) => layout.origins.length > 0 && (allLines || place === active || place === source);
  const classOf = (place: number) => (place === source ? (word.pinned ? ' pinned' : ' source') : place === active ? ' on' : '');
  return (
    <div class="word-map-box" ref={box}>
      {width > 0 && (
        <div
          class="word-map"
          role="application"
          aria-roledescription="map"
          aria-label="Map of the words. Arrow keys go from word to word in the order of the text, Enter pins. The numbers are in the table below."
          tabIndex={0}
          style={{ height: `${height + AXIS_ROOM}px` }}
          onPointerMove={event => pointTo(hit(event))}
          onPointerLeave={() => pointTo(-1)}
          onBlur={() => (posted.current = null)}
          onClick={event => pin(hit(event))}
          onKeyDown={onKeyDown}
        >
          <svg width={width} height={height + AXIS_ROOM} viewBox={`0 0 ${width} ${height + AXIS_ROOM}`} aria-hidden="true">
            <path class="map-axis" d={`M0.5 0V${height - 0.5}H${width}`} />
            <text class="chart-number" x={width} y={height + 14} text-anchor="end">
              {axisName('first', slice.explained[0])} →
            </text>
            <text class="chart-number" x={8} y={11}>
              ↑ {axisName('second', slice.explained[1])}
            </text>
            {slice.units.map((_, place) =>
              lined(place) ? (
                <Way from={layout.origins[place]!} to={layout.points[place]!} kind={place === active || place === source ? ' on' : ''} />
              ) : null,
            )}
            {layout.points.map(([x, y], place) => (
              <circle class={`map-point${classOf(place)}`} cx={x} cy={y} r={place === active || place === source ? 4.5 : 3} />
            ))}
            {placed.map(({ index, anchor, x, y }) => (
              <text class={`map-label${classOf(index)}`} x={x} y={y} text-anchor={anchor}>
                {shortened(labels[slice.units[index]!]!, measure)}
              </text>
            ))}
          </svg>
        </div>
      )}
    </div>
  );
}

/** From the word embedding to the vector here: a line, and an arrow's head where it is long enough for one. */
function Way({ from: [x1, y1], to: [x2, y2], kind }: { readonly from: Point; readonly to: Point; readonly kind: string }) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [ux, uy] = length > 0 ? [(x2 - x1) / length, (y2 - y1) / length] : [0, 0];
  const [tx, ty] = [x2 - 5 * ux, y2 - 5 * uy];
  const head =
    length > 16 ? `M${tx - 6 * ux - 3 * uy} ${ty - 6 * uy + 3 * ux}L${tx} ${ty}L${tx - 6 * ux + 3 * uy} ${ty - 6 * uy - 3 * ux}` : '';
  return (
    <>
      <circle class={`map-origin${kind}`} cx={x1} cy={y1} r={1.5} />
      <path class={`map-way${kind}`} d={`M${x1} ${y1}L${tx} ${ty}${head}`} />
    </>
  );
}

/** A label cut to the width that was kept for it. */
function shortened(label: string, measure: (text: string) => number): string {
  if (measure(label) <= LONGEST_LABEL) return label;
  const characters = Array.from(label);
  let count = characters.length;
  while (count > 1 && measure(`${characters.slice(0, count).join('')}…`) > LONGEST_LABEL) count = Math.floor(count * 0.8);
  return `${characters.slice(0, count).join('')}…`;
}
