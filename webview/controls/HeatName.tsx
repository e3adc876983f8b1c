import { nameOfHeat } from '../../src/core/describe/heat.ts';
import type { Heat } from '../../src/core/state/viewState.ts';
import type { Scene } from '../scene.ts';

/** "Word embedding" with a mark in its hue: an option of a choice. */
export function HeatName({ scene: { state, model }, heat }: { readonly scene: Scene; readonly heat: Heat }) {
  return (
    <span class={`hue-${heat}`}>
      <i class="hue-mark" />
      {nameOfHeat(heat, state.hiddenState, model.layers)}
    </span>
  );
}
