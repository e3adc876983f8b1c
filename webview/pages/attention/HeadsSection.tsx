import { theSink } from '../../../src/core/describe/sinks.ts';
import { useMemo, useRef, useState } from 'preact/hooks';
import { lettersOf, ROLE_TEXTS, type RoledHead } from '../../../src/core/attention/headRoles.ts';
import type { HeadRef, View } from '../../../src/core/attention/lens.ts';
import { sampleSuffix } from '../../../src/core/describe/sample.ts';
import { formatWeight } from '../../../src/core/describe/numbers.ts';
import { headIndex } from '../../../src/core/model/stack.ts';
import { hidesSink } from '../../../src/core/state/viewState.ts';
import type { HeadRanking, ThumbnailSlice } from '../../../src/protocol/headsApi.ts';
import { PartState } from '../../controls/PartState.tsx';
import { Section } from '../../controls/Section.tsx';
import { Quoted } from '../../controls/Sentence.tsx';
import { WithTerms } from '../../controls/Term.tsx';
import { layoutHeads } from '../../../src/draw/headsLayout.ts';
import { drawsSinks } from '../../../src/draw/paintHeads.ts';
import { keptPart, rankingOf } from '../../hooks/keptPart.ts';
import { useWidth } from '../../hooks/useSize.ts';
import type { Post } from '../../host.ts';
import { shownRoles } from '../../hooks/shownRoles.ts';
import type { Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { HeadSearch } from './HeadSearch.tsx';
import { directions, HeadsPicture } from './HeadsPicture.tsx';
import { useHintedHeads } from './listedHeads.ts';

/** All heads at a glance, and a way to any of them. */
export function HeadsSection({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const { heads } = scene.model.attention;
  const thumbnails = keptPart(scene, 'thumbnails');
  const [box, room] = useWidth();
  const [pointed, setPointed] = useState<HeadRef | null>(null);
  const [focused, setFocused] = useState(false);
  /** What is wrong with what is typed. */
  const [why, setWhy] = useState<string | null>(null);
  const picture = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const ranking = rankingOf(scene);
  const hints = useHintedHeads(scene);
  const layout = useMemo(
    () => (thumbnails && room > 0 ? layoutHeads(room, thumbnails.heads, thumbnails.columns) : null),
    [thumbnails, room],
  );
  const choose = (view: View) => post({ type: 'view', view });
  return (
    <Section
      id="heads"
      picture="heads"
      title="All heads"
      aside={
        <span class={pointed || why !== null ? 'aside-text' : 'aside-text idle'} aria-live={focused || why !== null ? 'polite' : 'off'}>
          {why !== null ? (
            <span class="wrong">{why}</span>
          ) : pointed ? (
            <HeadReadout scene={scene} head={pointed} ranking={ranking} thumbnails={thumbnails} />
          ) : (
            <>
              <WithTerms
                text={directions(layout)}
                terms={[
                  ['layers', 'layer'],
                  ['heads', 'head'],
                ]}
              />
              {thumbnails && sampleSuffix(thumbnails.sampled) + staleNote(thumbnails, scene)}
            </>
          )}
        </span>
      }
      tools={
        <HeadSearch
          heads={heads}
          field={search}
          onPoint={(head, wrong) => {
            setPointed(head);
            setWhy(wrong);
          }}
          onChoose={view => {
            choose(view);
            setPointed(view.kind === 'head' ? [view.layer, view.head] : null);
          }}
          onLeave={() => picture.current?.focus()}
        />
      }
      state={<PartState scene={scene} name="thumbnails" doing="Drawing the heads" post={post} />}
    >
      <div ref={box}>
        {thumbnails && layout && (
          <HeadsPicture
            scene={scene}
            theme={theme}
            layout={layout}
            thumbnails={thumbnails}
            hints={hints}
            pointed={pointed}
            focused={focused}
            element={picture}
            onPoint={setPointed}
            onFocus={setFocused}
            onChoose={([layer, head]) => choose({ kind: 'head', layer, head })}
            onType={() => search.current?.focus()}
          />
        )}
      </div>
      {thumbnails && layout && (
        <MarksNote roles={shownRoles(scene)} sinks={drawsSinks(thumbnails, theme) ? scene.matrix.sinks.length : 0} />
      )}
    </Section>
  );
}

/** What the letters and the lines at the thumbnails are. */
function MarksNote({ roles, sinks }: { readonly roles: readonly RoledHead[]; readonly sinks: number }) {
  const letters = lettersOf(roles);
  const takes = `${theSink(sinks)} ${sinks === 1 ? 'takes' : 'take'}`;
  const line = sinks > 0 && `${letters.length > 0 ? 'the' : 'The'} grey line under a head: how much of its attention ${takes}`;
  if (letters.length === 0 && !line) return null;
  return <p class="note heads-note">{[...letters, line].filter(Boolean).join(', ')}.</p>;
}

/** `L3 H1 it → France 0.59` */
function HeadReadout({
  scene,
  head: [layer, head],
  ranking,
  thumbnails,
}: {
  readonly scene: Scene;
  readonly head: HeadRef;
  readonly ranking: HeadRanking | null;
  readonly thumbnails: ThumbnailSlice | null;
}) {
  const { labels, state, model } = scene;
  const role = shownRoles(scene).find(other => other.head[0] === layer && other.head[1] === head);
  const sink = thumbnails?.hideSink ? thumbnails.sinkShares[headIndex(model.attention.heads, layer, head)] : undefined;
  const entry = ranking?.entries.find(other => other.layer === layer && other.head === head);
  return (
    <>
      L{layer} H{head}
      {entry && entry.topUnit >= 0 && ranking && (
        <>
          {' '}
          <Quoted text={labels[ranking.unit]!} /> {state.direction === 'to' ? '→' : '←'} <Quoted text={labels[entry.topUnit]!} />{' '}
          {formatWeight(entry.topValue)}
        </>
      )}
      {role && `, ${ROLE_TEXTS[role.role].name.toLowerCase()} ${formatWeight(role.score)}`}
      {sink !== undefined && !Number.isNaN(sink) && `, sink ${formatWeight(sink)}${sampleSuffix(thumbnails!.sampled)}`}
    </>
  );
}

function staleNote({ hideSpecial, hideSink }: ThumbnailSlice, { state, matrix }: Scene): string {
  const still = (hidden: boolean, what: string) => `, still ${hidden ? 'without' : 'with'} ${what}`;
  const sinks = matrix.sinks.length > 0 && hideSink !== hidesSink(state, matrix) ? still(hideSink, 'sinks') : '';
  return `${hideSpecial === state.hideSpecial ? '' : still(hideSpecial, 'special tokens')}${sinks}`;
}
