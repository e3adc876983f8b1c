import { describe, expect, test } from 'vitest';
import { BYTE_LEVEL_MARK, kindOfEntry, SENTENCE_PIECE_MARK, type EntryKind, type WordMark } from '../../src/core/text/vocabularyEntry.ts';

const WORD_PIECE: WordMark = { says: 'continues', prefix: '##' };

describe('kinds of entries', () => {
  test.each<[string, boolean, WordMark, EntryKind]>([
    ['queen', false, WORD_PIECE, 'word'],
    ['##s', false, WORD_PIECE, 'piece'],
    ['#', false, WORD_PIECE, 'word'],
    ['##', false, WORD_PIECE, 'word'],
    ['[CLS]', true, WORD_PIECE, 'special'],
    ['[unused7]', false, WORD_PIECE, 'unused'],
    ['[unused7]', true, WORD_PIECE, 'unused'],
    ['[unused]', false, WORD_PIECE, 'word'],
    ['\u0120queen', false, BYTE_LEVEL_MARK, 'word'],
    ['queen', false, BYTE_LEVEL_MARK, 'piece'],
    ['\u0120', false, BYTE_LEVEL_MARK, 'piece'],
    ['<s>', true, BYTE_LEVEL_MARK, 'special'],
    ['madeupword0002', false, BYTE_LEVEL_MARK, 'unused'],
    ['\u2581queen', false, SENTENCE_PIECE_MARK, 'word'],
    ['ing', false, SENTENCE_PIECE_MARK, 'piece'],
    ['<unused12>', false, SENTENCE_PIECE_MARK, 'unused'],
  ])('%s (special: %s) by %o is %s', (token, special, mark, kind) => {
    expect(kindOfEntry(token, special, mark)).toBe(kind);
  });
});
