import { describe, expect, test } from 'vitest';
import { atOnce } from '../../src/core/attention/layerWalk.ts';
import { headDistances, type HeadDistances } from '../../src/core/attention/distance.ts';
import { distanceInWords, distanceRow, evenNote, extremesInWords, leftOutInWords, sinkCounts } from '../../src/core/describe/distance.ts';
import { encoderStack } from '../../src/core/model/stack.ts';
import type { WholeAttention } from '../../src/core/attention/maps.ts';
import { createAttention, randomAttention } from './attentionFixtures.ts';

const word = { special: false, start: 0 };
/** Around a text. */
const special = { special: true, start: -1 };
const words = (count: number) => Array.from({ length: count }, () => word);

const distancesOf = (attention: WholeAttention, tokens: Parameters<typeof headDistances>[1]): HeadDistances =>
  atOnce(headDistances(attention, tokens), attention.maps);

/** One head. */
function head(tokens: number, weight: (query: number, key: number) => number, causal = false): WholeAttention {
  return {
    stack: { ...encoderStack(1, 1), causal, rowsSumToOne: false },
    rows: tokens,
    columns: tokens,
    maps: [Float32Array.from({ length: tokens ** 2 }, (_, at) => weight(Math.floor(at / tokens), at % tokens))],
    invalid: new Set(),
    sinks: [],
  };
}

const only = ({ distances, offsets, leftOut }: HeadDistances) => [distances[0]!, offsets[0]!, leftOut[0]!];

describe('how far a head looks', () => {
  test('by hand', () => {
    const rows = [0.5, 0.25, 0.25, 0, 1, 0, 0.5, 0, 0.5];
    const [distance, offset, leftOut] = only(
      distancesOf(
        head(3, (query, key) => rows[3 * query + key]!),
        words(3),
      ),
    );
    // 0.25 x 1 + 0.25 x 2, then 0, then 0.5 x 2 backwards; over three rows.
    expect(distance).toBeCloseTo((0.75 + 0 + 1) / 3, 6);
    expect(offset).toBeCloseTo((0.75 + 0 - 1) / 3, 6);
    expect(leftOut).toBe(0);
  });

  test('spread evenly it is (n^2 - 1) / 3n, with causal attention (n - 1) / 4 and all of it back', () => {
    for (const n of [1, 2, 5, 40]) {
      const both = distancesOf(
        head(n, () => 1 / n),
        words(n),
      );
      expect(both.even).toBeCloseTo((n ** 2 - 1) / (3 * n), 6);
      expect(both.distances[0]).toBeCloseTo(both.even, 5);
      expect(both.offsets[0]).toBeCloseTo(0, 5);
      const causal = distancesOf(
        head(n, (query, key) => (key <= query ? 1 / (query + 1) : 0), true),
        words(n),
      );
      expect(causal.even).toBeCloseTo((n - 1) / 4, 6);
      expect(causal.distances[0]).toBeCloseTo(causal.even, 5);
      expect(causal.offsets[0]).toBeCloseTo(-causal.even, 5);
    }
  });

  test('a head that looks k tokens back is k away, k back', () => {
    for (const k of [1, 3]) {
      const back = head(9, (query, key) => (key === query - k ? 1 : 0));
      expect(only(distancesOf(back, words(9)))).toEqual([k, -k, 0]);
    }
  });

  test('special tokens count neither as those that look nor as those looked at; what goes to them is said', () => {
    // From each word 0.6 to the token before the text, 0.4 to the word after it; the rows of special tokens would be far away.
    const attention = head(5, (query, key) => {
      if (query === 0 || query === 4) return key === 4 - query ? 1 : 0;
      return key === 0 ? 0.6 : key === (query === 3 ? 1 : query + 1) ? 0.4 : 0;
    });
    const found = distancesOf(attention, [special, ...words(3), special]);
    expect(found.tokens).toBe(3);
    expect(found.even).toBeCloseTo(8 / 9, 6);
    expect(found.distances[0]).toBeCloseTo((1 + 1 + 2) / 3, 5);
    expect(found.offsets[0]).toBeCloseTo(0, 5);
    expect(found.leftOut[0]).toBeCloseTo(0.6, 5);
    const typed = { special: true, start: 4 };
    expect(distancesOf(attention, [typed, ...words(3), typed]).tokens).toBe(5);
  });

  test('a text read backwards is as far, on the other side', () => {
    const n = 17;
    const attention = randomAttention(5, 2, 3, n);
    const turned = createAttention(
      3,
      n,
      attention.maps.map(map =>
        map.map((_, at) => {
          const [first, cell] = [at - (at % n ** 2), at % n ** 2];
          return map[first + n ** 2 - 1 - cell]!;
        }),
      ),
    );
    const [one, other] = [distancesOf(attention, words(n)), distancesOf(turned, words(n))];
    for (const [index, distance] of one.distances.entries()) {
      expect(other.distances[index]).toBeCloseTo(distance, 4);
      expect(other.offsets[index]).toBeCloseTo(-one.offsets[index]!, 4);
      expect(Math.abs(one.offsets[index]!)).toBeLessThanOrEqual(distance);
    }
  });

  test('an invalid head has none, nor one that attends to special tokens alone', () => {
    const invalid = createAttention(2, 2, [Float32Array.from([NaN, 0, 0, 0, 0.5, 0.5, 0.5, 0.5])]);
    expect([...distancesOf(invalid, words(2)).distances]).toEqual([NaN, 0.5]);
    const away = distancesOf(
      head(2, (_, key) => (key === 0 ? 1 : 0)),
      [special, word],
    );
    expect([away.distances[0], away.leftOut[0]]).toEqual([NaN, 1]);
  });

  test('there is none from one text to another', () => {
    const across: WholeAttention = { ...head(2, () => 0.5), stack: { ...encoderStack(1, 1), kind: 'cross' } };
    expect(() => distancesOf(across, words(2))).toThrow(
      expect.objectContaining({ fault: expect.objectContaining({ code: 'unavailable' }) }),
    );
  });
});

test('it is said with its side, and with what was not counted', () => {
  const found: HeadDistances = {
    distances: Float32Array.of(2.44, 1, 3, NaN),
    offsets: Float32Array.of(-1.9, 1, 0.01, NaN),
    leftOut: Float32Array.of(0.354, 0, 0.004, 1),
    tokens: 12,
    even: 3.97,
  };
  expect([0, 1, 2, 3].map(index => distanceInWords(found, index))).toEqual([
    '2.4 tokens away on average, 1.9 back on balance',
    '1.0 tokens away on average, 1.0 ahead on balance',
    '3.0 tokens away on average, as far back as ahead',
    'no attention between words to measure',
  ]);
  expect([0, 1, 2, 3].map(index => leftOutInWords(found, index))).toEqual([
    '35 % on special tokens, not counted',
    '',
    '',
    '100 % on special tokens, not counted',
  ]);
  expect(evenNote(found)).toBe('Dashed: a head that looked at all 12 tokens of this text alike would look 4.0 away.');
  expect(
    extremesInWords(found, [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]),
  ).toBe('Closest: L0 H1, 1.0. Farthest: L1 H0, 3.0.');
});

test('every number of a table is one or says that there is none', () => {
  const found: HeadDistances = {
    distances: Float32Array.of(2.44, 0.02, NaN, NaN),
    offsets: Float32Array.of(-1.9, -0.04, NaN, NaN),
    leftOut: Float32Array.of(0.354, 0, 1, NaN),
    tokens: 12,
    even: 3.97,
  };
  expect([0, 1, 2, 3].map(index => distanceRow(found, index))).toEqual([
    ['2.4', '\u22121.9', '35 %'],
    ['0.0', '0.0', '0 %'],
    ['none', 'none', '100 %'],
    ['none', 'none', 'none'],
  ]);
});

test('a text of one token, heads that are alike, and heads without a distance are said as that', () => {
  const found = (...distances: number[]): HeadDistances => {
    const values = Float32Array.from(distances);
    return { distances: values, offsets: values, leftOut: values, tokens: 1, even: 0 };
  };
  expect(evenNote(found(0))).toBe('This text has one token, and no other to look at.');
  const heads = [
    [0, 0],
    [0, 1],
  ] as const;
  expect(extremesInWords(found(0, 0.02), heads)).toBe('All heads look 0.0 away.');
  expect(extremesInWords(found(1.5, NaN), heads)).toBe('Only L0 H0 can be measured: 1.5.');
  expect(extremesInWords(found(NaN, NaN), heads)).toBe('No head has attention between words to measure.');
});

test('a sink in the text is said to count, one that stands for no text is not', () => {
  const say = (...units: number[]) =>
    sinkCounts(
      ['<s>', 'The', ','],
      units.map(unit => ({ unit })),
      unit => unit > 0,
    );
  expect(say(1)).toBe('Looking at the sink \u201cThe\u201d counts too, also while it is hidden: a head that rests there looks far.');
  expect(say(0, 1, 2)).toContain('the sinks \u201cThe\u201d and \u201c,\u201d');
  expect([say(), say(0)]).toEqual(['', '']);
});
