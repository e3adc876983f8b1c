import { useMemo, useState } from 'preact/hooks';
import { clusterCosines } from '../../../src/core/vectors/clusters.ts';
import {
  CLUSTER_CAVEAT,
  chatNote,
  editedNote,
  elsewhereNote,
  leftOutNote,
  outsideNote,
  placesStatement,
} from '../../../src/core/describe/occurrences.ts';
import type { SentencePart } from '../../../src/core/describe/sentence.ts';
import { unknownPlacesNote } from '../../../src/core/describe/unknown.ts';
import { MAX_RUN_CHARACTERS } from '../../../src/protocol/engineApi.ts';
import type { OccurrencePart } from '../../../src/protocol/panelParts.ts';
import { comparedState, cosinesOf, groupCurves } from '../../../src/draw/views/compare.ts';
import type { Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { Choice } from '../../controls/Choice.tsx';
import { TableTwin } from '../../controls/DataTable.tsx';
import { CommandButton } from '../../controls/Messages.tsx';
import { GroupChart, PairChart } from './OccurrenceCurves.tsx';
import { OccurrenceList } from './OccurrenceList.tsx';
import { CosineTables } from './CosineTables.tsx';
import { OccurrenceMatrix, type PlacePair } from './OccurrenceMatrix.tsx';
import { SubSection } from '../../controls/SubSection.tsx';
import { Quoted, Sentence } from '../../controls/Sentence.tsx';
import { nameOfCompared, StateSlider } from './StateSlider.tsx';
import { WithTerms } from '../../controls/Term.tsx';
import type { Post } from '../../host.ts';

/** One word in several places: how alike they are, in which groups, and where they stand. */
export function Comparison({
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
  const [pair, setPair] = useState<PlacePair | null>(null);
  const compared = comparedState(state);
  const cosines = cosinesOf(part, compared);
  const clusters = useMemo(() => clusterCosines(cosines, slice.size), [cosines, slice.size]);
  const curves = useMemo(() => groupCurves(part, clusters, compared), [part, clusters, compared]);
  // Two places cannot be grouped.
  const hasGroups = items.length > 2;
  const Chart = hasGroups ? GroupChart : PairChart;
  const shown = pair && pair[0] < items.length && pair[1] < items.length ? pair : null;
  const name = nameOfCompared(compared, model.layers);
  return (
    <div class="blocks">
      <ContextControls scene={scene} post={post} />
      <Notes
        notes={[
          part.outside ? outsideNote(items) : elsewhereNote(part.elsewhere),
          editedNote(part.edited),
          chatNote(scene.data.summary.chat),
        ]}
      />
      <StateSlider
        value={compared}
        states={slice.states.length}
        layers={model.layers}
        onChange={next => post(next === 'fixed' ? { type: 'compareFixed' } : { type: 'hiddenState', state: next })}
      />
      <UnknownNote part={part} />
      <p class="statement settled" aria-live="polite">
        {placesStatement(
          items.map(({ group }) => group),
          cosines,
          clusters,
        )}
      </p>
      <div class="split">
        <SubSection title="How alike the places are" aside={name} kind="alike">
          <OccurrenceMatrix
            part={part}
            hue={compared === 'fixed' ? 'likeness' : 'contextual'}
            cosines={cosines}
            clusters={hasGroups ? clusters : { ...clusters, split: 0 }}
            theme={theme}
            pair={shown}
            onPair={setPair}
            onChoose={place => items[place]!.live && items[place]!.line > 0 && post({ type: 'occurrence', index: place })}
          />
          {hasGroups && <ClusteringNote />}
        </SubSection>
        <div class="split-side">
          <Places scene={scene} part={part} hasGroups={hasGroups} pair={shown} onPair={setPair} post={post} />
          {items.length > 1 && <Chart theme={theme} curves={curves} states={slice.states.length} layers={model.layers} />}
        </div>
      </div>
      <TableTwin>{() => <CosineTables part={part} cosines={cosines} name={name} curves={curves} hasGroups={hasGroups} />}</TableTwin>
    </div>
  );
}

/** What each place is read in, and the way to another comparison. */
function ContextControls({ scene: { state }, post }: { readonly scene: Scene; readonly post: Post }) {
  return (
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
  );
}

/** What there is to say of the places before anything is compared; an empty note is none. */
function Notes({ notes }: { readonly notes: readonly (readonly SentencePart[])[] }) {
  return (
    <>
      {notes.map(
        (note, place) =>
          note.length > 0 && (
            <p key={place} class="elsewhere" role="status">
              <Sentence parts={note} />
            </p>
          ),
      )}
    </>
  );
}

function UnknownNote({ part }: { readonly part: OccurrencePart }) {
  const unknown = unknownPlacesNote(part.word, part.slice.unknown);
  if (unknown.length === 0) return null;
  return (
    <p>
      <Sentence parts={unknown} />
    </p>
  );
}

function ClusteringNote() {
  return (
    <p class="note below">
      <WithTerms
        text={CLUSTER_CAVEAT}
        terms={[
          ['clustering', 'clustering'],
          ['cosines', 'cosine'],
        ]}
      />
    </p>
  );
}

/** The places as a list, and which of them were left out. */
function Places({
  scene: { model },
  part,
  hasGroups,
  pair,
  onPair,
  post,
}: {
  readonly scene: Scene;
  readonly part: OccurrencePart;
  readonly hasGroups: boolean;
  readonly pair: PlacePair | null;
  readonly onPair: (pair: PlacePair | null) => void;
  readonly post: Post;
}) {
  const { items, slice } = part;
  const total = items.length + part.beyond + part.unread;
  const leftOut = leftOutNote(items.length, {
    ...part,
    windowed: slice.windowed,
    contextLength: model.contextLength,
    ownContext: model.ownContext,
    longest: MAX_RUN_CHARACTERS,
  });
  return (
    <SubSection
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
        marked={pair ?? []}
        onMark={place => onPair(place === null ? null : [place, place])}
        post={post}
      />
      {items.some(item => !item.live) && <p class="note">Grey: edited away since. Its numbers are of the text as it was.</p>}
    </SubSection>
  );
}
