import type { Reach, SentenceReach } from '../grounding/reach.ts';
import { ROLE_BAR } from '../attention/headRoles.ts';
import { formatCount, formatWeight } from './numbers.ts';

/** Less is written as 0.00. */
const LEAST = 0.005;

/** Where the attention of the steps that wrote a sentence goes: all of it is named, so that the parts add up. */
export function reachOf({ source, question, answer, sink, other }: Reach): string {
  const named = [
    `${formatWeight(source)} reaches the source`,
    ...(question >= LEAST ? [`${formatWeight(question)} the question`] : []),
    ...(answer >= LEAST ? [`${formatWeight(answer)} the answer so far`] : []),
    ...(sink >= LEAST ? [`${formatWeight(sink)} a sink`] : []),
    ...(other >= LEAST ? [`${formatWeight(other)} what stands between the texts`] : []),
  ];
  return `Of its attention ${named.join(', ')}.`;
}

/** Which heads rank the sentences of the source. @param all heads of the model */
export function contentNote(content: number, all: number): string {
  if (content === 0) return 'No head of this model looks at content here: all give one of the last four places most.';
  const left = `give one of the last four places, or the word before, ${formatWeight(ROLE_BAR)} or more`;
  return content === all
    ? `Attention: the mean of all ${formatCount(all)} heads, none of which ${left.replace('give', 'gives')}.`
    : `Attention: the mean of the ${formatCount(content)} of ${formatCount(all)} heads that look at content. The others ${left}.`;
}

export const READERS_VIEW = 'A small reader’s view, not the author’s: attention alone misleads.';

/** The largest weight that a sentence of the answer gives one of the source: what bars are drawn beside. */
export function largestSeen(reached: readonly SentenceReach[]): number {
  return Math.max(0, ...reached.map(({ strongest }) => strongest[0]?.weight ?? 0));
}
