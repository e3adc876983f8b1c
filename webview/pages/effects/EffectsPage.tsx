import { useMemo } from 'preact/hooks';
import { nameOfState } from '../../../src/core/describe/heat.ts';
import { INFLUENCE_CAVEAT, NOTHING_TO_ROLL_OUT, ONLY_EARLIER } from '../../../src/core/describe/influence.ts';
import { possibleMode } from '../../../src/core/attention/influence.ts';
import { has } from '../../../src/core/model/capability.ts';
import { indexIn } from '../../../src/core/text/unitRef.ts';
import type { InfluencePart, RolloutPart } from '../../../src/protocol/panelParts.ts';
import { influenceViews, largestOf, uncoloured, type InfluenceViews } from '../../../src/draw/views/effects.ts';
import { partOf, type Scene } from '../../scene.ts';
import { scrollAlike } from '../../hooks/scrollAlike.ts';
import type { ThemeColors } from '../../theme.ts';
import { AttentionMeaning, AttentionName } from '../../controls/AttentionName.tsx';
import { Choice } from '../../controls/Choice.tsx';
import { TableTwin } from '../../controls/DataTable.tsx';
import { HiddenStatePicker } from '../../controls/HiddenStatePicker.tsx';
import { InfluenceRanking } from './InfluenceRanking.tsx';
import { InfluenceTable } from './InfluenceTable.tsx';
import { MissingHere } from '../../controls/Lack.tsx';
import { PartState } from '../../controls/PartState.tsx';
import { Section } from '../../controls/Section.tsx';
import { SubSection } from '../../controls/SubSection.tsx';
import { Quoted } from '../../controls/Sentence.tsx';
import { Term } from '../../controls/Term.tsx';
import { TextRow } from '../../charts/TextRow.tsx';
import { PinFirst } from './PinFirst.tsx';
import type { Post } from '../../host.ts';
import { Shifts } from './Shifts.tsx';

/** Which words change the pinned word: shifts beside attention and rollout. */
export function EffectsPage({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const { pinned, labels } = scene;
  const part = pinned === null ? null : influenceOfUnit(scene, pinned);
  return (
    <div class="sections">
      <Section
        id="influence"
        picture={part ? 'influence' : null}
        title={
          pinned === null ? (
            'Who changed it?'
          ) : (
            <>
              Who changed <Quoted text={labels[pinned]!} />?
            </>
          )
        }
        aside={pinned === null ? 'Click pins a word' : undefined}
      >
        {pinned === null ? <PinFirst scene={scene} post={post} /> : <Influences scene={scene} theme={theme} unit={pinned} post={post} />}
      </Section>
      {pinned !== null && <RankedSection scene={scene} unit={pinned} post={post} />}
    </div>
  );
}

function Influences({
  scene,
  theme,
  unit,
  post,
}: {
  readonly scene: Scene;
  readonly theme: ThemeColors;
  readonly unit: number;
  readonly post: Post;
}) {
  const { state, model, labels } = scene;
  const { part, views } = useInfluence(scene, unit);
  const isMeasured = has(model, 'hidden-states');
  const word = <Quoted text={labels[unit]!} />;
  return (
    <div class="blocks">
      {isMeasured && (
        <div class="controls">
          <span class="control-group">
            Take each word away:{' '}
            {has(model, 'mask-token') ? (
              <Choice
                name="How a word is taken away"
                options={[
                  ['mask', 'mask it'],
                  ['omit', 'leave it out'],
                ]}
                value={state.influenceMode}
                onChange={mode => post({ type: 'influenceMode', mode })}
              />
            ) : (
              'leave it out (no mask token in this model)'
            )}
          </span>
          <span class="control-group">
            vector of {word}
            <HiddenStatePicker scene={scene} post={post} />
          </span>
        </div>
      )}
      <div class="compare" onScrollCapture={scrollAlike}>
        {isMeasured ? (
          <Shifts scene={scene} theme={theme} unit={unit} part={part} views={views} post={post} />
        ) : (
          <MissingHere of="hidden-states" post={post} />
        )}
        <SubSection
          title={<AttentionName scene={scene} />}
          aside={
            <>
              <AttentionMeaning scene={scene} />
              {uncoloured(views.attention, labels)}
            </>
          }
        >
          <TextRow scene={scene} word={views.attention} name="Text by attention" numbered={largestOf(views.attention)} post={post} />
        </SubSection>
        <SubSection
          title={<Term id="rollout">{state.hiddenState > 0 ? `Rollout ${nameOfState(state.hiddenState, model.layers)}` : 'Rollout'}</Term>}
          state={<PartState scene={scene} name="rollout" doing="Multiplying the layers" post={post} />}
          aside={`share of each word, through the layers${uncoloured(views.rollout, labels)}`}
        >
          <TextRow scene={scene} word={views.rollout} name="Text by rollout" numbered={largestOf(views.rollout)} post={post} />
          {state.hiddenState === 0 && <p class="note">{NOTHING_TO_ROLL_OUT}</p>}
        </SubSection>
      </div>
      {model.attention.causal && <p class="note">{ONLY_EARLIER}</p>}
      {isMeasured && <p class="note caveat">{INFLUENCE_CAVEAT}</p>}
      <TableTwin>{() => part && <InfluenceTable scene={scene} unit={unit} part={part} views={views} />}</TableTwin>
    </div>
  );
}

function RankedSection({ scene, unit, post }: { readonly scene: Scene; readonly unit: number; readonly post: Post }) {
  const { part, views } = useInfluence(scene, unit);
  return part && <InfluenceRanking scene={scene} part={part} views={views} post={post} />;
}

function useInfluence(scene: Scene, unit: number): { readonly part: InfluencePart | null; readonly views: InfluenceViews } {
  const { state, units, matrix } = scene;
  const part = influenceOfUnit(scene, unit);
  const rollout = rolloutOfUnit(scene, unit);
  const views = useMemo(() => influenceViews(scene, unit, part, rollout), [units, matrix, state, part, rollout, unit]);
  return { part, views };
}

/** The part when it was made for what is asked for now: what was computed before stays in the host until then. */
function influenceOfUnit(scene: Scene, unit: number): InfluencePart | null {
  const { state, units } = scene;
  const part = partOf(scene, 'influence');
  const fits =
    part &&
    indexIn(scene.stream, part) === unit &&
    part.shifts.length === units.length &&
    part.state === state.hiddenState &&
    part.mode === possibleMode(state.influenceMode, scene.model);
  return fits ? part : null;
}

function rolloutOfUnit(scene: Scene, unit: number): RolloutPart | null {
  const part = partOf(scene, 'rollout');
  return part &&
    indexIn(scene.stream, part) === unit &&
    part.state === scene.state.hiddenState &&
    part.weights.length === scene.units.length
    ? part
    : null;
}
