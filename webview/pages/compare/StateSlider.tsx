import { nameOfState } from '../../../src/core/describe/heat.ts';
import type { ComparedState } from '../../../src/draw/views/compare.ts';
import { Term } from '../../controls/Term.tsx';

/** From the word embedding through the hidden states: one step a state. */
export function StateSlider({
  value,
  states,
  layers,
  onChange,
}: {
  readonly value: ComparedState;
  /** Hidden states there are. */
  readonly states: number;
  readonly layers: number;
  readonly onChange: (state: ComparedState) => void;
}) {
  const name = nameOfCompared(value, layers);
  return (
    <div class="slider">
      <span class="slider-ends">
        <span>
          <Term id="static-embedding">word embedding</Term>
        </span>
        <b>{name}</b>
        <span>
          last <Term id="layer">layer</Term>
        </span>
      </span>
      <input
        type="range"
        min={0}
        max={states}
        step={1}
        value={value === 'fixed' ? 0 : value + 1}
        aria-label="Vectors that are compared"
        aria-valuetext={name}
        onInput={event => {
          const step = Number(event.currentTarget.value);
          onChange(step === 0 ? 'fixed' : step - 1);
        }}
      />
    </div>
  );
}

/** `word embedding`, `before any layer`, `after 3 of 6 layers`. */
export function nameOfCompared(state: ComparedState, layers: number): string {
  return state === 'fixed' ? 'word embedding' : nameOfState(state, layers);
}
