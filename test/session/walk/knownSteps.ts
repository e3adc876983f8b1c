import type { View } from '../../../src/core/attention/lens.ts';
import type { Tab } from '../../../src/core/state/pages.ts';
import { isDeepStrictEqual } from 'node:util';

/** What was looked at, by first tokens. */
export interface SeenStep {
  readonly pinned: number | null;
  readonly linked: readonly number[];
  readonly view: View;
  readonly tab: Tab;
}

type Place = { readonly at: number; readonly of: number } | null;

/** The steps of a history that were seen to be on screen, by their place. Where two were made at once, the first of them is not known. */
export class KnownSteps {
  #steps = new Map<number, SeenStep>();
  #place: Place = null;
  #goesTo: number | null = null;

  at(place: number): SeenStep | undefined {
    return this.#steps.get(place);
  }

  /** A person goes there, which is no new step. */
  goesTo(place: number): void {
    this.#goesTo = place;
  }

  /** @param seen null while what was chosen is on its way */
  look(place: Place, seen: SeenStep | null): void {
    const before = this.#place;
    const went = this.#goesTo === place?.at && before?.of === place?.of;
    this.#place = place;
    this.#goesTo = null;
    if (place === null) return this.#steps.clear();
    const known = seen && this.#steps.get(place.at);
    const isOther = seen !== null && known !== undefined && !isDeepStrictEqual(known, seen);
    // Something new ends what came after the step that it was looked at from.
    if (before && !went && (place.at !== before.at || place.of !== before.of || isOther)) {
      const isPushed = place.of > before.of && place.at === place.of && before.at === before.of;
      this.#keep(position => (isPushed ? position <= before.at : position < Math.min(before.at, place.at)));
    }
    if (seen) this.#steps.set(place.at, seen);
  }

  #keep(isKept: (position: number) => boolean): void {
    this.#steps = new Map([...this.#steps].filter(([position]) => isKept(position)));
  }
}
