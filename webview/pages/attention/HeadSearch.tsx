import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { readPlace } from '../../../src/core/attention/headQuery.ts';
import type { HeadRef, View } from '../../../src/core/attention/lens.ts';

/** A head found by its numbers: `L12 H7`, `12.7`, `12 7`; a layer by one. It is pointed at while they are typed, and looked through with Enter. */
export function HeadSearch({
  heads,
  field,
  onPoint,
  onChoose,
  onLeave,
}: {
  /** Heads of each layer. */
  readonly heads: readonly number[];
  readonly field: RefObject<HTMLInputElement | null>;
  /** @param why there is no such head; null when nothing is wrong */
  readonly onPoint: (head: HeadRef | null, why: string | null) => void;
  readonly onChoose: (view: View) => void;
  /** Back to the picture, where the arrow keys go on. */
  readonly onLeave: () => void;
}) {
  const [typed, setTyped] = useState('');
  const place = readPlace(typed, heads);
  const type = (text: string) => {
    setTyped(text);
    const found = readPlace(text, heads);
    onPoint(found?.kind === 'head' ? found.head : null, found?.kind === 'outside' ? found.why : null);
  };
  const choose = () => {
    if (place === null || place.kind === 'outside') return;
    setTyped('');
    onLeave();
    onChoose(place.kind === 'layer' ? place : { kind: 'head', layer: place.head[0], head: place.head[1] });
  };
  return (
    <input
      type="search"
      class="field head-search"
      ref={field}
      placeholder="L0 H0"
      aria-label="Find a head by its layer and number"
      aria-invalid={place?.kind === 'outside'}
      title="Type a layer and a head, L3 H1 or 3.1, and press Enter. They count from 0."
      value={typed}
      onInput={event => type(event.currentTarget.value)}
      onBlur={() => typed !== '' && type('')}
      onKeyDown={event => {
        if (event.key === 'Enter') choose();
        else if (event.key === 'Escape' && typed !== '') type('');
        else return;
        event.preventDefault(); // Escape is the panel's own step back else
      }}
    />
  );
}
