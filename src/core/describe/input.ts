/** How a model tells positions apart, by the kind that its graph shows: one sentence, before the engine's own on how. */
export function positionSentence(kind: 'learned' | 'sinusoidal' | 'rotary' | 'relative' | 'none'): string {
  switch (kind) {
    case 'learned':
      return 'Every position has a vector of its own, trained like the rest of the model and added to the word.';
    case 'sinusoidal':
      return 'Every position has a vector computed from sines and cosines, which is added to the word.';
    case 'rotary':
    case 'relative':
      return 'Nothing is added to the word.';
    case 'none':
      return 'No way of telling positions apart was found.';
  }
}

/** A share of the variance as it stands at an axis: `first component, 31 % of the variance`. */
export function axisName(place: 'first' | 'second', share: number): string {
  return `${place} component, ${Math.round(100 * share)} % of the variance`;
}
