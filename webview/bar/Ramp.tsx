import type { Heat } from '../../src/core/state/viewState.ts';

/** Every second step of a meaning. */
export function Ramp({ heat }: { readonly heat: Heat }) {
  return (
    <span class={`ramp hue-${heat}`} aria-hidden="true">
      {[2, 4, 6, 8].map(step => (
        <i class={`heat-${step}`} key={step} />
      ))}
    </span>
  );
}
