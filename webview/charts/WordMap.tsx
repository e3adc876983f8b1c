import { useMemo } from 'preact/hooks';
import { axisName } from '../../src/core/describe/input.ts';
import type { MapSlice } from '../../src/protocol/embeddingApi.ts';
import { moveInList } from '../../src/draw/moves.ts';
import { createMeasure } from './canvasPainter.ts';
import { LONGEST_LABEL } from '../../src/draw/labels.ts';
import { layoutMap, nearestPoint, placeLabels } from '../../src/draw/mapLayout.ts';
import { AXIS_ROOM, mapFont, paintMap } from '../../src/draw/paintMap.ts';
import type { Scene } from '../scene.ts';
import type { ThemeColors } from '../theme.ts';
import { useWidth } from '../hooks/useSize.ts';
import type { Post } from '../host.ts';
import { pointAt, togglePin } from '../pointing.ts';
import { Picture, SvgLayer } from './Picture.tsx';
import { usePointing } from './usePointing.ts';

/** How far from a point one still points at it, in pixels. */
const REACH = 24;
const SHAPE = 0.62;
const LOWEST = 220;
const HIGHEST = 440;

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
  const { word, focus } = scene;
  const { units } = slice;
  const [box, width] = useWidth();
  const height = Math.round(Math.max(LOWEST, Math.min(HIGHEST, width * SHAPE)));
  const layout = useMemo(() => layoutMap(width, height, slice.points, slice.origins), [slice, width, height]);
  const source = word.source === null ? -1 : units.indexOf(word.source);
  const active = focus === null ? source : units.indexOf(focus);
  const labels = useMemo(() => units.map(unit => scene.labels[unit]!), [units, scene.labels]);
  const { family, size } = mapFont(theme);
  const measure = useMemo(() => createMeasure(`${size}px ${family}`), [size, family]);
  const placed = useMemo(() => {
    const widths = labels.map(label => Math.min(LONGEST_LABEL, measure(label)));
    const first = [active, source].filter(place => place >= 0);
    return placeLabels(layout, widths, [...new Set([...first, ...labels.keys()])]);
  }, [layout, labels, measure, active, source]);
  const input = usePointing({
    cell: active < 0 ? null : active,
    hit: (x, y) => {
      const place = nearestPoint(layout.points, [x, y], REACH);
      return place < 0 ? null : place;
    },
    move: (key, place) => moveInList(key, place, units.length),
    start: 0,
    onCell: place => post(pointAt(scene, place === null ? null : units[place])),
    onChoose: place => post(togglePin(scene, units[place]!)),
    remote: true,
  });
  const axes = [axisName('first', slice.explained[0]), axisName('second', slice.explained[1])] as const;
  const marks = { source, pinned: word.pinned, active };
  return (
    <div class="word-map-box" ref={box}>
      {width > 0 && (
        <Picture
          name="Map of the words. Arrow keys go from word to word in the order of the text, Enter pins. The numbers are in the table below."
          kind="map"
          look="word-map"
          box={{ height: height + AXIS_ROOM }}
          input={input}
        >
          <SvgLayer
            width={width}
            height={height + AXIS_ROOM}
            measure={measure}
            inputs={[theme, layout, placed, marks.pinned]}
            paint={painter => paintMap(painter, theme, { layout, placed, labels, axes }, marks)}
          />
        </Picture>
      )}
    </div>
  );
}
