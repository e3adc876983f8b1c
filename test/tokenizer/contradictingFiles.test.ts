import { describe, expect, test } from 'vitest';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.ts';
import { differences } from './reference.ts';

/** A tokenizer.json as text, in which a name may stand twice. */
const file = (model: string, stages = '"pre_tokenizer":{"type":"Whitespace"}'): string =>
  `{"version":"1.0","truncation":null,"padding":null,"added_tokens":[],${stages},"model":${model}}`;
const words = (vocabulary: string): string => `{"type":"WordLevel","unk_token":"?","vocab":${vocabulary}}`;
const pairs = (vocabulary: readonly string[], merges: readonly (readonly [string, string])[], prefix: string | null = null): string =>
  file(
    JSON.stringify({
      type: 'BPE',
      continuing_subword_prefix: prefix,
      vocab: Object.fromEntries(vocabulary.map((entry, id) => [entry, id])),
      merges,
    }),
    '"pre_tokenizer":null',
  );

describe('a name that stands twice in one object: the last counts, as in the Rust library', () => {
  test.each([
    ['an entry of the vocabulary', file(words('{"?":0,"a":1,"b":2,"a":3}'))],
    ['the vocabulary', file(words('{"?":0,"a":1},"vocab":{"?":0,"a":7}'))],
    ['the model', file(`${words('{"?":0,"a":1}')},"model":${words('{"?":0,"a":7}')}`)],
    ['a stage', file(words('{"?":0,"a":1}'), '"pre_tokenizer":null,"pre_tokenizer":{"type":"Whitespace"}')],
    [
      'what a stage is',
      file(words('{"?":0,"a":1}'), '"normalizer":{"type":"Prepend","prepend":"x","type":"Lowercase"},"pre_tokenizer":null'),
    ],
  ])('%s', async (_, json) => {
    expect(await differences(json, ['a', 'A a b'])).toEqual([]);
  });
});

describe('merges that contradict each other', () => {
  test.each([
    [
      'a pair that is merged twice',
      pairs(
        ['a', 'b', 'c', 'ab', 'bc'],
        [
          ['a', 'b'],
          ['b', 'c'],
          ['a', 'b'],
        ],
      ),
    ],
    [
      'two ways to one entry',
      pairs(
        ['a', 'b', 'c', 'ab', 'bc', 'abc'],
        [
          ['a', 'b'],
          ['ab', 'c'],
          ['b', 'c'],
          ['a', 'bc'],
        ],
      ),
    ],
    [
      'halves that are made later',
      pairs(
        ['a', 'b', 'c', 'ab', 'abab'],
        [
          ['ab', 'ab'],
          ['a', 'b'],
        ],
      ),
    ],
    [
      'an entry made of itself',
      pairs(
        ['a', '##a', '##b', '##c', '##'],
        [
          ['a', '##'],
          ['##a', '##'],
        ],
        '##',
      ),
    ],
  ])('%s: what the Rust library makes of them', async (_, json) => {
    expect(await differences(json, ['abc', 'ababab', 'aabbcc', 'abcabcab'])).toEqual([]);
  });

  test('in a circle end, however long the word is', () => {
    const json = pairs(
      ['', 'a', 'aa'],
      [
        ['', 'a'],
        ['a', ''],
        ['', ''],
        ['a', 'a'],
        ['', 'aa'],
        ['aa', ''],
      ],
    );
    const started = process.cpuUsage();
    expect(loadTokenizer(json).encode('a'.repeat(100_001)).tokens).toHaveLength(50_001);
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(2_000);
  });
});
