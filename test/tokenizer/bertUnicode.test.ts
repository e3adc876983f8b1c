import { bertNormalizer, bertPreTokenizer } from 'tokenizers';
import { expect, test } from 'vitest';
import { alignText } from '../../src/tokenizer/alignedText.ts';
import type { BertNormalizerOptions } from '../../src/tokenizer/bertNormalizer.ts';
import { normalizeBert } from '../../src/tokenizer/bertNormalizer.ts';
import { splitBertWords } from '../../src/tokenizer/bertPreTokenizer.ts';

const OFF: BertNormalizerOptions = { cleanText: false, handleChineseCharacters: false, stripAccents: false, lowercase: false };

test.for<keyof BertNormalizerOptions>(['cleanText', 'handleChineseCharacters', 'stripAccents', 'lowercase'])(
  '%s treats every code point as the Rust library does',
  option => {
    const options = { ...OFF, [option]: true };
    const reference = bertNormalizer({
      cleanText: options.cleanText,
      handleChineseChars: options.handleChineseCharacters,
      stripAccents: options.stripAccents,
      lowercase: options.lowercase,
    });
    const compare = (text: string): [string, string] => [normalizeBert(alignText(text), options).text, reference.normalizeString(text)];
    expect(differentCodePoints(compare)).toEqual([]);
  },
);

test('every code point separates words as the Rust library does', () => {
  const reference = bertPreTokenizer();
  const compare = (text: string): [string, string] => [
    splitBertWords(text)
      .map(([from, to]) => text.slice(from, to))
      .join('\n'),
    reference
      .preTokenizeString(text)
      .map(([word]) => word)
      .join('\n'),
  ];
  expect(differentCodePoints(compare)).toEqual([]);
});

/**
 * The code points (surrogates cannot cross into Rust) for which the two results differ. Many go through at once, each between two `a`: a call
 * into Rust for every one would take a minute.
 */
function differentCodePoints(compare: (text: string) => [ours: string, theirs: string]): string[] {
  const different: string[] = [];
  for (let first = 0; first <= 0x10ffff; first += 0x400) {
    if (first >= 0xd800 && first <= 0xdfff) continue;
    const characters = Array.from({ length: 0x400 }, (_, index) => String.fromCodePoint(first + index));
    const [ours, theirs] = compare(`a${characters.join('a')}a`);
    if (ours !== theirs) different.push(...characters.filter(character => !isEqual(compare(`a${character}a`))).map(codePointName));
  }
  return different;
}

function isEqual([ours, theirs]: readonly [string, string]): boolean {
  return ours === theirs;
}

function codePointName(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16)}`;
}
