import { theSink, whichOf } from './sinks.ts';
import { formatCount } from './numbers.ts';
import type { HeadRef } from '../attention/lens.ts';
import type { HeadDistances } from '../attention/distance.ts';

/** Nearer to the middle than what is written, a head looks as far back as ahead. */
const NEITHER = 0.05;

/** `2.4 tokens away on average, 1.9 back on balance`, of one head; what is wrong with one that has no distance. */
export function distanceInWords({ distances, offsets }: HeadDistances, index: number): string {
  const distance = distances[index] ?? NaN;
  if (Number.isNaN(distance)) return 'no attention between words to measure';
  const offset = offsets[index]!;
  const sides =
    Math.abs(offset) < NEITHER ? 'as far back as ahead' : `${formatTokens(Math.abs(offset))} ${offset < 0 ? 'back' : 'ahead'} on balance`;
  return `${formatTokens(distance)} tokens away on average, ${sides}`;
}

/** What was not counted of one head's attention; '' where all was. */
export function leftOutInWords({ leftOut }: HeadDistances, index: number): string {
  const percent = Math.round(100 * leftOut[index]!);
  return percent > 0 ? `${percent} % on special tokens, not counted` : '';
}

/** `Closest: L2 H3, 1.1. Farthest: L5 H8, 5.4.` */
export function extremesInWords({ distances }: HeadDistances, heads: readonly HeadRef[]): string {
  const measured = heads.map((head, index) => ({ head, distance: distances[index]! })).filter(({ distance }) => !Number.isNaN(distance));
  measured.sort((a, b) => a.distance - b.distance);
  const [closest, farthest] = [measured[0], measured.at(-1)];
  if (!closest || !farthest) return 'No head has attention between words to measure.';
  const nameOf = ([layer, head]: HeadRef) => `L${layer} H${head}`;
  const [near, far] = [formatTokens(closest.distance), formatTokens(farthest.distance)];
  if (measured.length === 1) return `Only ${nameOf(closest.head)} can be measured: ${near}.`;
  if (near === far) return `All heads look ${near} away.`;
  return `Closest: ${nameOf(closest.head)}, ${near}. Farthest: ${nameOf(farthest.head)}, ${far}.`;
}

/** One head in a table: its distance, its offset, what was left out. */
export function distanceRow({ distances, offsets, leftOut }: HeadDistances, index: number): readonly string[] {
  const numbers = [distances, offsets].map(values => formatTokens(values[index]!));
  return [...numbers, Number.isNaN(leftOut[index]) ? NO_NUMBER : `${Math.round(100 * leftOut[index]!)} %`];
}

/** What is measured, and what of it is a choice. */
export const DISTANCE_NOTE =
  'How far apart the tokens stand that a head links, strong links counting more: 1 is the token beside it, 0 the token itself. Left out is what stands for no text.';

/** What looks at a sink in the text looks far, wherever the words stand that it also links. '' without one, and of those that stand for no text. */
export function sinkCounts(
  labels: readonly string[],
  sinks: readonly { readonly unit: number }[],
  standsInText: (unit: number) => boolean,
): string {
  const counted = sinks.filter(({ unit }) => standsInText(unit)).map(({ unit }) => `\u201c${labels[unit]!}\u201d${whichOf(labels, unit)}`);
  if (counted.length === 0) return '';
  return `Looking at ${theSink(counted.length)} ${counted.join(' and ')} counts too, also while ${counted.length === 1 ? 'it is' : 'they are'} hidden: a head that rests there looks far.`;
}

export function evenNote({ even, tokens }: HeadDistances): string {
  if (tokens === 1) return 'This text has one token, and no other to look at.';
  return `Dashed: a head that looked at all ${formatCount(tokens)} tokens of this text alike would look ${formatTokens(even)} away.`;
}

/** In the place of a number that there is not. */
const NO_NUMBER = 'none';

/** One decimal with a true minus sign, never a negative zero. */
export function formatTokens(distance: number): string {
  if (Number.isNaN(distance)) return NO_NUMBER;
  const digits = Math.abs(distance).toFixed(1);
  return distance < 0 && Number(digits) > 0 ? `\u2212${digits}` : digits;
}
