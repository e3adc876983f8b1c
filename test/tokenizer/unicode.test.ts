import {
  bertNormalizer,
  bertPreTokenizer,
  byteLevelPreTokenizer,
  digitsPreTokenizer,
  nfcNormalizer,
  nfdNormalizer,
  nfkcNormalizer,
  nfkdNormalizer,
  punctuationPreTokenizer,
  stripAccentsNormalizer,
  whitespacePreTokenizer,
  whitespaceSplitPreTokenizer,
  type Normalizer as RustNormalizer,
  type PreTokenizer as RustPreTokenizer,
} from 'tokenizers';
import { expect, test } from 'vitest';
import { alignText } from '../../src/tokenizer/aligned.ts';
import { BertNormalizer, type BertNormalizerOptions } from '../../src/tokenizer/normalizers/bert.ts';
import { readNormalizer } from '../../src/tokenizer/normalizers/index.ts';
import { BertPreTokenizer } from '../../src/tokenizer/preTokenizers/bert.ts';
import { readPreTokenizer } from '../../src/tokenizer/preTokenizers/index.ts';
import type { PreTokenizer } from '../../src/tokenizer/preTokenizers/preTokenizer.ts';
import { rustSplit } from './reference.ts';

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

function byPreTokenizer(ours: PreTokenizer, reference: RustPreTokenizer): Compare {
  return text => [
    ours
      .split(alignText(text))
      .map(word => word.text)
      .join('\n'),
    reference
      .preTokenizeString(text)
      .map(([word]) => word)
      .join('\n'),
  ];
}

function byForm(type: string, reference: RustNormalizer): Compare {
  const normalizer = readNormalizer({ type });
  return text => [normalizer.normalize(alignText(text)).text, reference.normalizeString(text)];
}

test('every code point is cleaned, spaced, stripped, put into lower case and separated as by the Rust library', () => {
  expect(
    differentCodePoints({
      cleanText: byNormalizer('cleanText'),
      handleChineseCharacters: byNormalizer('handleChineseCharacters'),
      stripAccents: byNormalizer('stripAccents'),
      lowercase: byNormalizer('lowercase'),
      words: byPreTokenizer(new BertPreTokenizer(), bertPreTokenizer()),
    }),
  ).toEqual({ cleanText: [], handleChineseCharacters: [], stripAccents: [], lowercase: [], words: [] });
});

test('every letter, mark and numeral is composed, decomposed, stripped and told from the others as by the Rust library', () => {
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false };
  const different = differentCodePoints(
    {
      NFC: byForm('NFC', nfcNormalizer()),
      NFD: byForm('NFD', nfdNormalizer()),
      NFKC: byForm('NFKC', nfkcNormalizer()),
      NFKD: byForm('NFKD', nfkdNormalizer()),
      StripAccents: byForm('StripAccents', stripAccentsNormalizer()),
      Digits: byPreTokenizer(readPreTokenizer({ type: 'Digits', individual_digits: true }), digitsPreTokenizer(true)),
      ByteLevel: byPreTokenizer(readPreTokenizer(byteLevel), byteLevelPreTokenizer(false, true)),
      Whitespace: byPreTokenizer(readPreTokenizer({ type: 'Whitespace' }), whitespacePreTokenizer()),
      WhitespaceSplit: byPreTokenizer(readPreTokenizer({ type: 'WhitespaceSplit' }), whitespaceSplitPreTokenizer()),
      Punctuation: byPreTokenizer(readPreTokenizer({ type: 'Punctuation' }), punctuationPreTokenizer()),
    },
    character => LETTERS_AND_MARKS.test(character),
  );
  expect(found(different)).toEqual([]);
});

/** All but Chinese characters, Hangul syllables, private use and what is not assigned, of which there are a million and none differs. */
const LETTERS_AND_MARKS = /(?![\p{Unified_Ideograph}\p{Cn}\p{Co}\u{ac20}-\u{d7a3}\u{17000}-\u{18cff}])[\s\S]/u;

/** Every name of a set of characters that expressions are read with, outside of brackets and between them where that differs. */
const CLASSES = [
  '\\s',
  '\\d',
  '\\w',
  '\\h',
  '[\\w]',
  '.',
  '(?i:[a-z])',
  '(?i:[^k-s])',
  '[\\p{word}]',
  '[^\\s\\p{L}\\p{N}]',
  ...['alnum', 'alpha', 'blank', 'cntrl', 'lower', 'punct', 'upper', 'word', 'xdigit'].flatMap(name => [`[[:${name}:]]`, `\\p{${name}}`]),
  ...'C Cc Cf Cn Co L LC Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs'
    .split(' ')
    .map(name => `\\p{${name}}`),
  ...'Arabic Bengali Common Cyrillic Devanagari Greek Han Hangul Hebrew Hiragana Inherited Katakana Latin Tamil Thai'
    .split(' ')
    .map(name => `\\p{${name}}`),
  ...['Alphabetic', 'Emoji', 'Emoji_Presentation', 'Ideographic', 'Lowercase', 'Uppercase'].map(name => `\\p{${name}}`),
];

test('every letter, mark, sign and numeral is in the same classes of regular expressions as in the Rust library', () => {
  const comparisons = Object.fromEntries(CLASSES.map(expression => [expression, byExpression(expression)]));
  const different = differentCodePoints(comparisons, character => LETTERS_AND_MARKS.test(character));
  expect(found(different)).toEqual([]);
});

function found(different: Readonly<Record<string, string[]>>): string[] {
  return Object.entries(different).flatMap(([name, characters]) => (characters.length > 0 ? [`${name}: ${characters.join(' ')}`] : []));
}

/** What is left of a text without the matches. */
function byExpression(Regex: string): Compare {
  const reference = rustSplit(Regex, 'Removed');
  const ours = readPreTokenizer({ type: 'Split', pattern: { Regex }, behavior: 'Removed', invert: false });
  return text => [
    ours
      .split(alignText(text))
      .map(word => word.text)
      .join('\n'),
    reference(text).join('\n'),
  ];
}

const BLOCK = 0x400;

/**
 * By comparison, the code points (surrogates cannot cross into Rust) for which the two results differ. Many go through at once, each between
 * two `a`: a call into Rust for every one would take a minute.
 */
function differentCodePoints(
  comparisons: Readonly<Record<string, Compare>>,
  isMeant: (character: string) => boolean = () => true,
): Record<string, string[]> {
  const different: Record<string, string[]> = Object.fromEntries(Object.keys(comparisons).map(name => [name, []]));
  for (let first = 0; first <= 0x10ffff; first += BLOCK) {
    if (first >= 0xd800 && first <= 0xdfff) continue;
    const characters = Array.from({ length: BLOCK }, (_, index) => String.fromCodePoint(first + index)).filter(isMeant);
    if (characters.length === 0) continue;
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
