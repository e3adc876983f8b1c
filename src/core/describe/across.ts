import type { Direction } from '../attention/lens.ts';
import type { WordView } from '../state/viewModel.ts';
import type { Unit } from '../text/token.ts';
import { nameOfWords } from './linkEnd.ts';
import { formatCount, formatWeight } from './numbers.ts';
import { COUNTERPART } from './pairLinks.ts';
import { sampleNote } from './sample.ts';
import { weightOf } from './strongest.ts';
import { plain, quoted, type SentencePart } from './sentence.ts';
import { theSink } from './sinks.ts';

/**
 * What a word of one of two texts has to do with the one that is looked at, the other or its own; of what it gives, where all of it goes, so that the parts add up to 1.
 * @param seenIn the head that it is seen through, where that is its own
 * @param unseen what causal attention leaves out
 */
export function statementAcross(
  units: readonly Unit[],
  view: WordView,
  verb: string,
  direction: Direction,
  seenIn: string,
  unseen = '',
): SentencePart[] {
  const { source, weights, strongest, across, isAlone = false, together, isWithin, hidden, toNoToken = 0, sample } = view;
  const text = isWithin ? 'its own text' : 'the other text';
  const parts: SentencePart[] = together
    ? [quoted(nameOfWords(units, together, MOST_WORDS)), plain(`, ${formatCount(together.length)} words as one,`)]
    : [quoted(units[source!]!.label)];
  if (strongest.length === 0) parts.push(plain(` ${verb} no word of ${text} enough for a colour`));
  else {
    parts.push(plain(` ${verb} `));
    strongest.forEach((index, place) => {
      parts.push(plain(place > 0 ? ', ' : ''), quoted(units[index]!.label), plain(weightOf(view, place)));
    });
    parts.push(plain(` in ${text}`));
  }
  const alone = isAlone ? ` It has no counterpart there: nothing reaches ${COUNTERPART}.` : '';
  parts.push(plain(`${direction === 'to' ? seenIn : ''}.${alone}${isWithin ? unseen : ''}`));
  if (direction === 'by' || !across) return [...parts, plain(sampleNote(sample))];
  const toSinks = [...hidden].reduce((sum, index) => sum + weights![index]!, 0);
  const given = weights!.reduce((sum, weight) => sum + weight, 0);
  const toNeither = Math.max(0, given - across.toOther - across.toOwn);
  const [there, besides] = isWithin ? [across.toOwn, across.toOther] : [across.toOther, across.toOwn];
  const itself = together ? '' : ` (${formatWeight(weights![source!]!)} with itself)`;
  const places = [
    `${formatWeight(there - toSinks)} ${isWithin ? `stays there${itself}` : 'goes there'}`,
    ...(hidden.size > 0 ? [`${formatWeight(toSinks)} to ${theSink(hidden.size)} in it, hidden`] : []),
    // Cross-attention has nothing else to go to, nor has a text that is looked at alone.
    ...(besides >= LEAST ? [`${formatWeight(besides)} to ${isWithin ? 'the other text' : 'its own text'}`] : []),
    ...(toNeither >= LEAST ? [`${formatWeight(toNeither)} to tokens of neither text`] : []),
    ...(toNoToken >= LEAST ? [`${formatWeight(toNoToken)} to no token`] : []),
  ];
  parts.push(plain(` Of its attention ${places.join(', ')}.`));
  return parts.filter(({ text }) => text !== '');
}

/** So many words that are looked from as one are written. */
export const MOST_WORDS = 6;

/** Less is written as 0.00. */
export const LEAST = 0.005;
