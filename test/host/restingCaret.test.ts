import { describe, expect, test, vi } from 'vitest';

vi.mock('vscode', () => ({
  Position: class {
    readonly line: number;
    readonly character: number;
    constructor(line: number, character: number) {
      this.line = line;
      this.character = character;
    }
  },
}));

const { restingCaret } = await import('../../src/host/editor/restingCaret.ts');

/** Words as VS Code has them: a place at either end of a word is on the word. */
function documentOf(text: string) {
  const lines = text.split('\n');
  return {
    lineCount: lines.length,
    lineAt: (line: number) => ({ range: { end: { line, character: lines[line]!.length } } }),
    getWordRangeAtPosition: ({ line, character }: { line: number; character: number }) =>
      [...lines[line]!.matchAll(/\w+/g)].find(({ index, 0: word }) => index <= character && character <= index + word.length),
  };
}

/** The place of the caret, as `|` in the text; the selection stands in brackets. */
function rest(marked: string): string {
  const text = marked.replace(/[[\]]/g, '');
  const placeOf = (offset: number) => {
    const before = text.slice(0, offset).split('\n');
    return { line: before.length - 1, character: before.at(-1)!.length };
  };
  const range = { start: placeOf(marked.indexOf('[')), end: placeOf(marked.indexOf(']') - 1) };
  const { line, character } = restingCaret(documentOf(text) as never, range as never);
  return text
    .split('\n')
    .map((row, index) => (index === line ? `${row.slice(0, character)}|${row.slice(character)}` : row))
    .join('\n');
}

describe('the caret rests where no word is', () => {
  test.each([
    ['behind the full stop that was selected', '[It was tired.]', 'It was tired.|'],
    ['behind the one that was not', 'He said: [it was tired].', 'He said: it was tired.|'],
    ['right of the selection before left of it', 'Well, [it was] tired.', 'Well, it was tired.|'],
    ['else in the selection', 'no [is, it was] tired', 'no is,| it was tired'],
    ['in a line above', '[One.\ntwo three] four', 'One.|\ntwo three four'],
    ['behind a line that was selected with its break', '[It was tired.\n]The dog', 'It was tired.|\nThe dog'],
    ['else on the empty line below', '[it was tired]\n\nThe dog', 'it was tired\n|\nThe dog'],
    ['and where words are everywhere, where it would have been', '[it was] tired\nThe dog', 'it was| tired\nThe dog'],
  ])('%s', (_, marked, expected) => expect(rest(marked)).toBe(expected));
});
