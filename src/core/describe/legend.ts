import { formatShort, formatWeight } from './numbers.ts';
import { theSink } from './sinks.ts';
import { FLOOR, SHARE_MULTIPLES, type WeightScale } from '../scale.ts';

/** What the steps count, where that is not weights, and why small weights have no colour. */
export function paintNote(scale: WeightScale, causal = false, hiddenSinks = 0): string {
  const { strength } = scale.choice;
  return `${floorNote(scale, causal, hiddenSinks)}${strength === 'normal' ? '' : ` The colours are set to ${strength}.`}`;
}

function floorNote({ choice, evenShare, inShares }: WeightScale, causal: boolean, hiddenSinks: number): string {
  const first = SHARE_MULTIPLES[choice.strength][0]!;
  const inShorter = choice.unit === 'auto' ? ' In shorter texts the steps are weights.' : '';
  if (hiddenSinks > 0 && !inShares)
    return `No weight below an even share of what ${theSink(hiddenSinks)} ${hiddenSinks === 1 ? 'leaves' : 'leave'}, or below ${FLOOR}, has a colour.`;
  if (causal) {
    return inShares
      ? `1\u00d7 is an even share: 1 / the tokens that a word sees. No weight below ${first}\u00d7 has a colour.${inShorter}`
      : `No weight below an even share, 1 / the tokens that a word sees, or below ${FLOOR} has a colour.`;
  }
  if (inShares) {
    return `1\u00d7 is an even share: here ${evenShare.toFixed(4)}. No weight below ${first}\u00d7, or below 1\u00d7 for each token of a word, has a colour.${inShorter}`;
  }
  return evenShare >= FLOOR
    ? `No weight below an even share, here ${formatWeight(evenShare)} for each token of a word, has a colour.`
    : `No weight below ${FLOOR}, or below an even share, here ${evenShare.toFixed(4)} for each token of a word, has a colour.`;
}

/** What each step 1..8 starts from, as the legend writes it. Step 1 starts where the note says. */
export function legendLimits({ choice, inShares, limits }: WeightScale): readonly string[] {
  if (inShares) return SHARE_MULTIPLES[choice.strength].map(multiple => `${multiple}\u00d7`);
  return limits.map((limit, index) => (index === 0 ? 'even' : formatShort(limit)));
}
