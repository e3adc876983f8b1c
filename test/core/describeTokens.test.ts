import { expect, test } from 'vitest';
import {
  labelOfToken,
  linesOfTokens,
  normalisationNote,
  placeOfToken,
  readingNote,
  tokensAsTsv,
  tokenTable,
} from '../../src/core/describe/tokens.ts';
import type { ListedToken, TokenList } from '../../src/core/text/tokenList.ts';

const TEXT = 'Hé\n\n\t🙂x';
const token = (id: number, text: string, start: number, end: number, more: Partial<ListedToken> = {}): ListedToken => ({
  id,
  text,
  start,
  end,
  special: false,
  unknown: false,
  written: start < 0 ? '' : TEXT.slice(start, end),
  bytes: null,
  readAs: null,
  ...more,
});
const LIST: TokenList = {
  kind: 'BPE',
  text: TEXT,
  tokens: [
    token(1, '<s>', -1, -1, { special: true }),
    token(2, 'he', 0, 2, { readAs: 'he' }),
    token(3, 'ĊĊ', 2, 4),
    token(4, 'ĉ', 4, 5),
    token(5, 'ðŁ', 5, 7, { bytes: [0xf0, 0x9f] }),
    token(6, 'ĻĤ', 5, 7, { bytes: [0x99, 0x82] }),
    token(7, 'x', 7, 8),
    token(8, '▁', 8, 8),
  ],
  lines: [2, 0, 5],
  dropped: [],
  read: null,
};

test('every token has a label to be seen: white space, bytes, the name of one that stands for nothing', () => {
  expect(LIST.tokens.map(labelOfToken)).toEqual(['<s>', 'Hé', '↵↵', '⇥', 'F0 9F', '99 82', 'x', '␣']);
});

test('each token has its line, empty ones left out', () => {
  expect([...linesOfTokens(LIST)]).toEqual([-1, 0, 0, 2, 2, 2, 2, 2]);
});

test('a token stands where an editor says, by line and column, the first line from where the text begins', () => {
  const lines = linesOfTokens(LIST);
  const first = { line: 12, column: 5 };
  const places = LIST.tokens.slice(1).map((token, index) => placeOfToken(TEXT, token, lines[index + 1]!, first));
  expect(places).toEqual([
    'line 12, columns 5 to 6',
    'line 12, from column 7 on',
    'line 14, column 1',
    'line 14, columns 2 to 3',
    'line 14, columns 2 to 3',
    'line 14, column 4',
    'line 14, column 5',
  ]);
});

test('a row a token for a spreadsheet, in which no cell breaks a row', () => {
  const rows = tokensAsTsv(LIST)
    .replace(/\n$/, '')
    .split('\n')
    .map(row => row.split('\t'));
  expect(rows.map(({ length }) => length)).toEqual(Array(9).fill(10));
  expect(rows[0]).toEqual(['place', 'id', 'entry', 'text', 'start', 'end', 'line', 'bytes', 'read_as', 'kind']);
  expect(rows[1]).toEqual(['0', '1', '<s>', '', '', '', '', '', '', 'special']);
  expect(rows[2]).toEqual(['1', '2', 'he', 'Hé', '0', '2', '1', '', 'he', '']);
  expect(rows[3]!.slice(3, 7)).toEqual(['\\n\\n', '2', '4', '1']);
  expect(rows[5]!.slice(3, 8)).toEqual(['🙂', '5', '7', '3', 'F0 9F']);
});

test('the table ends with sums, where reading stops, and what normalisation changed', () => {
  const dropped = [{ start: 2, end: 3 }];
  const table = tokenTable({ ...LIST, dropped, read: { contextLength: 5, ownContext: 5, from: 1, to: 5 } });
  expect(table.slice(-3)).toEqual([
    '8 tokens of 7 characters in 3 lines (BPE). Spans are in UTF-16 units.',
    'The model reads 5 tokens at once, special ones included: of this text the tokens before 5.',
    'Normalisation: 1 token read otherwise than written (Hé as he); 1 stretch left out (↵).',
  ]);
});

test('where reading stops is said only of a text that is cut', () => {
  const note = (from: number, to: number, ownContext: number | null = 512): string | null =>
    readingNote({ ...LIST, read: { contextLength: 512, ownContext, from, to } });
  expect(note(1, 8)).toBeNull();
  expect(readingNote(LIST)).toBeNull();
  expect(note(3, 6)).toBe('The model reads 512 tokens at once, special ones included: of this text tokens 3 to 5.');
  expect(note(3, 6, 8192)).toBe(
    'The model reads 512 tokens at once, special ones included (as memory allows; its own context is 8,192): of this text tokens 3 to 5.',
  );
  expect(normalisationNote({ ...LIST, tokens: LIST.tokens.slice(2) })).toBeNull();
  const many = Array.from({ length: 9 }, (_, id) => token(id, 'he', 0, 2, { readAs: `${id % 7}` }));
  expect(normalisationNote({ ...LIST, tokens: many })).toBe(
    'Normalisation: 9 tokens read otherwise than written (Hé as 0, Hé as 1, Hé as 2, Hé as 3, Hé as 4 …).',
  );
});
