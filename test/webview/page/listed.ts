import type { TokenList } from '../../../src/core/text/tokenList.ts';
import type { Token } from '../../../src/core/text/token.ts';
import { BYTE_LEVEL_MARK } from '../../../src/core/text/vocabularyEntry.ts';
import { inLetters } from '../../../src/tokenizer/byteLetters.ts';
import { listTokens } from '../../../src/tokenizer/tokenList.ts';
import { longText } from './texts.ts';

/** Texts that are listed by themselves. */
export const LISTED = {
  /** Spaces, tabs, empty lines, an emoji of four tokens. */
  bytes: 'def greet(name):\n\treturn  f"Hi 🙂 {name}"\n\n# naïve',
  thousands: Array.from({ length: 120 }, (_, line) =>
    longText(20)
      .split(' ')
      .slice(line % 7)
      .join(' '),
  ).join('\n'),
} as const;

const WORDS = / ?\p{L}+|\r?\n| |\t|\p{Extended_Pictographic}| ?[^\s\p{L}]/gu;

/** A small byte-level tokenizer: a word with the space before it, each sign, each byte of an emoji. */
export function listOf(text: string, contextLength: number): TokenList {
  const tokens = [...text.matchAll(WORDS)].flatMap(({ 0: word, index }): Token[] => {
    const letters = Array.from(word, inLetters).join('');
    const parts = /\p{Extended_Pictographic}/u.test(word) ? Array.from(letters) : [letters];
    return parts.map(part => ({
      id: Array.from(part).reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 50_257, 7),
      text: part,
      special: false,
      unknown: false,
      start: index,
      end: index + word.length,
    }));
  });
  const list = listTokens({ kind: 'byte-level BPE', mark: BYTE_LEVEL_MARK, isAdded: () => false }, text, { tokens });
  return { ...list, read: { contextLength, ownContext: contextLength, from: 0, to: Math.min(tokens.length, contextLength) } };
}
