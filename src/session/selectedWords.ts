import { comparePlaces, type Place, type PlaceRange } from '../core/text/anchor.ts';
import { standsInText } from '../core/text/token.ts';
import { isSameUnit, TEXT, unitRef, type UnitRef } from '../core/text/unitRef.ts';
import type { ViewAction, ViewState } from '../core/state/viewState.ts';
import { placesOf, unitAtCaret, unitsOf, type Exploration } from './exploration.ts';
import { mapOf, type Addressed } from './standing.ts';

/** What a caret points at, with what is selected: several words of one of two texts are one then. Null: what it points at stays. */
export function caretAction(
  explorer: Parameters<typeof unitAtCaret>[0] & { readonly state: ViewState },
  document: Addressed,
  place: Place,
  selected: readonly PlaceRange[],
): ViewAction | null {
  const { exploration, isLive, state } = explorer;
  const unit = unitAtCaret(explorer, document, place);
  const words = exploration?.target.second && isLive ? selectedWords(exploration, state.level, document, selected) : [];
  if (words.length > 1) {
    const others = words.filter(word => !isSameUnit(word, unit));
    return { type: 'select', units: others.length < words.length ? [...others, unit!] : words };
  }
  // Elsewhere nothing is pointed at anew, but what was selected is so no longer.
  return unit || state.together ? { type: 'cursor', unit: unit ?? state.cursor } : null;
}

/** The words of one of two texts that ranges of its document have a character of; none where they are words of both, or the text was edited. */
export function selectedWords(
  exploration: Exploration,
  level: ViewState['level'],
  document: Addressed,
  ranges: readonly PlaceRange[],
): readonly UnitRef[] {
  const uri = document.uri.toString();
  const units = unitsOf(exploration, level);
  const inTexts = placesOf(exploration).map(({ uri: own, anchor, from }) => {
    if (own !== uri || !anchor.live) return [];
    const spans = ranges.flatMap(({ start, end }) => {
      if (comparePlaces(end, anchor.range.start) <= 0 || comparePlaces(start, anchor.range.end) >= 0) return [];
      const map = mapOf(anchor);
      const offsetOf = (place: PlaceRange['start'], beyond: number) => {
        const offset = map.offsetAt(place);
        return from + (offset >= 0 ? offset : beyond);
      };
      return [{ start: offsetOf(start, 0), end: offsetOf(end, anchor.text.length) }];
    });
    return units.flatMap((unit, index) =>
      standsInText(unit) && spans.some(({ start, end }) => unit.start < end && unit.end > start) ? [unitRef(TEXT, index)] : [],
    );
  });
  const found = inTexts.filter(({ length }) => length > 0);
  return found.length === 1 ? found[0]! : [];
}
