import type { AnswerWord, SentenceEffects } from '../grounding/effects.ts';
import type { Effect } from '../grounding/verdict.ts';
import type { Reach, SentenceReach } from '../grounding/reach.ts';
import { ROLE_BAR } from '../attention/headRoles.ts';
import { visibleText } from '../text/visibleText.ts';
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

/** By what the sentences of the source are ranked; '' where the attention alone does it. @param sentences of the answer */
export function rankNote(sentences: number): string {
  if (sentences < 2) return '';
  return 'Ranked by attention × (attention / mean of the answer’s other sentences)²: what all of them look at tells little.';
}

/** The largest weight that a sentence of the answer gives a marked one of the source, or its control, or that the others give it: what bars are drawn beside. */
export function largestSeen(reached: readonly SentenceReach[]): number {
  const seen = reached.flatMap(({ strongest }) => strongest.flatMap(({ control, ...marked }) => (control ? [marked, control] : [marked])));
  return Math.max(0, ...seen.flatMap(({ weight, others }) => [weight, others ?? 0]));
}

/** The largest change of log-probability without a marked sentence or its control, whichever way: what bars are drawn beside. */
export function largestDrop(effects: readonly SentenceEffects[]): number {
  const drops = effects.flatMap(({ marked }) => marked.flatMap(({ without, control }) => [without?.drop ?? 0, control?.drop ?? 0]));
  return Math.max(0, ...drops.map(Math.abs));
}

/** By how much the log-probability changes: below 0, the sentence needed what was left out. One decimal, as nats of a whole sentence are many. */
export function formatChange({ drop }: Pick<Effect, 'drop'>): string {
  const digits = Math.abs(drop).toFixed(1);
  if (Number(digits) === 0) return digits;
  return drop > 0 ? `\u2212${digits}` : `+${digits}`;
}

/** What the sign in the place of a number means, where one stands. */
export function signNote(effects: readonly SentenceEffects[]): string {
  const isUnpredicted = effects.some(({ marked }) => marked.some(({ without, control }) => without === null || control === null));
  return isUnpredicted ? ' –: none of the sentence’s words is predicted any more.' : '';
}

/** The sentence of the source that one of the answer needs most, once all that are marked for it were left out; null before, and where it needs none. */
export function neededMost(
  { strongest }: SentenceReach,
  { marked }: SentenceEffects,
): { readonly sentence: number; readonly without: Effect } | null {
  let most: { readonly sentence: number; readonly without: Effect } | null = null;
  for (const [rank, { sentence }] of strongest.entries()) {
    const without = marked[rank]?.without;
    if (without === undefined) return null;
    if (without && without.drop > (most?.without.drop ?? 0)) most = { sentence, without };
  }
  return most;
}

/** Words of the answer that keep what they had without the whole source, each once. */
export function notFromHere(words: readonly AnswerWord[]): readonly string[] {
  return [...new Set(words.filter(word => word.notFromHere === true).map(({ label }) => label))];
}

/** What a sentence of the answer loses without the whole source, and its words that lose nothing; '' where it was not left out. @param words not from here */
export function withoutSource({ whole }: SentenceEffects, words: readonly string[]): string {
  if (whole === undefined) return '';
  if (whole === null) return 'Without the whole source none of its words is predicted.';
  const own = words.length === 0 ? '' : ` Not from here: ${words.map(visibleText).join(', ')}.`;
  return `Without the whole source ${formatChange(whole)}.${own}`;
}

/** What the answer says behind where a word looks: `Left out, line 4 costs its sentence most: −5.9.` '' while that is not known. @param line of a sentence of the source */
export function costsMost(reach: SentenceReach, effects: SentenceEffects, line: (sentence: number) => number): string {
  const most = neededMost(reach, effects);
  return most === null ? '' : `Left out, line ${formatCount(line(most.sentence))} costs its sentence most: ${formatChange(most.without)}.`;
}
