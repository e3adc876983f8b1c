import { expect, test } from 'vitest';
import { createAnchor } from '../../src/core/text/anchor.ts';
import { editedNote, outsideNote } from '../../src/core/describe/occurrences.ts';
import { plainSentence } from '../../src/core/describe/sentence.ts';
import { MAX_COMPARED_OCCURRENCES } from '../../src/core/text/occurrences.ts';
import { comparedText, compareWord, followComparison, nothingToCompare, occurrencePart } from '../../src/session/comparison.ts';
import type { CompareSlice } from '../../src/protocol/embeddingApi.ts';
import { MAX_RUN_CHARACTERS } from '../../src/protocol/engineApi.ts';
import { TextDocument } from './support/textDocument.ts';

const textOf = (name: string, text: string) => comparedText(`file:///${name}`, name, text);

/** A whole document as the explored text. */
const wholeOf = (uri: string) => ({ target: { uri }, anchor: createAnchor({ line: 0, character: 0 }, ' '.repeat(100) + '\n'.repeat(100)) });

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
  const part = occurrencePart(comparison, 'text', sliceWithout(MAX_COMPARED_OCCURRENCES, 3, 7), wholeOf('file:///a.md'));
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
  const elsewhere = (uri: string) => occurrencePart(comparison, 'text', sliceWithout(3), wholeOf(uri)).elsewhere;
  expect(elsewhere('file:///b.md')).toEqual([]);
  expect(elsewhere('file:///c.md')).toEqual(['a.md', 'b.md']);
});

test('a document that is longer than what is looked through is named, and its rest is not looked through', () => {
  const filler = 'word '.repeat(MAX_RUN_CHARACTERS / 5);
  const comparison = compareWord('bank', [textOf('whole.md', 'a bank, a bank'), textOf('long.md', `bank ${filler} bank`)]);
  expect(occurrencePart(comparison, 'text', sliceWithout(3), wholeOf('file:///a.md'))).toMatchObject({
    beyond: 0,
    unread: 0,
    cut: ['long.md'],
  });
  expect(comparison.places.map(({ text }) => text)).toEqual([0, 0, 1]);
  const fits = compareWord('bank', [textOf('whole.md', filler)]);
  expect(occurrencePart(fits, 'text', sliceWithout(0), wholeOf('file:///a.md')).cut).toEqual([]);
});

test('a pair of surrogates at the limit is not cut in two', () => {
  const { text, isCut } = textOf('long.md', `${'a'.repeat(MAX_RUN_CHARACTERS - 1)}😀`);
  expect([text.length, isCut]).toEqual([MAX_RUN_CHARACTERS - 1, true]);
});

test('when a word stands only beyond the limit, the message says how far was looked', () => {
  const causeOf = (text: string) => nothingToCompare(compareWord('bank', [textOf('a.md', text)])).fault.cause;
  expect(causeOf('no such word')).toBe('“bank” does not stand in the text that was looked through.');
  expect(causeOf('a bank')).toBe('“bank” stands there only once.');
  expect(causeOf(`${' '.repeat(MAX_RUN_CHARACTERS)}bank bank`)).toBe(
    '“bank” does not stand in the text that was looked through. Only the first 100,000 characters of a document are looked through.',
  );
});

test('typing says that the text was edited, once; only a new line, or an edit of the word itself, shows anything else', () => {
  const text = 'a bank, a bank';
  const after = (at: number, typed: string) => {
    const document = new TextDocument('file:///a.md', text);
    const first = document.replace(0, 0, ' ');
    const edited = followComparison(compareWord('bank', [textOf('a.md', text)]), first.edit);
    return followComparison(edited, document.replace(at + 1, at + 1, typed).edit);
  };
  const moved = after(0, 'x');
  expect([moved.revision, moved.places[0]!.anchor.range.start.character]).toEqual([1, 4]);
  expect(after(0, '\n').revision).toBe(2);
  expect(after(4, 'x').revision).toBe(2);
});

test('places of another part of the explored document say where they are', () => {
  const comparison = compareWord('bank', [textOf('a.md', 'a bank\nthe bank\n\nA quiet day.')]);
  const part = (line: number, text: string) =>
    occurrencePart(comparison, 'text', sliceWithout(2), {
      target: { uri: 'file:///a.md' },
      anchor: createAnchor({ line, character: 0 }, text),
    });
  expect(part(1, 'the bank').outside).toBe(false);
  const other = part(3, 'A quiet day.');
  expect(other.outside).toBe(true);
  expect(plainSentence(outsideNote(other.items))).toBe(
    'These are places in lines 1 to 2 of “a.md”; none of them stands in the text that is explored now.',
  );
});

test('of a document that is longer than what was looked through, a key reads that much and no more, and an edit behind it is none', () => {
  const text = 'a bank, a bank. '.repeat(20_000);
  const document = new TextDocument('file:///a.md', text);
  const compared = compareWord('bank', [textOf('a.md', text)]);
  const after = (at: number) => {
    const { edit, undo } = document.replace(at, at, 'x');
    let most = 0;
    const read: typeof document.read = range => {
      const found = document.read(range);
      most = Math.max(most, found.length);
      return found;
    };
    const moved = followComparison(compared, { ...edit, document: { uri: document.uri, whole: document.whole, read } });
    undo();
    expect(most).toBeLessThanOrEqual(MAX_RUN_CHARACTERS);
    return moved.texts[0]!.isEdited;
  };
  expect([after(5), after(MAX_RUN_CHARACTERS - 1), after(text.length)]).toEqual([true, true, false]);
});

test('an edit anywhere in a compared document makes its numbers those of the text as it was, until it is undone', () => {
  const text = 'a bank, a bank, a day';
  const document = new TextDocument('file:///a.md', text);
  const compared = compareWord('bank', [textOf('a.md', text)]);
  const editedIn = (comparison: typeof compared) => occurrencePart(comparison, 'text', sliceWithout(2), wholeOf('file:///a.md')).edited;
  const changed = document.replace(text.length, text.length, 's');
  const after = followComparison(compared, changed.edit);
  expect([editedIn(after), after.revision]).toEqual([['a.md'], 1]);
  expect(plainSentence(editedNote(editedIn(after)))).toBe('“a.md” was edited since: the numbers are of the text as it was when compared.');
  const back = followComparison(after, changed.undo().edit);
  expect(editedIn(back)).toEqual([]);
});
