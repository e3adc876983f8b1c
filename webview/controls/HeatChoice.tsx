import { explanationOfHeat } from '../../src/core/describe/heat.ts';
import { heatsOf } from '../../src/core/state/heats.ts';
import type { Scene } from '../scene.ts';
import { Choice } from './Choice.tsx';
import { HeatName } from './HeatName.tsx';
import type { Post } from '../host.ts';

/** What the colour of a word in the editor means, with its hue, and what that is and is not. */
export function HeatChoice({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const { state, model } = scene;
  return (
    <div class="heat-choice">
      <span>Colour in the editor means</span>
      <Choice
        name="Colour in the editor means"
        options={heatsOf(model).map(heat => [heat, <HeatName scene={scene} heat={heat} />])}
        value={state.heat}
        onChange={heat => post({ type: 'heat', heat })}
      />
      <p class="note">{explanationOfHeat(state.heat, state.hiddenState, model.layers, state)}</p>
    </div>
  );
}
