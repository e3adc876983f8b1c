import type { Level, Unit } from '../text/token.ts';
import { counted } from './counted.ts';
import { formatCount } from './numbers.ts';

/** From where on words of two texts are counterparts, see `core/attention/counterparts`. */
export const COUNTERPART = '3 × even share';

/** `40 strongest of 212 links`, `8 links`. @param own weaker ones of the word that is looked from, which are shown as well */
export function countOfLinks(shown: number, all: number, own = 0): string {
  const more = own > 0 ? ` and ${formatCount(own)} more of the word` : '';
  return shown < all ? `${formatCount(shown)} strongest of ${formatCount(all)} links${more}` : counted(all, 'link');
}

/** So many words are named one by one. */
const MOST_NAMED = 8;

/** Which words of both texts have no counterpart, and by what bar; null: all have one. Punctuation and line breaks are no words. @param labels of all units */
export function aloneNote(
  alone: ReadonlySet<number>,
  units: readonly Pick<Unit, 'punctuation'>[],
  labels: readonly string[],
  level: Level,
): string | null {
  const words = [...alone].filter(unit => !units[unit]!.punctuation).toSorted((a, b) => a - b);
  if (words.length === 0) return null;
  const named = words.slice(0, MOST_NAMED).map(unit => `“${labels[unit]!}”`);
  const rest = words.length - named.length;
  const names = `${named.join(', ')}${rest > 0 ? ` and ${formatCount(rest)} more` : ''}`;
  return `Grey: ${counted(words.length, level === 'words' ? 'word' : 'sub-word')} without a counterpart, as nothing reaches ${COUNTERPART}: ${names}.`;
}
