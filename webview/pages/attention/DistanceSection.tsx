import { useMemo, useState } from 'preact/hooks';
import { fromSample } from '../../../src/core/describe/sample.ts';
import {
  distanceInWords,
  DISTANCE_NOTE,
  evenNote,
  extremesInWords,
  leftOutInWords,
  sinkCounts,
} from '../../../src/core/describe/distance.ts';
import { standsInText } from '../../../src/core/text/token.ts';
import { allHeads } from '../../../src/core/model/stack.ts';
import type { HeadRef } from '../../../src/core/attention/lens.ts';
import type { DistanceSlice } from '../../../src/protocol/headsApi.ts';
import { PartState } from '../../controls/PartState.tsx';
import { Section } from '../../controls/Section.tsx';
import { Term, WithTerms } from '../../controls/Term.tsx';
import { partOf, type Scene } from '../../scene.ts';
import type { Post } from '../../host.ts';
import { DistancePicture } from './DistancePicture.tsx';

/** How far apart the tokens stand that each head links. */
export function DistanceSection({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const slice = distancesOf(scene);
  return (
    <Section
      id="distances"
      picture={slice && 'distances'}
      title="How far each head looks"
      state={<PartState scene={scene} name="distances" doing="Measuring how far the heads look" post={post} />}
      aside={
        <>
          layers down, <Term id="token">tokens</Term> across
        </>
      }
    >
      {slice && <Distances scene={scene} slice={slice} post={post} />}
    </Section>
  );
}

/** Of the run that is shown; null while it is measured. */
export function distancesOf(scene: Scene): DistanceSlice | null {
  const part = partOf(scene, 'distances');
  return part?.runId === scene.matrix.runId ? part : null;
}

function Distances({ scene, slice, post }: { readonly scene: Scene; readonly slice: DistanceSlice; readonly post: Post }) {
  const { model, chosenHeads, matrix, labels, units } = scene;
  const heads = useMemo(() => allHeads(model.attention.heads), [model]);
  const [pointed, setPointed] = useState<number | null>(null);
  const choose = (index: number) => {
    const [layer, head] = heads[index]!;
    post({ type: 'view', view: { kind: 'head', layer, head } });
  };
  return (
    <>
      <DistancePicture slice={slice} heads={heads} chosen={chosenHeads} pointed={pointed} onPoint={setPointed} onChoose={choose} />
      <p class="readout distance-readout" aria-live={pointed === null ? 'off' : 'polite'}>
        {pointed === null ? extremesInWords(slice, heads) : <HeadReadout slice={slice} heads={heads} index={pointed} />}
      </p>
      <p class="note">
        <WithTerms text={DISTANCE_NOTE} terms={[['How far apart', 'attention-distance']]} />{' '}
        {[sinkCounts(labels, matrix.sinks, unit => standsInText(units[unit]!)), evenNote(slice)].filter(Boolean).join(' ')}
        {slice.sampled && ` Measured ${fromSample(slice.sampled)}.`}
      </p>
    </>
  );
}

function HeadReadout({
  slice,
  heads,
  index,
}: {
  readonly slice: DistanceSlice;
  readonly heads: readonly HeadRef[];
  readonly index: number;
}) {
  const [layer, head] = heads[index]!;
  return (
    <>
      <b>
        L{layer} H{head}
      </b>
      <span>{distanceInWords(slice, index)}</span>
      <span class="dim">{leftOutInWords(slice, index)}</span>
    </>
  );
}
