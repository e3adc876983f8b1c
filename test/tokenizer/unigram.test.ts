import { describe, expect, test } from 'vitest';
import { toFault } from '../../src/core/faults.ts';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.ts';
import { createRandom } from '../support/random.ts';
import { randomTexts } from './randomTexts.ts';
import { differences } from './reference.ts';

type Entry = readonly [text: string, score: number];

function unigramJson(vocab: readonly unknown[], options: object = {}, stages: object = {}): string {
  return JSON.stringify({ added_tokens: [], ...stages, model: { type: 'Unigram', unk_id: 0, vocab, byte_fallback: false, ...options } });
}

const UNKNOWN: Entry = ['<unk>', 0];

/** Entries of a few letters in all lengths, so that most words can be cut in many ways. */
function entriesOf(score: (text: string) => number): Entry[] {
  const letters = ['a', 'b', '▁', 'é', '😀'];
  const entries: Entry[] = [UNKNOWN];
  for (const first of ['', ...letters])
    for (const second of ['', ...letters])
      for (const third of letters)
        if (!entries.some(([text]) => text === first + second + third))
          entries.push([first + second + third, score(first + second + third)]);
  return entries;
}

/** Words of the letters, repeated, and of some that are no entries. */
function wordsOf(seed: number, count: number): string[] {
  const random = createRandom(seed);
  const letters = ['a', 'a', 'b', '▁', 'é', '😀', 'z', '日', '<unk>'];
  const draw = (): string => letters[Math.floor(random() * letters.length)]!.repeat(1 + Math.floor(random() * 4));
  return Array.from({ length: count }, () => Array.from({ length: Math.floor(random() * 20) }, draw).join(''));
}

/** Letters whose sum with `b` is likelier than the two as one entry, by the last bit of a score of 17 digits. */
function lastBits(): Entry[] {
  const random = createRandom(8);
  const entries: Entry[] = [UNKNOWN, ['b', 0]];
  for (let code = 0x4e00; code < 0x4f00; code++) {
    const score = new Float64Array([-20 * random()]);
    const letter = String.fromCharCode(code);
    entries.push([`${letter}b`, score[0]!]);
    // One step towards 0.
    new BigInt64Array(score.buffer)[0]! -= 1n;
    entries.push([letter, score[0]!]);
  }
  return entries;
}

const CHINESE_PAIRS = Array.from({ length: 256 }, (_, code) => `${String.fromCharCode(0x4e00 + code)}b`);

const BYTES: Entry[] = Array.from({ length: 256 }, (_, byte) => [`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`, 0]);

describe('Unigram is that of the official Rust library', () => {
  const random = createRandom(5);
  test.for<[name: string, json: string]>([
    ['the first of equally likely ways stays', unigramJson(entriesOf(() => -1))],
    ['ways that are equally likely but for what is lost in the sum', unigramJson(entriesOf(text => -0.1 * Array.from(text).length))],
    ['scores with all digits of a double', unigramJson(entriesOf(text => -Array.from(text).length * (3 + random() / 1e12)))],
    ['scores that the last bit of a double tells apart', unigramJson(lastBits())],
    ['random scores', unigramJson(entriesOf(() => -12 * random()))],
    ['scores above 0', unigramJson(entriesOf(() => 5 * random()))],
    ['very small and very large scores', unigramJson(entriesOf(() => -random() * 10 ** Math.floor(random() * 60 - 30)))],
    ['bytes of unknown characters', unigramJson([...entriesOf(() => -2), ...BYTES], { byte_fallback: true })],
    ['some bytes missing', unigramJson([...entriesOf(() => -2), ...BYTES.slice(0, 230)], { byte_fallback: true })],
    ['an entry twice', unigramJson([...entriesOf(() => -2), ['ab', -1], ['a', -9]])],
    ['unknown is not the first', unigramJson([['zz', -50], ...entriesOf(() => -2)], { unk_id: 1 })],
    ['an old file without a type', unigramJson(entriesOf(() => -2)).replace('"type":"Unigram",', '')],
  ])('%s', async ([, json]) => {
    expect((await differences(json, [...wordsOf(11, 300), ...randomTexts(12, 100), ...CHINESE_PAIRS]))[0]).toBeUndefined();
  });

  test('neighbouring unknown characters are one unknown token, which is said of it', () => {
    const { tokens } = loadTokenizer(unigramJson([UNKNOWN, ['a', -1]])).encode('xyaz');
    expect(tokens.map(({ text, unknown, start, end }) => [text, unknown, start, end])).toEqual([
      ['<unk>', true, 0, 2],
      ['a', false, 2, 3],
      ['<unk>', true, 3, 4],
    ]);
  });

  test('the bytes of one emoji share its span', () => {
    const { tokens } = loadTokenizer(unigramJson([UNKNOWN, ['a', -1], ...BYTES], { byte_fallback: true })).encode('a🫠');
    expect(tokens.map(({ text, start, end }) => [text, start, end])).toEqual([
      ['a', 0, 1],
      ['<0xF0>', 1, 3],
      ['<0x9F>', 1, 3],
      ['<0xAB>', 1, 3],
      ['<0xA0>', 1, 3],
    ]);
  });

  test('it is called so, and knows words from parts of words', () => {
    const tokenizer = loadTokenizer(unigramJson([UNKNOWN, ['▁', -1], ['▁the', -2], ['the', -3]]));
    expect(tokenizer.kind).toBe('Unigram');
    expect([...tokenizer.entries().values()].map(({ token, kind }) => `${token} ${kind}`)).toEqual([
      '<unk> special',
      '▁ piece',
      '▁the word',
      'the piece',
    ]);
  });
});

describe('effort', () => {
  const entries = Array.from({ length: 30_000 }, (_, id): Entry => [`▁${id.toString(36)}`, -5 - (id % 7)]);
  const tokenizer = loadTokenizer(unigramJson([UNKNOWN, ['e', -3], ['ee', -4], ['eeee', -5], [' ', -2], ['  ', -3], ...entries]));

  test.for<[name: string, word: string]>([
    ['100,000 times one letter', 'e'.repeat(100_000)],
    ['1,000,000 spaces', ' '.repeat(1_000_000)],
    ['100,000 unknown characters', '日'.repeat(100_000)],
    ['100,000 marks on one letter', `e${'\u0301'.repeat(100_000)}`],
  ])('%s without a break', { timeout: 20_000 }, ([, word]) => {
    const used = process.cpuUsage();
    const { tokens } = tokenizer.encode(word);
    expect(process.cpuUsage(used).user / 1e6).toBeLessThan(4);
    expect(tokens.at(-1)!.end).toBe(word.length);
  });
});

describe('what contradicts itself, or is not read', () => {
  test.for<[code: string, cause: string, json: string]>([
    ['file-corrupt', 'Its vocabulary is empty', unigramJson([])],
    ['file-corrupt', 'Its vocabulary is not a list', unigramJson({} as unknown[])],
    ['file-corrupt', 'an entry without a score', unigramJson([['a']])],
    ['file-corrupt', 'an entry without a score', unigramJson(['a'])],
    ['file-corrupt', 'vocabulary is not a text', unigramJson([[1, 2]])],
    ['file-corrupt', 'Its unknown token is not in its vocabulary', unigramJson([UNKNOWN], { unk_id: 1 })],
    ['file-corrupt', 'Its unknown token is not in its vocabulary', unigramJson([UNKNOWN], { unk_id: 'x' })],
    ['unsupported-tokenizer', 'names no unknown token', unigramJson([UNKNOWN], { unk_id: null })],
  ])('%s: %s', ([code, cause, json]) => {
    try {
      loadTokenizer(json);
      expect.unreachable();
    } catch (error) {
      expect(toFault(error)).toMatchObject({ code, cause: expect.stringContaining(cause) as string });
    }
  });
});
