import { useMemo, useState } from 'preact/hooks';
import { clusterCosines } from '../../src/core/clusters.ts';
import { formatSigned } from '../../src/core/describe.ts';
import { agreementNote, clusterStatement, figuresNote } from '../../src/core/describeOccurrences.ts';
import type { OccurrencePart } from '../../src/protocol/panelParts.ts';
import { cosinesOf, groupCurves, type ComparedState, type GroupCurves } from '../occurrenceView.ts';
import { partOf, type Scene } from '../scene.ts';
import type { ThemeColors } from '../theme.ts';
import { Choice } from './Choice.tsx';
import { TableTwin } from './DataTable.tsx';
import { LineChart } from './LineChart.tsx';
import { CommandButton } from './Messages.tsx';
import { OccurrenceList } from './OccurrenceList.tsx';
import { CosineTables } from './CosineTables.tsx';
import { OccurrenceMatrix, type PlacePair } from './OccurrenceMatrix.tsx';
import type { Post } from './Panel.tsx';
import { PartState } from './PartState.tsx';
import { Section } from './Section.tsx';
import { Quoted } from './Sentence.tsx';
import { nameOfCompared, StateSlider } from './StateSlider.tsx';
import { Term, WithTerms } from './Term.tsx';

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
        A word has one <Term id="static-embedding">word embedding</Term>, and another vector in every place once the layers have mixed in
        what stands around it. Compare all places of a word in this document, in other open ones, or in a sentence that you type.
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
  const { items, slice, leftOut } = part;
  const [isFixed, setFixed] = useState(false);
  const [pair, setPair] = useState<PlacePair | null>(null);
  const compared: ComparedState = isFixed || slice.states.length === 0 ? 'fixed' : state.hiddenState;
  const cosines = cosinesOf(part, compared);
  const clusters = useMemo(() => clusterCosines(cosines, slice.size), [cosines, slice.size]);
  const curves = useMemo(() => groupCurves(part, clusters, compared), [part, clusters, compared]);
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
      <StateSlider
        value={compared}
        states={slice.states.length}
        layers={model.layers}
        onChange={next => {
          setFixed(next === 'fixed');
          if (next !== 'fixed') post({ type: 'hiddenState', state: next });
        }}
      />
      <p class="statement settled" aria-live="polite">
        {isSame(cosines)
          ? `The same vector in all ${items.length} places (every cosine is 1): what stands around it plays no part yet.`
          : `${clusterStatement(clusters)} ${agreementNote(
              items.map(item => item.group),
              clusters,
            )}`}
      </p>
      <div class="split">
        <Section title="How alike the places are" aside={nameOfCompared(compared, model.layers)} kind="alike">
          <OccurrenceMatrix
            part={part}
            hue={compared === 'fixed' ? 'likeness' : 'contextual'}
            cosines={cosines}
            clusters={clusters}
            theme={theme}
            pair={shown}
            onPair={setPair}
            onChoose={go}
          />
          <p class="note below">
            <WithTerms
              text="Order and line are found by clustering, from the cosines alone; any places can be parted in two, whether or not the word has two senses."
              terms={[
                ['clustering', 'clustering'],
                ['cosines', 'cosine'],
              ]}
            />
          </p>
        </Section>
        <div class="split-side">
          <Section
            title={
              <>
                Places of <Quoted text={part.word} />
              </>
            }
            aside={leftOut > 0 ? `${items.length}; ${leftOut} more left out` : String(items.length)}
            kind="occurrences"
          >
            <OccurrenceList
              items={items}
              marked={shown ?? []}
              onMark={place => setPair(place === null ? null : [place, place])}
              post={post}
            />
            {items.some(item => !item.live) && <p class="note">Grey: edited away since. Its numbers are of the text as it was.</p>}
          </Section>
          {slice.states.length > 0 && <Curves curves={curves} states={slice.states.length} layers={model.layers} />}
        </div>
      </div>
      <TableTwin>
        {() => <CosineTables part={part} cosines={cosines} name={nameOfCompared(compared, model.layers)} curves={curves} />}
      </TableTwin>
    </>
  );
}

/** Equal up to rounding. */
function isSame(cosines: Float32Array): boolean {
  return cosines.every(cosine => cosine > 0.99999);
}

function Curves({ curves, states, layers }: { readonly curves: GroupCurves; readonly states: number; readonly layers: number }) {
  const [active, setActive] = useState<number | null>(null);
  const value = (values: readonly number[]) => (active === null || Number.isNaN(values[active]!) ? '' : formatSigned(values[active]!));
  return (
    <Section title="Within and between groups" aside={curves.named ? 'groups that you named' : 'groups found by clustering'} kind="curves">
      <LineChart
        name="Mean cosine within and between groups, by hidden state"
        series={[
          { name: 'within', values: curves.within },
          { name: 'between', values: curves.between },
        ]}
        count={states}
        ticks={Array.from({ length: states }, (_, state) => String(state))}
        atLeast={null}
        format={formatSigned}
        active={active}
        onActive={setActive}
      />
      <p class="note">Line: within; dashed: between. Across: layers passed.</p>
      <p class="readout" aria-live="polite">
        {active === null ? (
          <span class="dim">{figuresNote(curves.figures) || 'Name two groups to compare them.'}</span>
        ) : (
          <>
            {nameOfCompared(active, layers)}: within <b class="number">{value(curves.within)}</b> between{' '}
            <b class="number">{value(curves.between)}</b>
          </>
        )}
      </p>
    </Section>
  );
}
