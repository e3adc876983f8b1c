import { expect, test } from 'vitest';
import { paceOf, readAgain, secondsToRead } from '../../src/core/grounding/pace.ts';

/* How long it takes to leave sentences of a source out, before and while it is measured. */

const sentence = (...tokens: readonly number[]) => ({ start: 0, end: 1, tokens });
const layout = { source: [sentence(0, 1), sentence(2, 3, 4), sentence(5)], answerTokens: [8, 9, 10] };

test('what stands behind a sentence is read again; without the whole source what stands behind that', () => {
  expect([0, 1, 2, null].map(place => readAgain(layout, place))).toEqual([9, 6, 5, 5]);
  expect(readAgain({ source: [], answerTokens: [] }, null)).toBe(1);
});

test('as fast as the text was read, until two were measured; then the median of those after the first, which was cold', () => {
  const whole = { tokens: 20, milliseconds: 200 };
  const reading = (tokens: number, milliseconds: number) => ({ tokens, milliseconds });
  expect([paceOf([], whole), paceOf([reading(5, 500)], whole)]).toEqual([10, 10]);
  expect(paceOf([reading(5, 500), reading(9, 18)], whole)).toBe(2);
  expect(paceOf([reading(5, 500), reading(9, 18), reading(6, 24)], whole)).toBe(3);
  expect(paceOf([reading(5, 500), reading(9, 18), reading(6, 24), reading(5, 500)], whole)).toBe(4);
});

test('the rest takes as long as its tokens do', () => {
  expect(secondsToRead(layout, [null, 0, 2], 100)).toBeCloseTo((5 + 9 + 5) / 10, 12);
  expect(secondsToRead(layout, [], 100)).toBe(0);
});
