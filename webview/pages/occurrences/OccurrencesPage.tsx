import { useMemo, useState } from 'preact/hooks';
import { clusterCosines } from '../../../src/core/vectors/clusters.ts';
import {
  CLUSTER_CAVEAT,
  editedNote,
  elsewhereNote,
  leftOutNote,
  outsideNote,
  placesStatement,
} from '../../../src/core/describe/occurrences.ts';
import { unknownPlacesNote } from '../../../src/core/describe/unknown.ts';
import { MAX_RUN_CHARACTERS } from '../../../src/protocol/engineApi.ts';
import type { OccurrencePart } from '../../../src/protocol/panelParts.ts';
import { cosinesOf, groupCurves, type ComparedState } from './view.ts';
import { partOf, type Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { Choice } from '../../controls/Choice.tsx';
import { TableTwin } from '../../controls/DataTable.tsx';
import { CommandButton } from '../../controls/Messages.tsx';
import { GroupChart, PairChart } from './OccurrenceCurves.tsx';
import { OccurrenceList } from './OccurrenceList.tsx';
import { CosineTables } from './CosineTables.tsx';
import { OccurrenceMatrix, type PlacePair } from './OccurrenceMatrix.tsx';
import { PartState } from '../../controls/PartState.tsx';
import { Section } from '../../controls/Section.tsx';
import { Quoted, Sentence } from '../../controls/Sentence.tsx';
import { nameOfCompared, StateSlider } from './StateSlider.tsx';
import { Term, WithTerms } from '../../controls/Term.tsx';
import type { Post } from '../../host.ts';

/** One word in several places: alike at the word table, apart further up. */
export function OccurrencesPage({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const part = partOf(scene, 'occurrences');
  const status = scene.snapshot.parts.occurrences;
  if (status === undefined) return <Introduction post={post} />;
  return (
    <>
      <PartState scene={scene} name="occurrences" doing="Reading the places" post={post} />
      {part && part.items.length > 0 && <Comparison scene={scene} theme={theme} part={part} post={post} />}
      {part?.items.length === 0 && <p>The model could read none of the places.</p>}
      {!part && (
        <div class="buttons">
          <CommandButton command="compareOccurrences" post={post} look="button secondary" />
        </div>
      )}
    </>
  );
}

function Introduction({ post }: { readonly post: Post }) {
  return (
    <Section title="Same word, other places" kind="introduction">
      <p>
        A word has one <Term id="static-embedding">word embedding</Term>, and another vector in every place once the{' '}
        <Term id="layer">layers</Term> have mixed in what stands around it. Compare all places of a word in this document, in other open
        ones, or in a sentence that you type.
      </p>
      <div class="buttons">
        <CommandButton command="compareOccurrences" post={post} look="button" />
      </div>
    </Section>
  );
}

function Comparison({
  scene,
  theme,
  part,
  post,
}: {
  readonly scene: Scene;
  readonly theme: ThemeColors;
  readonly part: OccurrencePart;
  readonly post: Post;
}) {
  const { state, model } = scene;
  const { items, slice } = part;
  const total = items.length + part.beyond + part.unread;
  const leftOut = leftOutNote(items.length, {
    ...part,
    windowed: slice.windowed,
    contextLength: model.contextLength,
    longest: MAX_RUN_CHARACTERS,
  });
  const unknown = unknownPlacesNote(part.word, slice.unknown);
  const [isFixed, setFixed] = useState(false);
  const [pair, setPair] = useState<PlacePair | null>(null);
  const compared: ComparedState = isFixed ? 'fixed' : state.hiddenState;
  const cosines = cosinesOf(part, compared);
  const clusters = useMemo(() => clusterCosines(cosines, slice.size), [cosines, slice.size]);
  const curves = useMemo(() => groupCurves(part, clusters, compared), [part, clusters, compared]);
  // Two places cannot be grouped.
  const hasGroups = items.length > 2;
  const Chart = hasGroups ? GroupChart : PairChart;
  const shown = pair && pair[0] < items.length && pair[1] < items.length ? pair : null;
  const go = (place: number) => items[place]!.live && items[place]!.line > 0 && post({ type: 'occurrence', index: place });
  return (
    <>
      <div class="controls">
        <span class="control-group">
          Each place read in
          <Choice
            name="What each place is read in"
            options={[
              ['text', 'its whole text'],
              ['sentence', 'its own sentence'],
            ]}
            value={state.occurrenceContext}
            onChange={context => post({ type: 'occurrenceContext', context })}
          />
        </span>
        <CommandButton command="compareOccurrences" post={post} look="link" />
      </div>
      {[part.outside ? outsideNote(items) : elsewhereNote(part.elsewhere), editedNote(part.edited)].map(
        (note, place) =>
          note.length > 0 && (
            <p key={place} class="elsewhere" role="status">
              <Sentence parts={note} />
            </p>
          ),
      )}
      <StateSlider
        value={compared}
        states={slice.states.length}
        layers={model.layers}
        onChange={next => {
          setFixed(next === 'fixed');
          if (next !== 'fixed') post({ type: 'hiddenState', state: next });
        }}
      />
      {unknown.length > 0 && (
        <p>
          <Sentence parts={unknown} />
        </p>
      )}
      <p class="statement settled" aria-live="polite">
        {placesStatement(
          items.map(({ group }) => group),
          cosines,
          clusters,
        )}
      </p>
      <div class="split">
        <Section title="How alike the places are" aside={nameOfCompared(compared, model.layers)} kind="alike">
          <OccurrenceMatrix
            part={part}
            hue={compared === 'fixed' ? 'likeness' : 'contextual'}
            cosines={cosines}
            clusters={hasGroups ? clusters : { ...clusters, split: 0 }}
            theme={theme}
            pair={shown}
            onPair={setPair}
            onChoose={go}
          />
          {hasGroups && (
            <p class="note below">
              <WithTerms
                text={CLUSTER_CAVEAT}
                terms={[
                  ['clustering', 'clustering'],
                  ['cosines', 'cosine'],
                ]}
              />
            </p>
          )}
        </Section>
        <div class="split-side">
          <Section
            title={
              <>
                Places of <Quoted text={part.word} />
              </>
            }
            aside={total > items.length ? `${items.length} of ${total}` : String(total)}
            kind="occurrences"
          >
            {leftOut.length > 0 && (
              <p class="note left-out">
                <Sentence parts={leftOut} />
              </p>
            )}
            <OccurrenceList
              items={items}
              hasGroups={hasGroups}
              marked={shown ?? []}
              onMark={place => setPair(place === null ? null : [place, place])}
              post={post}
            />
            {items.some(item => !item.live) && <p class="note">Grey: edited away since. Its numbers are of the text as it was.</p>}
          </Section>
          {items.length > 1 && <Chart curves={curves} states={slice.states.length} layers={model.layers} />}
        </div>
      </div>
      <TableTwin>
        {() => (
          <CosineTables part={part} cosines={cosines} name={nameOfCompared(compared, model.layers)} curves={curves} hasGroups={hasGroups} />
        )}
      </TableTwin>
    </>
  );
}
