import { explanationOfHeat, nameOfHeat } from '../../src/core/describe/heat.ts';
import { heatsOf } from '../../src/core/state/heats.ts';
import type { Heat } from '../../src/core/state/viewState.ts';
import type { Scene } from '../scene.ts';
import { Glyph } from './Glyph.tsx';
import type { Post } from '../host.ts';

/** In the bar of every page: what the colour of a word in the editor means, with its hue. */
export function HeatPicker({ scene: { state, model }, post }: { readonly scene: Scene; readonly post: Post }) {
  return (
    <span class={`picker heat-picker hue-${state.heat}`}>
      <i class="hue-mark" />
      <select
        data-tool
        aria-label="Colour in the editor"
        title={explanationOfHeat(state.heat, state.hiddenState, model.layers, state)}
        value={state.heat}
        onChange={event => post({ type: 'heat', heat: event.currentTarget.value as Heat })}
      >
        {heatsOf(model).map(heat => (
          <option value={heat}>{`Colour: ${lowerFirst(nameOfHeat(heat, state.hiddenState, model.layers))}`}</option>
        ))}
      </select>
      <Glyph name="chevron" />
    </span>
  );
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
