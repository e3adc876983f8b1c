import { nameOfState } from '../../src/core/describe/heat.ts';
import type { Scene } from '../scene.ts';
import { Glyph } from './Glyph.tsx';
import type { Post } from '../host.ts';

/** Which hidden state vectors are taken from: before any layer, after 1 of 6 layers, ... */
export function HiddenStatePicker({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const { state, model } = scene;
  return (
    <span class="picker">
      <select
        aria-label="Hidden state"
        title="Hidden state that the vectors are taken from"
        value={String(state.hiddenState)}
        onChange={event => post({ type: 'hiddenState', state: Number(event.currentTarget.value) })}
      >
        {Array.from({ length: model.layers + 1 }, (_, index) => (
          <option value={String(index)}>
            {nameOfState(index, model.layers)}
            {index === model.layers && model.facts.finalNorm && ', final norm'}
          </option>
        ))}
      </select>
      <Glyph name="chevron" />
    </span>
  );
}
