import { useMemo } from 'preact/hooks';
import { farFrom } from '../../../src/core/state/axes.ts';
import type { LayerSlice } from '../../../src/protocol/headsApi.ts';
import { moveInGrid } from '../../../src/draw/moves.ts';
import { ColumnLabels } from '../../charts/Axis.tsx';
import { CanvasLayer, MARGIN, Picture } from '../../charts/Picture.tsx';
import { usePointing } from '../../charts/usePointing.ts';
import { largestCell } from '../../../src/draw/blocks.ts';
import { createMeasure } from '../../charts/canvasPainter.ts';
import { fontSizeFor, fontSizeOf, roomForLabels } from '../../../src/draw/labels.ts';
import { paintStripMarks, paintStrips, type StripCells } from '../../../src/draw/paintStrips.ts';
import { layerCells } from '../../../src/draw/views/layers.ts';
import { layoutLabelledStrips, ROW_NAME_ROOM, stripCellAt, type StripsLayout } from '../../../src/draw/stripLayout.ts';
import type { Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';

export type StripCell = readonly [layer: number, position: number];

export interface LayerLayout {
  readonly strips: StripsLayout;
  /** Room above them. */
  readonly top: number;
  /** Of the labels. */
  readonly fontSize: number;
  /** Of the words shown, in order. */
  readonly labels: readonly string[];
}

/** `room` in pixels, names of layers included. */
export function useLayerLayout(scene: Scene, theme: ThemeColors, slice: LayerSlice, room: number): LayerLayout {
  const { word, labels: all, state, matrix } = scene;
  const labels = useMemo(() => farFrom(slice.unit, word, matrix).map(unit => all[unit]!), [all, slice.unit, state.hideSpecial]);
  const labelRoom = useMemo(
    () => roomForLabels(room, labels.map(createMeasure(`${fontSizeOf(room)}px ${theme.quotedFont}`))),
    [room, labels, theme.quotedFont],
  );
  const { strips, top } = layoutLabelledStrips(room, slice.layers, labels.length, labelRoom);
  const fontSize = strips.allLabels ? fontSizeFor(labelRoom.size, strips.step) : labelRoom.size;
  return { strips, top, fontSize, labels };
}

/** A row of cells for each layer, labels at both sides. */
export function LayerStrips({
  scene,
  theme,
  slice,
  layout,
  cell,
  onCell,
}: {
  readonly scene: Scene;
  readonly theme: ThemeColors;
  readonly slice: LayerSlice;
  readonly layout: LayerLayout;
  readonly cell: StripCell | null;
  readonly onCell: (cell: StripCell | null) => void;
}) {
  const shown = farFrom(slice.unit, scene.word, scene.matrix);
  const { strips, top } = layout;
  const { step, block, width, height } = strips;
  const cells = useMemo(() => layerCells(shown, scene.visibility, slice), [slice, scene.state.hideSpecial, scene.state.hideSink]);
  const source = scene.word.source === null ? -1 : shown.indexOf(scene.word.source);
  const input = usePointing<StripCell>({
    cell,
    hit: (x, y) => largestAt(strips, cells, x, y),
    move: (key, from) => moveInGrid(key, from, strips.layers, shown.length),
    start: [0, Math.max(0, source)],
    onCell,
  });
  const layer = { width, height, ratio: theme.ratio };
  return (
    <div class="plot" style={{ height: `${top + height + MARGIN}px`, fontSize: `${layout.fontSize}px` }}>
      <StripLabels scene={scene} shown={shown} layout={layout} source={source} cell={cell} />
      <Picture
        name="The pinned word layer by layer. Arrow keys move. The numbers are in the tables below."
        kind="one row a layer"
        cell={cell}
        box={{ x: ROW_NAME_ROOM, y: top, width, height }}
        input={input}
      >
        <CanvasLayer {...layer} inputs={[theme, cells, step, block]} paint={painter => paintStrips(painter, theme, strips, cells)} />
        <CanvasLayer
          {...layer}
          margin={MARGIN}
          inputs={[theme, step, block, source, cell?.[0], cell?.[1]]}
          paint={painter => paintStripMarks(painter, theme, strips, source, cell)}
        />
      </Picture>
    </div>
  );
}

function StripLabels({
  scene: { units },
  shown,
  layout: { strips, top, labels },
  source,
  cell,
}: {
  readonly scene: Scene;
  readonly shown: readonly number[];
  readonly layout: LayerLayout;
  readonly source: number;
  readonly cell: StripCell | null;
}) {
  const columns = labels.map((text, position) => ({
    key: position,
    text,
    special: units[shown[position]!]!.special,
    on: position === cell?.[1],
    mark: position === source ? ('pinned' as const) : ('' as const),
    offset: position * strips.step,
  }));
  const height = `${strips.rowHeight}px`;
  return (
    <>
      {strips.allLabels && <ColumnLabels labels={columns} left={ROW_NAME_ROOM} top={top} step={strips.step} />}
      {Array.from({ length: strips.layers }, (_, layer) => (
        <span
          class={`axis layer-label${layer === cell?.[0] ? ' on' : ''}`}
          style={{ width: `${ROW_NAME_ROOM - 6}px`, top: `${top + layer * strips.rowStep}px`, height, lineHeight: height }}
        >
          L{layer}
        </span>
      ))}
    </>
  );
}

/** The cell at a point; of a dot that covers several words, the one with the largest weight. */
function largestAt(strips: StripsLayout, { weights }: StripCells, x: number, y: number): StripCell | undefined {
  const hit = stripCellAt(strips, x, y);
  if (!hit) return undefined;
  const [layer, position] = hit;
  const end = Math.min(strips.count, position + strips.block);
  return largestCell((row, at) => weights[row * strips.count + at]!, [layer, layer + 1], [position, end]);
}
