import { expect, test } from 'vitest';
import { alignText, sliceAligned, spanOf } from '../../src/tokenizer/aligned.ts';

test('both units of a surrogate pair belong to the pair, a lone surrogate to itself', () => {
  const { starts, ends } = alignText('a😀\ud83db').origin;
  expect([...starts]).toEqual([0, 1, 1, 3, 4]);
  expect([...ends]).toEqual([1, 3, 3, 4, 5]);
});

test('a part keeps its origin', () => {
  const part = sliceAligned(alignText('one two'), 4, 7);
  expect(part.text).toBe('two');
  expect(spanOf(part, 1, 3)).toEqual({ start: 5, end: 7 });
});
