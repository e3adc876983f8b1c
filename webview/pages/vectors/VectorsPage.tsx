import { useMemo, useState } from 'preact/hooks';
import { embeddingStatement, outlierNote } from '../../../src/core/describe/embeddings.ts';
import type { OutlierDimensions } from '../../../src/core/vectors/outlierDimensions.ts';
import { unitRef } from '../../../src/core/text/unitRef.ts';
import { comparedWords, correlationOf, embeddingViews, ordersOf, type EmbeddingViews } from '../../../src/draw/views/vectors.ts';
import { keptPart } from '../../hooks/keptPart.ts';
import { partOf, type Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { useKeptSource } from './useKeptSource.ts';
import { VectorTables } from './VectorTables.tsx';
import { has } from '../../../src/core/model/capability.ts';
import { HiddenStatePicker } from '../../controls/HiddenStatePicker.tsx';
import { PartState } from '../../controls/PartState.tsx';
import { Section } from '../../controls/Section.tsx';
import { InputSection } from './input/InputSection.tsx';
import { MapSection } from './MapSection.tsx';
import { LikenessStrips } from './LikenessStrips.tsx';
import { NeighbourSection } from './NeighbourSection.tsx';
import { OrderSection } from './OrderSection.tsx';
import { PathSection } from './PathSection.tsx';
import { Sentence } from '../../controls/Sentence.tsx';
import type { TermLink } from '../../linkTerms.ts';
import type { Post } from '../../host.ts';

const LEAD_TERMS: readonly TermLink[] = [
  ['embedding', 'embedding'],
  ['nearest', 'nearest-neighbours'],
  ['sub-words', 'sub-word'],
];

/** The same text by word embedding, by vector after some layers, by attention; then the word's way through the layers and its neighbours. */
export function VectorsPage({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const { state, units, matrix, data } = scene;
  const whole = keptPart(scene, 'likeness');
  const [leavesOut, setLeavesOut] = useState(false);
  const likeness = useMemo(
    () => (whole?.outliers && leavesOut ? { ...whole, contextual: whole.withoutOutliers } : whole),
    [whole, leavesOut],
  );
  const file = partOf(scene, 'wordVectors');
  const source = useKeptSource(scene);
  const views = useMemo(() => embeddingViews(scene, state, likeness, file), [state, units, matrix, data, likeness, file]);
  // Without a word under the pointer the strips lose their colour, as everywhere; what stands below keeps the last word.
  const kept = useMemo(
    () =>
      scene.word.source === source
        ? views
        : embeddingViews(scene, { ...state, hovered: source === null ? null : unitRef(scene.stream, source) }, likeness, file),
    [views, source],
  );
  return (
    <>
      <InputSection scene={scene} theme={theme} post={post} />
      <div class="lead-block">
        <p class="statement lead" aria-live="polite">
          <Lead scene={scene} views={views} />
        </p>
      </div>
      <div class="sections">
        <Section
          id="strips"
          picture={likeness && scene.word.source !== null ? 'strips' : null}
          title="Same text, three ways"
          state={<PartState scene={scene} name="likeness" doing="Comparing the words" post={post} />}
          tools={has(scene.model, 'hidden-states') && <HiddenStatePicker scene={scene} post={post} />}
        >
          <LikenessStrips scene={scene} views={views} likeness={likeness} file={file} post={post}>
            {whole?.outliers && <Outliers scene={scene} outliers={whole.outliers} leavesOut={leavesOut} onLeaveOut={setLeavesOut} />}
          </LikenessStrips>
        </Section>
        <OrderSection scene={scene} theme={theme} views={kept} source={source} likeness={likeness} post={post} />
        <PathSection scene={scene} theme={theme} post={post} />
        <NeighbourSection scene={scene} post={post} />
        <MapSection scene={scene} theme={theme} post={post} />
      </div>
      <footer>
        <VectorTables scene={scene} views={kept} source={source} likeness={likeness} />
      </footer>
    </>
  );
}

/** That a few dimensions make all vectors alike, in numbers, and the cosines without them. */
function Outliers({
  scene,
  outliers,
  leavesOut,
  onLeaveOut,
}: {
  readonly scene: Scene;
  readonly outliers: OutlierDimensions;
  readonly leavesOut: boolean;
  readonly onLeaveOut: (leaveOut: boolean) => void;
}) {
  return (
    <p class="note outliers">
      {outlierNote(outliers, leavesOut)}{' '}
      <button type="button" class="link" onClick={() => onLeaveOut(!leavesOut)}>
        {leavesOut ? 'Compare by all dimensions' : outliers.dimensions.length === 1 ? 'Compare without it' : 'Compare without them'}
      </button>
      {leavesOut && scene.state.heat === 'contextual' && ' The editor keeps the cosines of all dimensions.'}
    </p>
  );
}

function Lead({ scene, views }: { readonly scene: Scene; readonly views: EmbeddingViews }) {
  const { word, units, selection } = scene;
  if (word.source === null) return <>Point at a word, or pin one, to compare what it is near with what it attends to.</>;
  const orders = ordersOf(views);
  const first = (id: 'fixed' | 'attention') => orders.find(order => order.id === id)?.order[0] ?? null;
  const [nearest, attended] = [first('fixed'), first('attention')];
  const parts = embeddingStatement({
    word: units[word.source]!,
    compared: views.fixed.weights !== null,
    nearest: nearest === null ? null : units[nearest]!,
    equal: nearest !== null && (views.fixed.weights?.[nearest] ?? NaN) === 1,
    attended: attended === null ? null : units[attended]!.label,
    same: nearest === attended,
    ...comparedWords(scene, views),
    rollout: selection.kind === 'rollout',
    correlation: correlationOf(orders, 'fixed', 'attention'),
  });
  return <Sentence parts={parts} terms={LEAD_TERMS} />;
}
