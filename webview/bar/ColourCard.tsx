import { useLayoutEffect, useRef } from 'preact/hooks';
import { LIKENESS_LIMITS, nameOfHeat, quantityOfHeat } from '../../src/core/describe/heat.ts';
import { firstLack, lackInBrief } from '../../src/core/model/capability.ts';
import { HEAT_NEEDS, heatsOf } from '../../src/core/state/heats.ts';
import { HEATS } from '../../src/core/state/viewState.ts';
import { useRoving } from '../a11y/useRoving.ts';
import type { ScaleUnit } from '../../src/core/scale.ts';
import { Legend, LegendSteps } from '../charts/Legend.tsx';
import { Choice } from '../controls/Choice.tsx';
import { heatViewOf } from '../controls/heatView.ts';
import { WithTerms } from '../controls/Term.tsx';
import type { Post } from '../host.ts';
import type { Scene } from '../scene.ts';
import type { ThemeColors } from '../theme.ts';
import { Ramp } from './Ramp.tsx';

/** What a colour can mean, the numbers behind its steps, and what is none of ours. */
export function ColourCard({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const { state } = scene;
  return (
    <div role="dialog" aria-label="Colour">
      <h2>Colour in the editor means</h2>
      <Meanings scene={scene} post={post} />
      <p class="note">
        <WithTerms
          text={heatViewOf(scene).explanation}
          terms={[
            ['update', 'residual-stream'],
            ['attention', 'attention'],
            ['residual connection', 'residual-stream'],
            ['osine', 'cosine'],
          ]}
        />
      </p>
      <div class="card-part card-line">
        <h2>Scale</h2>
        {state.heat === 'attention' && <ScaleSwitch scene={scene} post={post} />}
      </div>
      <div class={`hue-${state.heat}`}>
        {state.heat === 'attention' ? (
          <Legend visibility={scene.visibility} highContrast={theme.highContrast} />
        ) : (
          <div class="legend">
            <LegendSteps name="Eight steps of cosine; they are equal" limits={LIKENESS_LIMITS} highContrast={theme.highContrast} />
            <p class="note">A negative cosine has no colour. The word itself and special tokens are left out.</p>
          </div>
        )}
      </div>
      <ul class={`card-part keys-of-marks hue-${state.heat}`}>
        <Key mark="source-mark" says="the word you ask about" />
        <Key mark="token-text heat-4" says={`${state.heat === 'attention' ? 'attended to' : 'like it'}: a tint with a line under it`} />
        {scene.visibility.causal && state.heat === 'attention' && <Key mark="token-text unseen-word" says="cannot be seen from the word" />}
        <Key mark="others-mark" says="no line: VS Code’s own word highlight" />
      </ul>
    </div>
  );
}

/** What the steps count, in the text that is looked at: a new one has its own again, by its length or as it is set. */
function ScaleSwitch({ scene: { scale }, post }: { readonly scene: Scene; readonly post: Post }) {
  const value: ScaleUnit = scale.inShares ? 'evenShare' : 'share';
  return (
    <Choice<ScaleUnit>
      name="What the steps count"
      options={[
        ['share', 'Share'],
        ['evenShare', '× even share'],
      ]}
      value={value}
      onChange={unit => unit !== value && post({ type: 'scaleUnit', unit })}
    />
  );
}

function Meanings({ scene: { state, model }, post }: { readonly scene: Scene; readonly post: Post }) {
  const group = useRef<HTMLDivElement>(null);
  const heats = heatsOf(model);
  const onKeyDown = useRoving(group, '[role=radio]', {
    preferred: heats.indexOf(state.heat),
    moved: index => post({ type: 'heat', heat: heats[index]! }),
  });
  useLayoutEffect(() => group.current!.querySelector<HTMLElement>('[aria-checked=true]')!.focus(), []);
  return (
    <>
      <div class="meanings" role="radiogroup" aria-label="Colour in the editor means" ref={group} onKeyDown={onKeyDown}>
        {heats.map(heat => (
          <button type="button" key={heat} role="radio" aria-checked={heat === state.heat} onClick={() => post({ type: 'heat', heat })}>
            <i class="radio-dot" />
            <Ramp heat={heat} />
            <span class="meaning-name">{nameOfHeat(heat, state.hiddenState, model.layers)}</span>
            <span class="dim">{quantityOfHeat(heat, state.direction)}</span>
          </button>
        ))}
      </div>
      {HEATS.filter(heat => !heats.includes(heat)).map(heat => (
        <p class="note" key={heat}>
          {nameOfHeat(heat, state.hiddenState, model.layers)}: {lackInBrief(firstLack(model, HEAT_NEEDS[heat])!)}.
        </p>
      ))}
    </>
  );
}

/** How a mark looks, and what it says. */
function Key({ mark, says }: { readonly mark: string; readonly says: string }) {
  return (
    <li>
      <span class={mark} aria-hidden="true">
        it
      </span>
      {says}
    </li>
  );
}
