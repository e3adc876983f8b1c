import { nameOfState } from '../../../src/core/describe/heat.ts';
import {
  controlNote,
  formatShiftShort,
  influenceStatement,
  measuredNote,
  previousWordHead,
  shiftScaleNote,
  wordBeforeNote,
} from '../../../src/core/describe/influence.ts';
import { possibleMode } from '../../../src/core/attention/influence.ts';
import { nameOfView } from '../../../src/core/describe/views.ts';
import { SHIFT_MULTIPLES } from '../../../src/core/scale.ts';
import type { InfluencePart } from '../../../src/protocol/panelParts.ts';
import { largestOf, type InfluenceViews } from '../../../src/draw/views/effects.ts';
import { type Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { LegendSteps } from '../../charts/Legend.tsx';
import { PartState } from '../../controls/PartState.tsx';
import { SubSection } from '../../controls/SubSection.tsx';
import { Sentence } from '../../controls/Sentence.tsx';
import { Term, WithTerms } from '../../controls/Term.tsx';
import { TextRow } from '../../charts/TextRow.tsx';
import type { Post } from '../../host.ts';

/** The text by shift, what it adds up to, the control, and the legend. */
export function Shifts({
  scene,
  theme,
  unit,
  part,
  views,
  post,
}: {
  readonly scene: Scene;
  readonly theme: ThemeColors;
  readonly unit: number;
  readonly part: InfluencePart | null;
  readonly views: InfluenceViews;
  readonly post: Post;
}) {
  const { units, state, model } = scene;
  const { influence } = views;
  const soFar = part !== null && part.left > 0;
  const head = previousWordHead(model.lenses);
  const hasHead = nameOfView(state.view, model.lenses, model.attention.heads).includes('head'); // linked there
  return (
    <SubSection
      title={<Term id="masking">Shift without each word</Term>}
      state={
        <PartState
          scene={scene}
          name="influence"
          doing={possibleMode(state.influenceMode, model) === 'mask' ? 'Masking word after word' : 'Leaving out word after word'}
          terms={[['Word embeddings', 'static-embedding']]}
          post={post}
        />
      }
      aside={
        <WithTerms
          text={`1 − cosine, ${nameOfState(state.hiddenState, model.layers)}`}
          terms={[
            ['cosine', 'cosine'],
            ['layer', 'layer'],
          ]}
        />
      }
      kind="shifts hue-contextual"
    >
      <TextRow
        scene={scene}
        word={views.shift}
        name="Text by shift"
        numbered={largestOf(views.shift, views.pending)}
        format={formatShiftShort}
        pending={views.pending}
        post={post}
      />
      {part && soFar && <p class="note so-far">{measuredNote(units, unit, state.level, part.left, model.attention)}</p>}
      <p class="statement settled" aria-live={soFar ? 'off' : 'polite'}>
        {part && influence && <Sentence parts={influenceStatement(units, unit, part.shifts, influence, soFar)} />}
      </p>
      {part && influence && (
        <>
          <p class="note">
            <Sentence parts={controlNote(units, influence, soFar)} />{' '}
            <Sentence parts={wordBeforeNote(units, unit, part.shifts, head)} terms={hasHead ? [] : [['head', 'head']]} />
          </p>
          {!Number.isNaN(part.control) && (
            <div class="legend">
              <LegendSteps
                name="Eight steps of shift in multiples of the control; each starts at twice the one before"
                limits={SHIFT_MULTIPLES.map(String)}
                highContrast={theme.highContrast}
              />
              <p class="note">
                <WithTerms text={shiftScaleNote(part.control, soFar)} terms={[['control', 'control']]} />
              </p>
            </div>
          )}
        </>
      )}
    </SubSection>
  );
}
