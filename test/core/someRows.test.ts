import { expect, test } from 'vitest';
import { createPooling } from '../../src/core/attention/pooling.ts';
import { pickRows, rowsOfUnits, sampleOfTokens, unitsWithin } from '../../src/core/attention/someRows.ts';
import type { Unit } from '../../src/core/text/token.ts';

const unit = (...tokens: number[]) => ({ tokens }) as unknown as Unit;

test('the rows of some units are those of their tokens, in order, and their units count them from 0', () => {
  const pooling = createPooling([unit(0), unit(1, 2), unit(3), unit(4, 5)], 6);
  const { queries, pooling: picked } = rowsOfUnits(pooling, [1, 3]);
  expect(queries).toEqual([1, 2, 4, 5]);
  expect(picked.rows.units.map(({ tokens }) => tokens)).toEqual([
    [0, 1],
    [2, 3],
  ]);
  expect([...picked.rows.unitOfToken]).toEqual([0, 0, 1, 1]);
  expect(picked.columns).toBe(pooling);
  expect([
    ...pickRows(
      Float32Array.from({ length: 2 * 9 }, (_, at) => at),
      3,
      [0, 2],
    ),
  ]).toEqual([0, 1, 2, 6, 7, 8, 9, 10, 11, 15, 16, 17]);
});

test.each([
  [1000, 64],
  [65, 64],
  [64, 64],
  [3, 64],
])('a sample of %i words is of whole words, from the first to the last, %i tokens at most', (count, most) => {
  let next = 0;
  const words = Array.from({ length: count }, (_, word) => unit(...Array.from({ length: 1 + (word % 3) }, () => next++)));
  const tokens = sampleOfTokens(words, words, most);
  expect(tokens.length).toBeLessThanOrEqual(most);
  expect(tokens).toEqual(tokens.toSorted((a, b) => a - b));
  const picked = unitsWithin(words, tokens);
  expect(picked.flatMap(word => words[word]!.tokens)).toEqual(tokens);
  expect(tokens.length).toBeGreaterThanOrEqual(Math.min(next, most / 2));
  const steps = picked.map((word, index) => word - (picked[index - 1] ?? -1));
  expect(Math.max(...steps, count - picked.at(-1)!)).toBeLessThanOrEqual(2 * Math.ceil(count / picked.length));
});

test('a word of hundreds of tokens is not all that a sample shows; without words there is none', () => {
  const long = unit(...Array.from({ length: 500 }, (_, token) => token + 1));
  const words = Array.from({ length: 64 }, (_, word) => unit(501 + word));
  expect(sampleOfTokens([unit(0), long, ...words], [], 64)).not.toContain(1);
  expect(sampleOfTokens([], [], 64)).toEqual([]);
});

test('a text of few but long words is sampled by their pieces, from the first to the last', () => {
  const pieces = Array.from({ length: 500 }, (_, piece) => unit(2 * piece + 1, 2 * piece + 2));
  const long = unit(...pieces.flatMap(({ tokens }) => tokens));
  const tokens = sampleOfTokens([unit(0), long, unit(1001)], [unit(0), ...pieces, unit(1001)], 64);
  expect(tokens.length).toBe(64);
  expect(unitsWithin(pieces, tokens).length).toBe(31);
  expect(tokens.every((token, at) => token - (tokens[at - 1] ?? 0) < 50)).toBe(true);
});
