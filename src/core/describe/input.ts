import { formatCount } from './numbers.ts';

/** How a model tells positions apart, by the kind that its graph shows: one sentence before the engine's own on how; '' where that says it all. */
export function positionSentence(kind: 'learned' | 'sinusoidal' | 'rotary' | 'relative' | 'none'): string {
  switch (kind) {
    case 'learned':
      return 'Every position has a vector of its own, trained like the rest of the model and added to the word.';
    case 'sinusoidal':
      return 'Every position has a vector computed from sines and cosines, which is added to the word.';
    case 'rotary':
    case 'relative':
    case 'none':
      return '';
  }
}

/** A share of the variance as it stands at an axis: `first component, 31 % of the variance`. */
export function axisName(place: 'first' | 'second', share: number): string {
  return `${place} component, ${Math.round(100 * share)} % of the variance`;
}

/** A number of tokens that need not be whole: two digits, with thousands. */
export function formatTokens(tokens: number): string {
  return Number(tokens.toPrecision(tokens < 1000 ? 3 : 2)).toLocaleString('en');
}

/** The same at an axis, where there is little room: 690k, 1.1M. */
export function formatTokensShort(tokens: number): string {
  const [divisor, unit] = tokens >= 1e6 ? [1e6, 'M'] : tokens >= 1e4 ? [1e3, 'k'] : [1, ''];
  return `${formatTokens(Number((tokens / divisor).toPrecision(2)))}${unit}`;
}

/** Three digits; slopes go down by a factor from head to head. */
export function formatSlope(slope: number): string {
  return String(Number(slope.toPrecision(3))).replace('-', '\u2212');
}

/** What the wavelengths of a rotation come to in a text: `Of 32 pairs 10 turn at least once within the 24 tokens of this text.` @param wavelengths in tokens, shortest first */
export function turnsNote(wavelengths: ArrayLike<number>, tokens: number): string {
  const all = Array.from(wavelengths);
  const turning = all.filter(length => length <= tokens).length;
  const within = `within the ${formatCount(tokens)} tokens of this text`;
  const who = turning === 0 ? 'none turns' : turning === 1 ? '1 turns' : `${turning} turn`;
  return `Of ${all.length} pairs ${who} at least once ${within}; the slowest takes ${formatTokens(all.at(-1)!)} tokens. Fast pairs tell neighbours apart, slow ones near from far.`;
}
