import { describe, expect, test } from 'vitest';
import { toFault } from '../../src/core/faults.ts';
import { alignText } from '../../src/tokenizer/aligned.ts';
import { readPreTokenizer } from '../../src/tokenizer/preTokenizers/index.ts';
import { createRandom } from '../support/random.ts';
import { randomTexts } from './randomTexts.ts';
import { rustSplit } from './reference.ts';
import { KNOWN_EXPRESSIONS } from './knownExpressions.ts';

const BEHAVIORS = ['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous'];

function split(Regex: string, text: string, behavior = 'Isolated', invert = false): string[] {
  return readPreTokenizer({ type: 'Split', pattern: { Regex }, behavior, invert })
    .split(alignText(text))
    .map(word => word.text);
}

function faultOf(act: () => unknown): ReturnType<typeof toFault> {
  try {
    act();
  } catch (error) {
    return toFault(error);
  }
  throw new Error('Nothing was thrown.');
}

/** Lone surrogates cannot cross into Rust. */
const TEXTS = [
  ...randomTexts(411, 300),
  "don't DON'T it'S 'ſ we'LL x''s 'RE 'Ve ''M 12345 ١٢٣ Ⅷ²½ a1b22c333 HTTPServer camelCase ǅungla ʰa 1.000,5",
  'a    b\n\n   c\r\n \t d   \n\r\n  e \u00a0\u00a0y\u2003\u2003z\u3000 ',
  'for (let i = 0; i < n; ++i) {\n\t\t/* 漢字かな交じり文 */ x[i] += "한국어";\n}\n\n\n',
  '…。，！？ ۔، العربية हिन्दी ภาษาไทย ಕನ್ನಡ e\u0301\u0323x',
].map(text => text.replace(/\p{Cs}/gu, '\ufffd'));

describe('the regular expressions of known tokenizers', () => {
  test.for(Object.entries(KNOWN_EXPRESSIONS))('%s cuts random texts as the Rust library does', ([, expression]) => {
    const preTokenizer = readPreTokenizer({ type: 'Split', pattern: { Regex: expression }, behavior: 'Isolated', invert: false });
    const reference = rustSplit(expression);
    const wrong = TEXTS.filter(text => {
      const words = preTokenizer.split(alignText(text)).map(word => word.text);
      return JSON.stringify(words) !== JSON.stringify(reference(text));
    });
    expect(wrong).toEqual([]);
  });
});

describe('any regular expression', () => {
  test('2,000 random ones cut short texts as the Rust library does, whatever becomes of the matches', () => {
    const random = createRandom(5);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
    const different: unknown[] = [];
    let compared = 0;
    for (let count = 0; count < 2_000; count++) {
      const expression = randomExpression(random, 3);
      const [behavior, invert] = [pick(BEHAVIORS), random() < 0.3];
      const texts = Array.from({ length: 3 }, () => Array.from({ length: 1 + Math.floor(random() * 12) }, () => pick(MATERIAL)).join(''));
      // Of what is not read, and of what takes too long, the Rust library may make nothing either: it ends the process.
      const ours = valueOrNull(() => texts.map(text => split(expression, text, behavior, invert)));
      if (!ours) continue;
      const reference = valueOrNull(() => rustSplit(expression, behavior, invert));
      if (!reference) continue;
      for (const [index, text] of texts.entries()) {
        const expected = reference(text);
        compared++;
        if (JSON.stringify(ours[index]) !== JSON.stringify(expected)) different.push({ expression, behavior, invert, text, expected });
      }
    }
    expect(different).toEqual([]);
    expect(compared).toBeGreaterThan(2_500);
  });

  test.for<[expression: string, text: string, words: string[]]>([
    ['a{1,2}+', 'aaaaab', ['aaaaa', 'b']],
    ['a++ab', 'aaab', ['aaab']],
    ['(?>a|ab)c', 'abc ac', ['abc ', 'ac']],
    ['[a-z&&[^aeiou]]+', 'hello', ['h', 'e', 'll', 'o']],
    ['[^(\\s|[.,])]+', 'a(b|c) d.e', ['a', '(', 'b', '|', 'c', ') ', 'd', '.', 'e']],
    ['a(?i)b|c', 'AB aB C aC', ['AB ', 'aB', ' C ', 'aC']],
    ['(?<!a|bc)d', 'ad bcd d', ['ad bcd ', 'd']],
    ['(?m:.)', 'a\nb', ['a', '\n', 'b']],
    ['(?i:k)', 'k K \u212a', ['k', ' ', 'K', ' ', '\u212a']],
    ['x{,}', 'x{,}', ['x{,}']],
    ['(?=a)', 'bab', ['b', 'ab']],
    ['[]a]', 'a]', ['a', ']']],
    ['[-[b]]', 'a-b', ['a', '-', 'b']],
    ['[a-c-[d]]+', 'xa-db', ['x', 'a-db']],
    ['\\d(?# digits )|\\u0041|\\x{1F600}', '1A😀b', ['1', 'A', '😀', 'b']],
  ])('%s in %j', ([expression, text, words]) => {
    expect(split(expression, text)).toEqual(words);
    expect(rustSplit(expression)(text)).toEqual(words);
  });
});

describe('what is not read is named', () => {
  test.for<[expression: string, what: string]>([
    ['(a)\\1', '\\1'],
    ['\\Gb', '\\G'],
    ['a\\Kb', '\\K'],
    ['\\X', '\\X'],
    ['\\R', '\\R'],
    ['(?s:.)', 'an option that is not known here'],
    ['(?x: a)', 'an option that is not known here'],
    ['(?~a)', 'a kind of group that is not known here'],
    ['(*FAIL)', 'a callout'],
    ['(?<=a+)b', 'a look back at what has no fixed length'],
    ['a{2}?', 'a repetition like {2}?'],
    ['(?:a*)*', 'an endless repetition of what may be empty'],
    ['(|a)+', 'an endless repetition of what may be empty'],
    ['^*', 'a repetition of a place'],
    ['*', 'a repetition of nothing'],
    ['{1}', 'a repetition of nothing'],
    ['(?:(?:ab){1000}){10}', 'more than 5,000 steps'],
    ['(?i:ss)', 'the letters "ss" whose case is ignored'],
    ['(?i:s)(?i:t)', 'the letters "st" whose case is ignored'],
    ['(?i:é)', 'a letter beyond ASCII whose case is ignored'],
    ['(?i:\\p{Lu})', 'a class of characters whose case is ignored'],
    ['\\p{Klingon}', 'a property of characters that is not known here'],
    ['\\pL', 'a property of characters without braces'],
    ['\\xe9', 'the number of a character in a form that is not known here'],
    ['[z-a]', 'a range of characters that goes back'],
    ['[a-\\d]', 'a range that ends with a set of characters'],
    ['[a-[b]]', 'a range that ends with a set of characters'],
    ['[--[b]]', 'a range that ends with a set of characters'],
    ['[\\d-z]', 'a range that begins with a set of characters'],
    ['[]', 'a set of characters that does not end'],
    ['[a', 'a set of characters that does not end'],
    ['(a', 'a group that does not end'],
    ['a)', 'a closing parenthesis too many'],
    ['a\\', 'a backslash at its end'],
    ['('.repeat(60) + ')'.repeat(60), 'more than 50 groups in each other'],
    ['['.repeat(30), 'sets of characters in more than 20 others'],
    ['(a|a?)+?$', 'an endless repetition of what may be empty'],
  ])('%s', ([expression, what]) => {
    expect(faultOf(() => split(expression, 'a'))).toMatchObject({
      code: 'unsupported-tokenizer',
      cause: `Its pre-tokenizer has a regular expression with ${what}, which is not read yet.`,
    });
  });
});

test('an expression of more than 20,000 characters is not read', () => {
  expect(faultOf(() => split('a'.repeat(20_001), 'a')).cause).toContain('more than 20,000 characters');
});

describe('effort', () => {
  const HOSTILE: readonly string[] = ['(a+)+$', '(a|a)+$', '(a|aa)+$', '([a-z]+)+!', '(?:a+){1,10}b', '(?:a?){50}a{50}b', '(?>(a+)+b)'];

  test.for(HOSTILE)('%s is stopped in time', { timeout: 20_000 }, expression => {
    const used = process.cpuUsage();
    for (const length of [200, 20_000])
      expect(faultOf(() => split(expression, `${'a'.repeat(length)}#`))).toMatchObject({
        code: 'tokenizer-slow',
        title: 'The tokenizer took too long',
        nextStep: expect.stringContaining('tokenizer.json') as string,
      });
    expect(process.cpuUsage(used).user / 1e6).toBeLessThan(4);
  });

  /** An expression that looks at each of them from each of them would take more steps than it may. */
  const LONG: Record<string, string> = {
    letters: 'a'.repeat(30_000),
    capitals: 'A'.repeat(30_000),
    spaces: `${' '.repeat(30_000)}x`,
    marks: `e${'\u0301'.repeat(30_000)}`,
    'line ends': `${'\r\n'.repeat(15_000)}x`,
    digits: '1'.repeat(30_000),
    'full stops': `${'.'.repeat(30_000)}a`,
    apostrophes: "'".repeat(30_000),
    emoji: '😀'.repeat(15_000),
  };
  test.for(Object.entries(KNOWN_EXPRESSIONS))('%s takes steps linear in the longest run of anything', ([, expression]) => {
    for (const [name, text] of Object.entries(LONG))
      expect(
        split(expression, text).reduce((sum, word) => sum + word.length, 0),
        name,
      ).toBe(text.length);
  });
});

function valueOrNull<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}

const ATOMS = [
  'a', 'b', ' ', '\\s', '\\S', '\\p{L}', '\\p{N}', '\\d', '\\w', '\\W', '[ab]', '[^a]', '[a-c]', '[^\\s\\p{L}]', '.', '\\n', '[\\r\\n]',
  '\\p{Lu}', '[\\p{Lu}&&[^B]]', '😀', '[a😀]', '\\h', '\\r\\n', "(?i:'s)", '(?i:a|b)', '[[:punct:]]', '[a-c&&[^b]]', '\\.', '[^\\w-]',
] as const; // prettier-ignore
const PLACES = ['\\b', '\\B', '^', '$', '(?=a)', '(?!\\S)', '(?<=a)', '(?<!\\s)', '\\A', '\\z', '\\Z', '(?<=ab|c)'] as const;
const REPEATS = [
  '',
  '',
  '',
  '',
  '*',
  '+',
  '?',
  '*?',
  '+?',
  '??',
  '*+',
  '++',
  '?+',
  '{1,3}',
  '{2}',
  '{2,}',
  '{,2}',
  '{1,2}?',
  '{0}',
] as const;
const MATERIAL = [
  'a', 'b', 'c', 'A', 'B', ' ', '  ', '\n', '\r\n', '\t', '1', '12', '²', 'é', 'e\u0301', '😀', '.', "'s", "'S", "'ſ", '\u212a',
  '\u00a0', '_', '-', '日', 'ab', 'abc', '\u2028',
] as const; // prettier-ignore

function randomExpression(random: () => number, depth: number): string {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const kind = random();
  const inner = (): string => randomExpression(random, depth - 1);
  if (depth === 0 || kind < 0.35) return pick(ATOMS) + pick(REPEATS);
  if (kind < 0.42) return pick(PLACES);
  if (kind < 0.7) return inner() + inner();
  if (kind < 0.84) return `(?:${inner()})${pick(REPEATS)}`;
  if (kind < 0.9) return `(?>${inner()})`;
  if (kind < 0.94) return `${pick(['(?=', '(?!'])}${inner()})`;
  return `(?:${inner()}|${inner()})${pick(REPEATS)}`;
}
