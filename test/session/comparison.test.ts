import { expect, test } from 'vitest';
import { MAX_COMPARED_OCCURRENCES } from '../../src/core/text/occurrences.ts';
import { comparedText, compareWord, followComparison, nothingToCompare, occurrencePart } from '../../src/session/comparison.ts';
import type { CompareSlice } from '../../src/protocol/embeddingApi.ts';
import { MAX_RUN_CHARACTERS } from '../../src/protocol/engineApi.ts';
import { TextDocument } from './support/textDocument.ts';

const textOf = (name: string, text: string) => comparedText(`file:///${name}`, name, text);

/** An answer of the engine in which some places have no token. */
function sliceWithout(places: number, ...unread: readonly number[]): CompareSlice {
  const found = Array.from({ length: places }, (_, index) => index).filter(index => !unread.includes(index));
  return {
    found,
    unknown: found.map(() => 'none'),
    size: found.length,
    windowed: 0,
    fixed: new Float32Array(found.length ** 2),
    states: [],
  };
}

test('all that is left out is counted: places beyond the limit over all documents, and those without a token', () => {
  const comparison = compareWord('bank', [textOf('a.md', 'bank '.repeat(50)), textOf('b.md', 'Bank '.repeat(23))]);
  expect(comparison.places.length).toBe(MAX_COMPARED_OCCURRENCES);
  const part = occurrencePart(comparison, 'text', sliceWithout(MAX_COMPARED_OCCURRENCES, 3, 7), 'file:///a.md');
  expect(part).toMatchObject({ beyond: 13, unread: 2, cut: [] });
  expect(part.items.length).toBe(MAX_COMPARED_OCCURRENCES - 2);
  expect(part.items.filter(({ document }) => document === 'b.md').length).toBe(23);
});

test('a long document leaves room for the others, and for the typed sentence', () => {
  const typed = comparedText(null, '', 'They sat on the bank.');
  const { places, beyond } = compareWord('bank', [textOf('a.md', 'The bank lent. '.repeat(70)), textOf('b.md', 'bank bank'), typed]);
  const counts = [0, 1, 2].map(index => places.filter(({ text }) => text === index).length);
  expect([counts, beyond]).toEqual([[57, 2, 1], 13]);
});

test('a comparison of other documents than the explored one says whose it is', () => {
  const typed = comparedText(null, '', 'They sat on the bank.');
  const comparison = compareWord('bank', [textOf('a.md', 'bank'), textOf('b.md', 'bank'), typed]);
  const elsewhere = (uri: string) => occurrencePart(comparison, 'text', sliceWithout(3), uri).elsewhere;
  expect(elsewhere('file:///b.md')).toEqual([]);
  expect(elsewhere('file:///c.md')).toEqual(['a.md', 'b.md']);
});

test('a document that is longer than what is looked through is named, and its rest is not looked through', () => {
  const filler = 'word '.repeat(MAX_RUN_CHARACTERS / 5);
  const comparison = compareWord('bank', [textOf('whole.md', 'a bank, a bank'), textOf('long.md', `bank ${filler} bank`)]);
  expect(occurrencePart(comparison, 'text', sliceWithout(3), 'file:///a.md')).toMatchObject({ beyond: 0, unread: 0, cut: ['long.md'] });
  expect(comparison.places.map(({ text }) => text)).toEqual([0, 0, 1]);
  const fits = compareWord('bank', [textOf('whole.md', filler)]);
  expect(occurrencePart(fits, 'text', sliceWithout(0), 'file:///a.md').cut).toEqual([]);
});

test('a pair of surrogates at the limit is not cut in two', () => {
  const { text, isCut } = textOf('long.md', `${'a'.repeat(MAX_RUN_CHARACTERS - 1)}😀`);
  expect([text.length, isCut]).toEqual([MAX_RUN_CHARACTERS - 1, true]);
});

test('when a word stands only beyond the limit, the message says how far was looked', () => {
  const causeOf = (text: string) => nothingToCompare(compareWord('bank', [textOf('a.md', text)])).fault.cause;
  expect(causeOf('no such word')).toBe('The word does not stand in the text that was looked through.');
  expect(causeOf('a bank')).toBe('The word stands there only once.');
  expect(causeOf(`${' '.repeat(MAX_RUN_CHARACTERS)}bank bank`)).toBe(
    'The word does not stand in the text that was looked through. Only the first 100,000 characters of a document are looked through.',
  );
});

test('typing before a place in its line shows nothing else; a new line, or an edit of the word itself, does', () => {
  const text = 'a bank, a bank';
  const after = (at: number, typed: string) => {
    const { edit } = new TextDocument('file:///a.md', text).replace(at, at, typed);
    return followComparison(compareWord('bank', [textOf('a.md', text)]), edit);
  };
  const moved = after(0, 'x');
  expect([moved.revision, moved.places[0]!.anchor.range.start.character]).toEqual([0, 3]);
  expect(after(0, '\n').revision).toBe(1);
  expect(after(4, 'x').revision).toBe(1);
});
