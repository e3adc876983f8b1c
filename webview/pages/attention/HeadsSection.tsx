import { useMemo, useState } from 'preact/hooks';
import { formatWeight } from '../../../src/core/describe/numbers.ts';
import { hidesSink } from '../../../src/core/state/viewState.ts';
import { listedHeads } from '../../../src/core/attention/ranking.ts';
import type { HeadRef } from '../../../src/core/attention/lens.ts';
import type { HeadRanking, ThumbnailSlice } from '../../../src/protocol/engineApi.ts';
import { keptPart, rankingOf } from '../../hooks/keptPart.ts';
import type { Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { useWidth } from '../../hooks/useSize.ts';
import { PartState } from '../../controls/PartState.tsx';
import { Quoted } from '../../controls/Sentence.tsx';
import { HeadsPicture } from './HeadsPicture.tsx';
import { StrongestHeads } from './StrongestHeads.tsx';
import { Term } from '../../controls/Term.tsx';
import type { Post } from '../../host.ts';

/** All heads at a glance, and the ones that matter for the word. */
export function HeadsSection({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const { view } = scene.state;
  const thumbnails = keptPart(scene, 'thumbnails');
  const [section, room] = useWidth();
  const [pointed, setPointed] = useState<HeadRef | null>(null);
  const [focused, setFocused] = useState(false);
  const ranking = rankingOf(scene);
  const listed = useMemo(
    () => (ranking ? listedHeads(ranking.entries, view.kind === 'head' ? [view.layer, view.head] : null) : []),
    [ranking, view],
  );
  const choose = ([layer, head]: HeadRef) => post({ type: 'view', view: { kind: 'head', layer, head } });
  return (
    <section class="section heads" ref={section}>
      <div class="heading-row">
        <h2>
          <Term id="head">Heads</Term>
        </h2>
        <div class="aside" aria-live={focused ? 'polite' : 'off'}>
          {pointed ? (
            <HeadReadout scene={scene} head={pointed} ranking={ranking} />
          ) : (
            <>
              <Term id="layer">layers</Term> down, heads across
              {thumbnails && staleNote(thumbnails, scene)}
            </>
          )}
        </div>
      </div>
      <PartState scene={scene} name="thumbnails" doing="Drawing the heads" post={post} />
      {thumbnails && room > 0 && (
        <HeadsPicture
          scene={scene}
          theme={theme}
          room={room}
          thumbnails={thumbnails}
          listed={listed}
          pointed={pointed}
          focused={focused}
          onPoint={setPointed}
          onFocus={setFocused}
          onChoose={choose}
        />
      )}
      {scene.snapshot.parts.thumbnails?.kind !== 'failed' && (
        <PartState scene={scene} name="ranking" doing="Sorting the heads" post={post} />
      )}
      <StrongestHeads scene={scene} ranking={ranking} listed={listed} choose={choose} />
    </section>
  );
}

/** `L3 H1 it → France 0.59` */
function HeadReadout({
  scene: { labels, state },
  head: [layer, head],
  ranking,
}: {
  readonly scene: Scene;
  readonly head: HeadRef;
  readonly ranking: HeadRanking | null;
}) {
  const entry = ranking?.entries.find(other => other.layer === layer && other.head === head);
  return (
    <span class="aside-text">
      L{layer} H{head}
      {entry && entry.topUnit >= 0 && ranking && (
        <>
          {' '}
          <Quoted text={labels[ranking.unit]!} /> {state.direction === 'to' ? '→' : '←'} <Quoted text={labels[entry.topUnit]!} />{' '}
          {formatWeight(entry.topValue)}
        </>
      )}
    </span>
  );
}

function staleNote({ hideSpecial, hideSink }: ThumbnailSlice, { state, matrix }: Scene): string {
  const still = (hidden: boolean, what: string) => `, still ${hidden ? 'without' : 'with'} ${what}`;
  const sinks = matrix.sinks.length > 0 && hideSink !== hidesSink(state, matrix) ? still(hideSink, 'sinks') : '';
  return `${hideSpecial === state.hideSpecial ? '' : still(hideSpecial, 'special tokens')}${sinks}`;
}
