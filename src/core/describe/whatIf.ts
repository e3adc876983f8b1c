import { MARKED_CHANGE, type ComparedPair, type VariantComparison } from '../attention/whatIf.ts';
import type { Direction } from '../attention/lens.ts';
import type { Heat } from '../state/viewState.ts';
import type { Unit } from '../text/token.ts';
import { formatSigned, formatWeight } from './numbers.ts';
import { plain, quoted, type SentencePart } from './sentence.ts';
import { formatShift } from './influence.ts';

/** Changes that are named in a sentence. */
const NAMED = 3;

/** "What `it` attends to changes most at `France` / `London` 0.59 \u2192 0.41; ..." for the largest changes, or why there are none. */
export function changeStatement(
  { heat, pairs, otherSource, complete, comparable }: VariantComparison,
  units: readonly Unit[],
  others: readonly Unit[],
  source: number | null,
  direction: Direction,
): SentencePart[] {
  const word = (list: readonly Unit[], unit: number): SentencePart => quoted(list[unit]!.label);
  if (source === null) return [plain(`Point at a word to see what it ${heat === 'attention' ? 'attends to' : 'is like'} in both texts.`)];
  if (otherSource === null) return [word(units, source), plain(' has no counterpart in the other text.')];
  if (!complete) return [word(units, source), plain(' is being compared.')];
  if (!comparable)
    return [
      word(units, source),
      plain(heat === 'attention' ? ' has invalid weights in one of the texts, so they are not compared.' : ' has no cosines to compare.'),
    ];
  const format = heat === 'attention' ? formatWeight : formatSigned;
  const sizeOf = ({ value, otherValue }: ComparedPair) => Math.abs((value || 0) - (otherValue || 0));
  const changed = pairs.filter(pair => pair.changed).toSorted((a, b) => sizeOf(b) - sizeOf(a));
  if (changed.length === 0)
    return [
      plain(heat === 'attention' ? 'No weight of ' : 'No cosine of '),
      word(units, source),
      plain(` changes by more than ${MARKED_CHANGE[heat]}.`),
    ];
  const named = changed.slice(0, NAMED).flatMap((pair, place) => {
    const separator = plain(place === 0 ? '' : '; ');
    const from = `${format(pair.value || 0)} \u2192 ${format(pair.otherValue || 0)}`;
    if (pair.unit < 0) return [separator, word(others, pair.other), plain(` ${from}`)];
    if (pair.other < 0 || units[pair.unit]!.label === others[pair.other]!.label)
      return [separator, word(units, pair.unit), plain(` ${from}`)];
    return [separator, word(units, pair.unit), plain(' / '), word(others, pair.other), plain(` ${from}`)];
  });
  return [...changeOf(heat, direction, word(units, source)), ...named, plain('.')];
}

function changeOf(heat: Heat, direction: Direction, word: SentencePart): SentencePart[] {
  const around = (before: string, after: string) => [plain(before), word, plain(after)];
  if (heat !== 'attention') return around('The cosine of ', ' changes most with ');
  return direction === 'to' ? around('What ', ' attends to changes most at ') : around('What attends to ', ' changes most at ');
}

/** What stands in the place of a masked word of several tokens; '' for one token, and for a word that was replaced. */
export function maskNote(masks: number): string {
  return masks > 1 ? `A mask token stands for each of its ${masks} tokens, as when every word is masked in turn.` : '';
}

/** The words whose vectors moved most, the replaced one left out; empty without hidden states. */
export function driftStatement(
  { pairs }: VariantComparison,
  units: readonly Unit[],
  others: readonly Unit[],
  replaced: number,
): SentencePart[] {
  const moved = pairs
    // A special token that was typed, and a masked piece of the word, are no words that stayed.
    .filter(({ unit, other, drift }) => unit !== replaced && Number.isFinite(drift) && !units[unit]!.special && !others[other]!.special)
    .toSorted((a, b) => b.drift - a.drift)
    .slice(0, NAMED);
  if (moved.length === 0) return [];
  return [
    plain('Of the words that stayed, these move most: '),
    ...moved.flatMap(({ unit, drift }, place): SentencePart[] => [
      plain(place === 0 ? '' : ', '),
      quoted(units[unit]!.label),
      plain(` ${formatShift(drift)}`),
    ]),
    plain('.'),
  ];
}
