import { bertNormalizer, bertPreTokenizer } from 'tokenizers';
import { expect, test } from 'vitest';
import { alignText } from '../../src/tokenizer/aligned.ts';
import { BertNormalizer, type BertNormalizerOptions } from '../../src/tokenizer/normalizers/bert.ts';
import { BertPreTokenizer } from '../../src/tokenizer/preTokenizers/bert.ts';

const OFF: BertNormalizerOptions = { cleanText: false, handleChineseCharacters: false, stripAccents: false, lowercase: false };

/** Gives what we and the Rust library make of a text. */
type Compare = (text: string) => readonly [ours: string, theirs: string];

function byNormalizer(option: keyof BertNormalizerOptions): Compare {
  const options = { ...OFF, [option]: true };
  const reference = bertNormalizer({
    cleanText: options.cleanText,
    handleChineseChars: options.handleChineseCharacters,
    stripAccents: options.stripAccents,
    lowercase: options.lowercase,
  });
  const normalizer = new BertNormalizer(options);
  return text => [normalizer.normalize(alignText(text)).text, reference.normalizeString(text)];
}

function byPreTokenizer(): Compare {
  const reference = bertPreTokenizer();
  return text => [
    new BertPreTokenizer()
      .split(alignText(text))
      .map(word => word.text)
      .join('\n'),
    reference
      .preTokenizeString(text)
      .map(([word]) => word)
      .join('\n'),
  ];
}

test('every code point is cleaned, spaced, stripped, put into lower case and separated as by the Rust library', () => {
  expect(
    differentCodePoints({
      cleanText: byNormalizer('cleanText'),
      handleChineseCharacters: byNormalizer('handleChineseCharacters'),
      stripAccents: byNormalizer('stripAccents'),
      lowercase: byNormalizer('lowercase'),
      words: byPreTokenizer(),
    }),
  ).toEqual({ cleanText: [], handleChineseCharacters: [], stripAccents: [], lowercase: [], words: [] });
});

const BLOCK = 0x400;

/**
 * By comparison, the code points (surrogates cannot cross into Rust) for which the two results differ. Many go through at once, each between
 * two `a`: a call into Rust for every one would take a minute.
 */
function differentCodePoints(comparisons: Readonly<Record<string, Compare>>): Record<string, string[]> {
  const different: Record<string, string[]> = Object.fromEntries(Object.keys(comparisons).map(name => [name, []]));
  for (let first = 0; first <= 0x10ffff; first += BLOCK) {
    if (first >= 0xd800 && first <= 0xdfff) continue;
    const characters = Array.from({ length: BLOCK }, (_, index) => String.fromCodePoint(first + index));
    const block = `a${characters.join('a')}a`;
    for (const [name, compare] of Object.entries(comparisons))
      if (!isEqual(compare(block)))
        different[name]!.push(...characters.filter(character => !isEqual(compare(`a${character}a`))).map(codePointName));
  }
  return different;
}

function isEqual([ours, theirs]: readonly [string, string]): boolean {
  return ours === theirs;
}

function codePointName(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16)}`;
}
