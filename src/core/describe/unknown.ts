import { formatCount } from './numbers.ts';
import { plain, quoted, type SentencePart } from './sentence.ts';
import { placeNames } from './occurrences.ts';
import type { Token, Unit, Unknown } from '../text/token.ts';
import { visibleText } from '../text/visibleText.ts';

/** A word in a sentence. */
export type NamedWord = Pick<Unit, 'label' | 'unknown'>;

/** The word, and that the model does not know it where it does not. */
export function namedWord({ label, unknown }: NamedWord): SentencePart[] {
  switch (unknown) {
    case 'none':
      return [quoted(label)];
    case 'part':
      return [quoted(label), plain(' (in part unknown to the model)')];
    case 'all':
      return [quoted(label), plain(' (unknown to the model)')];
  }
}

/** How the unknown token that a unit is read as is written, e.g. `[UNK]`; null for a unit that the model knows. */
export function unknownToken({ tokens: own }: Pick<Unit, 'tokens'>, tokens: readonly Token[]): string | null {
  return own.map(index => tokens[index]!).find(token => token.unknown)?.text ?? null;
}

/** "read as [UNK]", beside the unit as it is shown: its own text, or in its place the unknown token. */
export function readingNote({ label, unknown }: NamedWord, shown: string, token: string): string {
  if (shown === token) return `read in the place of ${visibleText(label)}`;
  return unknown === 'all' ? `read as ${token}` : `read in part as ${token}`;
}

/** Words that are named; more are counted. */
const NAMED = 5;

/**
 * "2 words are unknown to this model (`🙂`, `🍕`): it reads the unknown token `[UNK]` in the place of each, so it cannot tell them apart."
 * Each spelling counts once. Empty when every word is known.
 */
export function unknownWordsNotice(words: readonly Unit[], tokens: readonly Token[]): SentencePart[] {
  const found = new Map<string, Unit>();
  // A word that is unknown as a whole in some place stands before the same one in part.
  for (const unit of [...words.filter(({ unknown }) => unknown === 'all'), ...words.filter(({ unknown }) => unknown === 'part')])
    if (!found.has(unit.label)) found.set(unit.label, unit);
  const [first, ...others] = found.values();
  if (first === undefined) return [];
  const parts = [first, ...others].filter(({ unknown }) => unknown === 'part').length;
  const labels = [...found.keys()];
  const more = labels.length - NAMED;
  return [
    plain(`${countUnknown(labels.length, parts)} (`),
    ...labels.slice(0, NAMED).flatMap((label, place) => [plain(place === 0 ? '' : ', '), quoted(label)]),
    plain(`${more > 0 ? ` and ${formatCount(more)} more` : ''}): it reads the unknown token `),
    quoted(unknownToken(first, tokens)!),
    plain(inPlaceOf(labels.length, parts)),
  ];
}

function countUnknown(count: number, parts: number): string {
  const words = count === 1 ? '1 word is' : `${formatCount(count)} words are`;
  if (parts === count) return `${words} in part unknown to this model`;
  return `${words} unknown to this model${parts > 0 ? `, ${formatCount(parts)} of them in part` : ''}`;
}

function inPlaceOf(count: number, parts: number): string {
  if (count === 1) return parts > 0 ? ' in the place of that part.' : ' in its place.';
  return ` in the place of each${parts === count ? ' such part' : ''}, so it cannot tell them apart.`;
}

/** Whose neighbours by word embedding are listed for a word that the model does not know, or only in part. */
export function unknownNeighboursNote({ label, unknown }: NamedWord, token: string): SentencePart[] {
  if (unknown === 'part')
    return [
      plain('The model knows only a part of '),
      quoted(label),
      plain('; its unknown token '),
      quoted(token),
      plain(' stands for the rest.'),
    ];
  return [
    plain('The model does not know '),
    quoted(label),
    plain(': by word embedding these are the neighbours of its unknown token '),
    quoted(token),
    plain(', the same for every word that it does not know.'),
  ];
}

/** What the places of a word that is not known, or not in all of them, can say; empty where it is known. */
export function unknownPlacesNote(word: string, places: readonly Unknown[]): SentencePart[] {
  const unread = [...places.keys()].filter(place => places[place] === 'all');
  if (unread.length > 0 && unread.length === places.length)
    return [
      plain('The model does not know '),
      quoted(word),
      plain(
        `: it reads its unknown token in ${places.length === 2 ? 'both' : `all ${places.length}`} places. The word embedding is that of every unknown word and says nothing about this one; further up, vectors differ only by where the places are and what stands around them.`,
      ),
    ];
  if (unread.length > 0)
    return [
      plain(`In ${unread.length === 1 ? 'place' : 'places'} ${placeNames(unread)} the model does not know `),
      quoted(word),
      plain(' as it is written there: it reads its unknown token, so these vectors say nothing about the word.'),
    ];
  if (!places.includes('part')) return [];
  return [plain('The model knows only a part of '), quoted(word), plain('; its unknown token stands for the rest.')];
}
