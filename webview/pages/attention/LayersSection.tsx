import { useState } from 'preact/hooks';
import { formatWeight } from '../../../src/core/describe/numbers.ts';
import { NOT_SEEN, rangeNote, validHeadsIn } from '../../../src/core/describe/attention.ts';
import { sampleSuffix } from '../../../src/core/describe/sample.ts';
import { headsOfALayer } from '../../../src/core/describe/heads.ts';
import { headsIn } from '../../../src/core/model/stack.ts';
import { farFrom } from '../../../src/core/state/axes.ts';
import { areLinked } from '../../../src/core/state/viewModel.ts';
import type { LayerSlice } from '../../../src/protocol/headsApi.ts';
import { layersOf } from '../../hooks/keptPart.ts';
import type { Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { useWidth } from '../../hooks/useSize.ts';
import { Section } from '../../controls/Section.tsx';
import { PartState } from '../../controls/PartState.tsx';
import { Quoted } from '../../controls/Sentence.tsx';
import { LayerStrips, useLayerLayout, type StripCell } from './LayerStrips.tsx';
import type { Post } from '../../host.ts';
import { pointAt } from '../../pointing.ts';

/** The pinned word through the layers. */
export function LayersSection({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const layers = layersOf(scene);
  const { model, data, labels } = scene;
  const heads = data.summary.invalidHeads.length > 0 ? 'the valid heads' : headsOfALayer(model.attention.heads);
  return (
    <Section
      id="layers"
      picture={layers && 'layers'}
      title={
        layers ? (
          <>
            <Quoted text={labels[layers.unit]!} /> layer by layer
          </>
        ) : (
          'Layer by layer'
        )
      }
      state={<PartState scene={scene} name="layers" doing="Reading the layers" post={post} />}
      aside={`mean of ${heads}${layers ? sampleSuffix(layers.sampled) : ''}`}
    >
      {layers ? (
        <Layers scene={scene} theme={theme} slice={layers} post={post} />
      ) : (
        scene.state.pinned === null && <p class="note">Pin a word to see what it attends to in each layer.</p>
      )}
    </Section>
  );
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
  const shown = farFrom(slice.unit, scene.word, scene.matrix);
  const [box, room] = useWidth();
  const [cell, setCell] = useState<StripCell | null>(null);
  const shownCell = cell && cell[1] < shown.length ? cell : null;
  const onCell = (next: StripCell | null) => {
    setCell(next);
    post(pointAt(scene, next && shown[next[1]]));
  };
  const layout = useLayerLayout(scene, theme, slice, room);
  const { block } = layout.strips;
  return (
    <>
      <div ref={box}>
        {room > 0 && <LayerStrips scene={scene} theme={theme} slice={slice} layout={layout} cell={shownCell} onCell={onCell} />}
      </div>
      <p class="readout ranged layer-readout" aria-live="polite">
        {shownCell ? (
          <LayerReadout scene={scene} slice={slice} layer={shownCell[0]} unit={shown[shownCell[1]]!} />
        ) : (
          <span class="note">
            {block > 1
              ? `Each dot is the largest of ${block} words; point at one to read how far its heads range.`
              : 'Each row is a mean; point at a cell to read how far its heads range.'}
          </span>
        )}
      </p>
    </>
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
  if (!areLinked(scene.visibility, slice.direction, slice.unit, unit))
    return (
      <>
        L{layer}
        <Quoted text={scene.labels[unit]!} />
        <span class="dim">{NOT_SEEN}</span>
      </>
    );
  return (
    <>
      L{layer}
      <Quoted text={scene.labels[unit]!} />
      <b class="number">{formatWeight(slice.mean[at]!)}</b>
      <span class="dim number">
        {rangeNote(
          validHeadsIn(layer, headsIn(scene.model.attention.heads, layer), scene.data.summary.invalidHeads),
          slice.low[at]!,
          slice.high[at]!,
        )}
      </span>
    </>
  );
}
