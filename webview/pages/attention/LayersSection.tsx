import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatWeight } from '../../../src/core/describe/attention.ts';
import { bucketBetweenUnits } from '../../../src/core/state/viewModel.ts';
import type { LayerSlice } from '../../../src/protocol/engineApi.ts';
import { moveInGrid } from '../../a11y/moves.ts';
import { largestCell } from '../../draw/blocks.ts';
import { prepareCanvas } from '../../draw/canvas.ts';
import { createMeasure, fontSizeFor, fontSizeOf, roomForLabels } from '../../draw/labels.ts';
import { paintStripMarks, paintStrips, type StripCells } from '../../draw/paintStrips.ts';
import { layoutStrips, stripCellAt } from '../../draw/stripLayout.ts';
import { layersOf } from '../../hooks/keptPart.ts';
import type { Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { useWidth } from '../../hooks/useSize.ts';
import { ColumnLabels } from '../../charts/Axis.tsx';
import { PartState } from '../../controls/PartState.tsx';
import { Quoted } from '../../controls/Sentence.tsx';
import type { Post } from '../../host.ts';
import { pointAt } from '../../pointing.ts';

const LAYER_NAME_ROOM = 26;
const MARGIN = 3;

type StripCell = readonly [layer: number, position: number];

/** The pinned word through the layers; nothing without a pin. */
export function LayersSection({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const layers = layersOf(scene);
  if (layers) return <Layers scene={scene} theme={theme} slice={layers} post={post} />;
  return scene.state.pinned === null ? null : <PartState scene={scene} name="layers" doing="Reading the layers" post={post} />;
}

function Layers({
  scene,
  theme,
  slice,
  post,
}: {
  readonly scene: Scene;
  readonly theme: ThemeColors;
  readonly slice: LayerSlice;
  readonly post: Post;
}) {
  const { word, labels, state, model } = scene;
  const { shown } = word;
  const [box, room] = useWidth();
  const [cell, setCell] = useState<StripCell | null>(null);
  const cellCanvas = useRef<HTMLCanvasElement>(null);
  const markCanvas = useRef<HTMLCanvasElement>(null);
  const picture = useRef<HTMLDivElement>(null);
  const shownLabels = useMemo(() => shown.map(unit => labels[unit]!), [labels, state.hideSpecial]);
  const cells = useMemo(() => stripCells(scene, slice), [slice, state.hideSpecial]);
  const labelRoom = useMemo(
    () => roomForLabels(room, shownLabels.map(createMeasure(`${fontSizeOf(room)}px ${theme.quotedFont}`))),
    [room, shownLabels, theme.quotedFont],
  );
  const layout = layoutStrips(Math.max(40, room - LAYER_NAME_ROOM - MARGIN), slice.layers, shown.length);
  const labelled = layoutStrips(Math.max(40, room - LAYER_NAME_ROOM - labelRoom.right - MARGIN), slice.layers, shown.length);
  const strips = labelled.allLabels ? labelled : layout;
  const top = strips.allLabels ? labelRoom.top : MARGIN;
  const source = scene.positionOf(word.source);
  const shownCell = cell && cell[1] < shown.length ? cell : null;
  useLayoutEffect(() => {
    if (room > 0) paintStrips(prepareCanvas(cellCanvas.current!, strips.width, strips.height, theme.ratio), theme, strips, cells);
  }, [theme, cells, strips.step, strips.block, room]);
  useLayoutEffect(() => {
    if (room === 0) return;
    const context = prepareCanvas(markCanvas.current!, strips.width + 2 * MARGIN, strips.height + 2 * MARGIN, theme.ratio);
    paintStripMarks(context, theme, strips, source, shownCell, MARGIN);
  }, [theme, strips.step, strips.block, room, source, shownCell?.[0], shownCell?.[1]]);
  const moveTo = (next: StripCell | null) => {
    if (next?.[0] === cell?.[0] && next?.[1] === cell?.[1]) return;
    setCell(next);
    post(pointAt(scene, next && shown[next[1]]));
  };
  const onPointerMove = (event: PointerEvent) => {
    const bounds = picture.current!.getBoundingClientRect();
    const hit = stripCellAt(strips, event.clientX - bounds.left, event.clientY - bounds.top);
    if (!hit) return;
    const end = Math.min(shown.length, hit[1] + strips.block);
    moveTo(largestCell((layer, at) => cells.weights[layer * shown.length + at]!, [hit[0], hit[0] + 1], [hit[1], end]));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = cell
      ? moveInGrid(event.key, cell, strips.layers, shown.length)
      : event.key.startsWith('Arrow')
        ? ([0, Math.max(0, source)] as const)
        : null;
    if (!target) return;
    event.preventDefault();
    moveTo(target);
  };
  const labelAt = (position: number) => ({
    key: position,
    text: shownLabels[position]!,
    special: scene.units[shown[position]!]!.special,
    on: position === shownCell?.[1],
    mark: position === source ? ('pinned' as const) : ('' as const),
    offset: position * strips.step,
  });
  return (
    <section class="section layers">
      <div class="heading-row">
        <h2>
          <Quoted text={labels[slice.unit]!} /> layer by layer
        </h2>
        <div class="aside">mean of {model.heads} heads</div>
      </div>
      <div ref={box}>
        <div
          class="plot"
          style={{
            height: `${top + strips.height + MARGIN}px`,
            fontSize: `${strips.allLabels ? fontSizeFor(labelRoom.size, strips.step) : labelRoom.size}px`,
          }}
        >
          {strips.allLabels && (
            <ColumnLabels labels={shown.map((_, position) => labelAt(position))} left={LAYER_NAME_ROOM} top={top} step={strips.step} />
          )}
          {Array.from({ length: strips.layers }, (_, layer) => (
            <span
              class={`axis layer-label${layer === shownCell?.[0] ? ' on' : ''}`}
              style={{
                width: `${LAYER_NAME_ROOM - 6}px`,
                top: `${top + layer * strips.rowStep}px`,
                height: `${strips.rowHeight}px`,
                lineHeight: `${strips.rowHeight}px`,
              }}
            >
              L{layer}
            </span>
          ))}
          <div
            class="picture"
            ref={picture}
            role="application"
            aria-roledescription="one row a layer"
            aria-label="The pinned word layer by layer. Arrow keys move. The numbers are in the tables below."
            tabIndex={0}
            style={{ left: `${LAYER_NAME_ROOM}px`, top: `${top}px`, width: `${strips.width}px`, height: `${strips.height}px` }}
            onPointerMove={onPointerMove}
            onPointerLeave={() => moveTo(null)}
            onBlur={() => moveTo(null)}
            onKeyDown={onKeyDown}
          >
            <canvas ref={cellCanvas} />
            <canvas ref={markCanvas} style={{ left: `${-MARGIN}px`, top: `${-MARGIN}px` }} />
          </div>
        </div>
      </div>
      <p class="readout ranged layer-readout" aria-live="polite">
        {shownCell ? (
          <LayerReadout scene={scene} slice={slice} layer={shownCell[0]} unit={shown[shownCell[1]]!} />
        ) : (
          <span class="note">
            {strips.block > 1
              ? `Each dot is the largest of ${strips.block} words; point at one to read how far its heads range.`
              : 'Each row is a mean; point at a cell to read how far its heads range.'}
          </span>
        )}
      </p>
    </section>
  );
}

function LayerReadout({
  scene,
  slice,
  layer,
  unit,
}: {
  readonly scene: Scene;
  readonly slice: LayerSlice;
  readonly layer: number;
  readonly unit: number;
}) {
  const at = layer * slice.size + unit;
  return (
    <>
      L{layer}
      <Quoted text={scene.labels[unit]!} />
      <b class="number">{formatWeight(slice.mean[at]!)}</b>
      <span class="dim number">
        the {scene.model.heads} heads range from {formatWeight(slice.low[at]!)} to {formatWeight(slice.high[at]!)}
      </span>
    </>
  );
}

/** Buckets and weights of the units shown; the word's own column has no colour, as in the text. */
function stripCells(scene: Scene, slice: LayerSlice): StripCells {
  const { shown } = scene.word;
  const buckets = new Uint8Array(slice.layers * shown.length);
  const weights = new Float32Array(buckets.length);
  for (let layer = 0; layer < slice.layers; layer++)
    shown.forEach((unit, position) => {
      const at = layer * shown.length + position;
      weights[at] = slice.mean[layer * slice.size + unit]!;
      buckets[at] = unit === slice.unit ? 0 : bucketBetweenUnits(scene.visibility, slice.direction, weights[at], slice.unit, unit);
    });
  return { buckets, weights };
}
