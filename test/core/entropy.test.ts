import { atOnce } from '../../src/core/attention/layerWalk.ts';
import { describe, expect, test } from 'vitest';
import { headEntropies } from '../../src/core/attention/entropy.ts';
import { entropyInShort, entropyScale } from '../../src/core/describe/entropy.ts';
import { withRows } from '../../src/core/attention/someRows.ts';
import { encoderStack } from '../../src/core/model/stack.ts';
import type { WholeAttention } from '../../src/core/attention/maps.ts';
import { createAttention, randomAttention } from './attentionFixtures.ts';

const word = { special: false, start: 0 };
/** Around a text. */
const special = { special: true, start: -1 };
const words = (count: number) => Array.from({ length: count }, () => word);

/** One head of which the rows need not sum to 1. */
const loose = (tokens: number, rows: readonly number[]): WholeAttention => ({
  stack: { ...encoderStack(1, 1), rowsSumToOne: false },
  rows: tokens,
  columns: tokens,
  maps: [Float32Array.from(rows)],
  invalid: new Set(),
  sinks: [],
});

/** Each token gives itself and those before it the same. */
function causalEven(tokens: number): WholeAttention {
  const weights = Array.from({ length: tokens ** 2 }, (_, at) => (at % tokens <= Math.floor(at / tokens) ? 1 : 0));
  const { stack, ...attention } = loose(tokens, weights);
  return { ...attention, stack: { ...stack, causal: true } };
}

const only = (attention: WholeAttention, tokens: Parameters<typeof headEntropies>[1], hideSpecial = false): number =>
  atOnce(headEntropies(attention, tokens, hideSpecial), attention.maps).bits[0]!;

describe('the entropy of a head', () => {
  test('by hand: 1.5, 0 and 1 bits in its rows', () => {
    expect(only(loose(3, [0.5, 0.25, 0.25, 0, 1, 0, 0.5, 0, 0.5]), words(3))).toBeCloseTo(2.5 / 3, 6);
  });

  test('even rows reach log2 of the tokens, one-hot rows are 0', () => {
    for (const tokens of [1, 2, 7, 64]) {
      const even = loose(
        tokens,
        Array.from({ length: tokens ** 2 }, () => 1 / tokens),
      );
      expect(only(even, words(tokens))).toBeCloseTo(Math.log2(tokens), 5);
      const oneHot = loose(
        tokens,
        Array.from({ length: tokens ** 2 }, (_, at) => (at % tokens === 0 ? 1 : 0)),
      );
      expect(only(oneHot, words(tokens))).toBe(0);
    }
  });

  test('even rows of causal attention reach the most that is told for them: the mean of log2 of what each sees', () => {
    const even = causalEven(4);
    const found = atOnce(headEntropies(even, words(4), false), even.maps);
    expect(found.even).toBeCloseTo((0 + 1 + Math.log2(3) + 2) / 4, 6);
    expect(found.bits[0]).toBeCloseTo(found.even, 5);
    // Behind a special token that is hidden the first row sees itself alone.
    const tokens = [special, word, word, word];
    const hidden = atOnce(headEntropies(even, tokens, true), even.maps);
    expect(hidden.even).toBeCloseTo((0 + 1 + Math.log2(3)) / 3, 6);
    expect(hidden.bits[0]).toBeCloseTo(hidden.even, 5);
    // Of a sample the most is that of its rows.
    const sample = withRows(even, [1, 3]);
    expect(atOnce(headEntropies(sample, words(4), false), even.maps).even).toBe(1.5);
  });

  test('the special tokens around a text have no row of their own; hidden, they are no key either, and the rest counts as the whole', () => {
    const tokens = [special, word, word, special];
    const row = [0.2, 0.3, 0.3, 0.2];
    const attention = loose(4, [1, 0, 0, 0, ...row, ...row, 0, 0, 0, 1]);
    const withSpecial = -2 * (0.2 * Math.log2(0.2) + 0.3 * Math.log2(0.3));
    expect(only(attention, tokens)).toBeCloseTo(withSpecial, 5);
    expect(only(attention, tokens, true)).toBeCloseTo(1, 5);
    expect([
      atOnce(headEntropies(attention, tokens, false), attention.maps).keys,
      atOnce(headEntropies(attention, tokens, true), attention.maps).keys,
    ]).toEqual([4, 2]);
  });

  test('a special token that was typed stands in the text', () => {
    const typed = { special: true, start: 4 };
    const even = loose(2, [0.5, 0.5, 0.5, 0.5]);
    expect(atOnce(headEntropies(even, [word, typed], true), even.maps)).toEqual({
      bits: Float32Array.of(1),
      keys: 2,
      even: 1,
      causal: false,
    });
  });

  test('a row that sums to less has the entropy of its shares; a row without weight does not count', () => {
    expect(only(loose(2, [0.2, 0.2, 0.3, 0.1]), words(2))).toBeCloseTo(only(loose(2, [0.5, 0.5, 0.75, 0.25]), words(2)), 5);
    expect(only(loose(2, [0, 0, 0.5, 0.5]), words(2))).toBeCloseTo(1, 6);
    expect(only(loose(2, [0, 0, 0, 0]), words(2))).toBeNaN();
  });

  test('is NaN for an invalid head alone, and lies between 0 and its most for all others', () => {
    const invalid = createAttention(2, 2, [Float32Array.from([NaN, 0, 0, 0, 0.5, 0.5, 0.5, 0.5])]);
    expect([...atOnce(headEntropies(invalid, words(2), false), invalid.maps).bits]).toEqual([NaN, 1]);
    const attention = randomAttention(5, 3, 4, 23);
    const { bits, keys } = atOnce(headEntropies(attention, words(23), false), attention.maps);
    expect(bits).toHaveLength(12);
    for (const value of bits) expect(value > 0 && value < Math.log2(keys)).toBe(true);
  });

  test('does not depend on the order of the keys', () => {
    const attention = randomAttention(6, 1, 1, 9);
    const turned = attention.maps[0]!.map((_, at, map) => map[at - (at % 9) + ((at + 4) % 9)]!);
    expect(only({ ...attention, maps: [turned] }, words(9))).toBeCloseTo(only(attention, words(9)), 5);
  });
});

test('it is said with its most; a head without it says nothing', () => {
  const entropies = { bits: Float32Array.of(2.06, NaN), keys: 128, even: 7, causal: false };
  expect([entropyInShort(entropies, 0), entropyInShort(entropies, 1), entropyInShort(entropies, 2)]).toEqual([
    'entropy 2.1 of 7.0 bits',
    '',
    '',
  ]);
  expect(entropyScale(entropies, true)).toBe('entropy: 0 bits on one token, 7.0 evenly on all 128 but special ones');
  const causal = { ...entropies, even: 5.66, causal: true };
  expect(entropyInShort(causal, 0)).toBe('entropy 2.1 of 5.7 bits');
  expect(entropyScale(causal, false)).toBe('entropy: 0 bits on one token, 5.7 evenly on all that a token sees');
});
