import { describe, expect, test, vi } from 'vitest';
import type { Anchor } from '../../src/core/text/anchor.ts';
import type { TokenList } from '../../src/core/text/tokenList.ts';
import { TokenMark } from '../../src/host/editor/tokenMark.ts';
import type { Explorer } from '../../src/session/explorer.ts';
import { LookUps } from '../../src/session/lookUps.ts';
import { followEdit } from '../../src/session/standing.ts';
import { TextDocument } from '../session/support/textDocument.ts';

const { window } = vi.hoisted(() => ({
  window: {
    visibleTextEditors: [] as object[],
    onDidChangeVisibleTextEditors: () => ({ dispose: () => undefined }),
    createTextEditorDecorationType: () => ({ dispose: () => undefined }),
  },
}));
vi.mock('vscode', () => ({
  window,
  ThemeColor: Object,
  Range: class {
    readonly place: readonly number[];
    constructor(...place: number[]) {
      this.place = place;
    }
  },
  Disposable: { from: () => ({ dispose: () => undefined }) },
  DecorationRangeBehavior: { ClosedClosed: 1 },
  OverviewRulerLane: { Center: 2 },
}));

const URI = 'file:///a.md';

/** What is marked in an editor, as [line, character, line, character], of a text that stands in the second line of its document. */
function listed(text: string, ...spans: readonly (readonly [start: number, end: number])[]) {
  const document = new TextDocument(URI, `above\n${text.replaceAll('\r\n', '\n')}\nbelow`);
  const list = { tokens: spans.map(([start, end]) => ({ start, end })) } as unknown as TokenList;
  let mark: TokenMark | null = null;
  const lookUps = new LookUps(
    { open: [], onEdit: () => ({ dispose: () => undefined }), onOpen: () => ({ dispose: () => undefined }) },
    () => mark?.paint(),
  );
  const explorer = { lookUps, parts: { valueOf: () => list }, onDidChange: () => ({ dispose: () => undefined }) } as unknown as Explorer;
  const marked: (readonly number[])[][] = [[], []];
  window.visibleTextEditors = [URI, 'file:///other.md'].map((uri, editor) => ({
    document: { uri: { toString: () => uri } },
    setDecorations: (_: object, ranges: readonly { place: number[] }[]) => (marked[editor] = ranges.map(({ place }) => place)),
  }));
  mark = new TokenMark(explorer);
  const target = { uri: URI, label: 'a.md', what: 'selection', start: { line: 1, character: 0 }, text } as const;
  lookUps.list({ ...target, skipped: 0, tooLong: false, fit: 'start', caret: 0 }, { directory: '/m' });
  const { id } = lookUps.tokens!;
  return {
    at: (token: number | null) => {
      lookUps.point(id, token);
      expect(marked[1]).toEqual([]);
      return marked[0]!;
    },
    edit: (at: number, written: string) => {
      const { edit } = document.replace(at, at, written);
      const move = (anchor: Anchor) => followEdit(anchor, edit);
      lookUps.follow(document, move);
      mark.paint();
      return marked[0]!;
    },
  };
}

describe('the mark of a token', () => {
  test('stands on its text, one range a line, and goes with the pointer', () => {
    const { at } = listed('one two\nthree', [0, 3], [3, 13], [8, 13]);
    expect(at(0)).toEqual([[1, 0, 1, 3]]);
    // Over a line break.
    expect(at(1)).toEqual([
      [1, 3, 1, 7],
      [2, 0, 2, 5],
    ]);
    expect(at(2)).toEqual([[2, 0, 2, 5]]);
    expect(at(null)).toEqual([]);
  });

  test.each(['\n', '\r\n'])('of a line break alone, %j, reaches to the next line; so does that of an empty line', lineBreak => {
    const width = lineBreak.length;
    const { at } = listed(`ab${lineBreak}${lineBreak}cd`, [2, 2 + width], [2 + width, 2 + 2 * width], [2, 2 + 2 * width]);
    expect([at(0), at(1), at(2)]).toEqual([[[1, 2, 2, 0]], [[2, 0, 3, 0]], [[1, 2, 3, 0]]]);
  });

  test('of either half of a line break of two characters is seen', () => {
    const { at } = listed('ab\r\ncd\r\n', [2, 3], [3, 4], [6, 7]);
    expect([at(0), at(1), at(2)]).toEqual([[[1, 2, 2, 0]], [[1, 2, 2, 0]], [[2, 2, 3, 0]]]);
  });

  test('of a token that stands for no text is none', () => {
    expect(listed('one', [-1, -1]).at(0)).toEqual([]);
  });

  test('moves with an edit before it, and goes with one inside', () => {
    const { at, edit } = listed('one two', [4, 7]);
    expect(at(0)).toEqual([[1, 4, 1, 7]]);
    expect(edit(0, 'more\n')).toEqual([[2, 4, 2, 7]]);
    expect(edit('more\nabove\none'.length, 'x')).toEqual([]);
  });
});
