import { expect, test } from 'vitest';
import { counted, listed, ordinal } from '../../src/core/describe/counted.ts';

test('numbers of things have thousands', () => {
  expect([0, 1, 999, 1000, 12_345, 1_234_567].map(count => counted(count, 'token'))).toEqual([
    '0 tokens',
    '1 token',
    '999 tokens',
    '1,000 tokens',
    '12,345 tokens',
    '1,234,567 tokens',
  ]);
  expect(counted(2000, 'stretch', 'stretches')).toBe('2,000 stretches');
});

test('places have the endings of English', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 103, 111, 1002].map(ordinal).join(' ')).toBe(
    '1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 103rd 111th 1,002nd',
  );
});

test('a list ends in a word', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(items => listed(items, 'or'))).toEqual(['', 'a', 'a or b', 'a, b or c']);
});
