import type { HeadRef } from '../attention/lens.ts';
import type { HeadDistances } from '../attention/distance.ts';

/** Nearer to the middle than what is written, a head looks as far back as ahead. */
const NEITHER = 0.05;

/** `2.4 tokens on average, 1.9 of them back`, of one head; what is wrong with one that has no distance. */
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
  if (measured.length < 2) return '';
  measured.sort((a, b) => a.distance - b.distance);
  const name = ({ head: [layer, head], distance }: (typeof measured)[number]) => `L${layer} H${head}, ${formatTokens(distance)}`;
  return `Closest: ${name(measured[0]!)}. Farthest: ${name(measured.at(-1)!)}.`;
}

/** What is measured, and what of it is a choice. */
export const DISTANCE_NOTE =
  'How far apart the tokens stand that a head links, strong links counting more: 1 is the next token, 0 the token itself. Left out is what stands for no text.';

export function evenNote({ even, tokens }: HeadDistances): string {
  return `Dashed: a head that looked at all ${tokens} tokens of this text alike would look ${formatTokens(even)} away.`;
}

export function formatTokens(distance: number): string {
  return distance.toFixed(1);
}
