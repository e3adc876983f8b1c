import { describe, expect, test } from 'vitest';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.ts';
import { createRandom } from '../support/random.ts';
import { differences, tokenizerJson, type TokenizerJson } from './reference.ts';

type AddedJson = TokenizerJson['added_tokens'][number];

/** Characters of which contents and texts are made, so that contents overlap, begin with each other and stand beside everything. */
const CHARACTERS = ['a', 'b', 'B', ' ', '  ', 'é', 'e\u0301', '😀', '日', '<', '1', '_', '\u00a0', '\n', 'ab', '\u200d'];

/** A tokenizer whose words are single characters, with or without a normalizer that changes what is looked for. */
function jsonOf(
  added: readonly AddedJson[],
  normalizer: TokenizerJson['normalizer'],
  pre_tokenizer: TokenizerJson['pre_tokenizer'],
): string {
  const vocab: Record<string, number> = { '[UNK]': 0 };
  for (const character of Array.from(`${CHARACTERS.join('')}▁`)) vocab[character] ??= Object.keys(vocab).length;
  return JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    // The Rust library counts on from the vocabulary, whatever the file says.
    added_tokens: added.map((token, index) => ({ ...token, id: Object.keys(vocab).length + index })),
    normalizer,
    pre_tokenizer,
    post_processor: null,
    decoder: null,
    model: { type: 'BPE', unk_token: '[UNK]', vocab, merges: [] },
  });
}

describe('added tokens in a text are those of the official Rust library', () => {
  const random = createRandom(91);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const text = (most: number): string => Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(CHARACTERS)).join('');
  const NORMALIZERS = [
    null,
    { type: 'Lowercase' },
    { type: 'NFC' },
    {
      type: 'Sequence',
      normalizers: [
        { type: 'Prepend', prepend: '▁' },
        { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
      ],
    },
  ];
  const PRE_TOKENIZERS = [null, { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: true }];

  test.for(Array.from({ length: 40 }, (_, round) => round))('random ones of every kind, round %i', async () => {
    const contents = [...new Set(Array.from({ length: 8 }, () => text(3)))];
    // The Rust library gives those that normalisation makes the same in no fixed order.
    const normalizer = pick(NORMALIZERS);
    const distinct = normalizer === null ? contents : contents.filter(content => content === content.toLowerCase().normalize('NFC'));
    const added = distinct.map(content => ({
      content,
      special: random() < 0.4,
      single_word: random() < 0.3,
      // White space that two tokens ask for is given to both by the Rust library.
      lstrip: !/^\s*$/.test(content) && random() < 0.3,
      rstrip: !/^\s*$/.test(content) && random() < 0.3,
      normalized: random() < 0.5,
    }));
    const owned = added.filter(({ content }) => Array.from(content).length > 1);
    const texts = Array.from({ length: 60 }, () => text(20));
    expect((await differences(jsonOf(owned, normalizer, pick(PRE_TOKENIZERS)), texts))[0]).toBeUndefined();
  });
});

describe('many added tokens', () => {
  const MANY = 100_000;
  const json = tokenizerJson(json => {
    for (let index = 0; index < MANY; index++)
      json.added_tokens.push({ id: 40_000 + index, content: `<${index}>`, special: index % 2 === 0, normalized: false });
  });

  test('100,000 are read and found in time linear in the text', { timeout: 60_000 }, () => {
    const used = process.cpuUsage();
    const tokenizer = loadTokenizer(json);
    const numbers = Array.from({ length: 50_000 }, (_, index) => (index * 7_919) % MANY);
    const ids = tokenizer.encode(numbers.map(number => `<${number}>`).join('')).tokens.map(({ id }) => id);
    expect(ids.slice(1, -1)).toEqual(numbers.map(number => 40_000 + number));
    expect(process.cpuUsage(used).user / 1e6).toBeLessThan(6);
  });

  test('1,000 that begin with each other cost no more in a text of their beginnings', { timeout: 60_000 }, () => {
    const tokenizer = loadTokenizer(
      tokenizerJson(json => {
        for (let length = 2; length <= 1_000; length++) json.added_tokens.push({ id: 40_000 + length, content: '<'.repeat(length) });
      }),
    );
    const used = process.cpuUsage();
    expect(tokenizer.encode('<'.repeat(200_000)).tokens.filter(({ id }) => id === 41_000)).toHaveLength(200);
    expect(process.cpuUsage(used).user / 1e6).toBeLessThan(4);
  });
});
