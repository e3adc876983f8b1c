import type { Pattern } from '../pattern/regex.ts';
import { isWhitespace, isWordCharacter } from '../unicode.ts';
import type { PreTokenizer } from './preTokenizer.ts';
import { characters, splitter } from './split.ts';

/** `\w+|[^\w\s]+`: where one of the two begins and the next begins, or white space. */
const words: Pattern = function* (text) {
  let kind = ' ';
  let start = 0;
  for (let at = 0; at <= text.length;) {
    const codePoint = text.codePointAt(at) ?? 0x20;
    const next = isWhitespace(codePoint) ? ' ' : isWordCharacter(codePoint) ? 'word' : 'mark';
    if (next !== kind) {
      if (kind !== ' ') yield [start, at];
      start = at;
      kind = next;
    }
    at += codePoint > 0xffff ? 2 : 1;
  }
};

/** Words, and what is neither word nor white space. */
export const WHITESPACE: PreTokenizer = splitter(words, 'Removed', true);

/** What is between white space. */
export const WHITESPACE_SPLIT: PreTokenizer = splitter(characters(isWhitespace), 'Removed');
