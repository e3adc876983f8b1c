import { describe, expect, test } from 'vitest';
import type { TokenList } from '../../src/core/text/tokenList.ts';
import { Emitter } from '../../src/session/emitter.ts';
import { actOnPanel, type PanelEditor } from '../../src/session/panelActions.ts';
import { Explorer } from '../../src/session/explorer.ts';
import type { EngineClient } from '../../src/session/engineClient.ts';
import { tokenMark } from '../../src/session/listedTokens.ts';
import { PartRequests } from '../../src/session/parts/requests.ts';
import type { DocumentEdit, SessionDocument } from '../../src/session/documents.ts';
import { TextDocument } from './support/textDocument.ts';

const TEXT = 'one two\n\nthree';

/** A text that is listed, nothing explored, on the Input page of a panel that is seen. */
async function listed() {
  const asked: string[] = [];
  const list = {
    text: TEXT,
    kind: 'test',
    lines: [3, 1, 1],
    dropped: [],
    read: null,
    tokens: [
      [0, 3],
      [3, 7],
      [7, 8],
      [8, 9],
      [9, 14],
    ].map(([start, end], id) => ({
      id,
      text: `t${id}`,
      start,
      end,
      written: TEXT.slice(start, end),
      special: false,
      unknown: false,
      bytes: null,
      readAs: null,
    })),
  } as unknown as TokenList;
  const engine = { call: async (method: string) => (asked.push(method), list) } as unknown as EngineClient;
  const document = new TextDocument('file:///a.md', `above\n${TEXT}\nbelow`);
  const edits = new Emitter<DocumentEdit>();
  const documents = { open: [document as SessionDocument], onEdit: edits.event, onOpen: new Emitter<SessionDocument>().event };
  const log = { fault: () => undefined };
  const chosen = { directory: '/m' };
  const explorer = new Explorer(engine, { chosen, isBuiltInAt: () => true, name: 'm' }, documents, log);
  const requests = new PartRequests(
    engine,
    explorer,
    log,
    () => ({ panel: true, compact: false }),
    () => null,
  );
  explorer.dispatch({ type: 'seek', place: 'tokens' });
  const target = { uri: document.uri, label: 'a.md', what: 'selection', start: { line: 1, character: 0 }, text: TEXT } as const;
  explorer.lookUps.list({ ...target, skipped: 0, tooLong: false, fit: 'start', caret: 0 }, chosen);
  await Promise.resolve();
  await new Promise(resolve => setImmediate(resolve));
  const told: unknown[] = [];
  const tell =
    (name: string) =>
    async (...what: unknown[]) =>
      void told.push([name, ...what]);
  const editor: PanelEditor = {
    run: tell('run'),
    goToOccurrence: tell('occurrence'),
    focus: tell('focus'),
    reveal: tell('reveal'),
    goTo: tell('goTo'),
    copy: tell('copy'),
    openMenu: picture => void told.push(['menu', picture]),
    offer: tell('offer'),
    take: tell('take'),
    colourFiles: colours => void told.push(['colours', colours]),
  };
  const id = explorer.lookUps.tokens!.id;
  const act = (action: Parameters<typeof actOnPanel>[3]) => actOnPanel(explorer, requests, editor, action);
  const marked = () => tokenMark(explorer)?.ranges.map(range => document.read(range));
  const edit = (at: number, text: string) => edits.fire(document.replace(at, at, text).edit);
  return { explorer, asked, id, act, marked, told, edit, document };
}

describe('a text that is listed without a run', () => {
  test('is read by the tokenizer alone', async () => {
    expect((await listed()).asked).toEqual(['tokens']);
  });

  test('has a mark on the token that is pointed at, until something else is', async () => {
    const { explorer, id, act, marked } = await listed();
    expect(marked()).toBeUndefined();
    await act({ type: 'token', list: id, token: 1 });
    expect(marked()).toEqual([' two']);
    await act({ type: 'token', list: id + 1, token: 1 });
    expect(marked()).toBeUndefined();
    await act({ type: 'token', list: id, token: 99 });
    expect(marked()).toBeUndefined();
    await act({ type: 'token', list: id, token: 0 });
    explorer.dispatch({ type: 'tab', tab: 'attention' });
    expect(marked()).toBeUndefined();
  });

  test('a line break by itself is marked from the end of its line to the next one', async () => {
    const { explorer, id, act, marked } = await listed();
    await act({ type: 'token', list: id, token: 2 });
    expect(marked()).toEqual(['\n']);
    expect(tokenMark(explorer)!.ranges).toEqual([{ start: { line: 1, character: 7 }, end: { line: 2, character: 0 } }]);
  });

  test('is followed through edits before it; inside of it nothing is marked until they are undone', async () => {
    const { id, act, marked, edit, document, explorer } = await listed();
    await act({ type: 'token', list: id, token: 4 });
    edit(0, 'more\n');
    expect(marked()).toEqual(['three']);
    edit(document.text.indexOf('two'), 'x');
    expect([marked(), explorer.lookUps.tokens!.anchor.live]).toEqual([undefined, false]);
  });

  test('is the same text when another model reads it, although a copy stands now where it was', async () => {
    const { act, marked, edit, document, explorer } = await listed();
    edit(0, `x\n${TEXT}\n`);
    const { start } = explorer.lookUps.tokens!.anchor.range;
    expect(start).toEqual(document.placeAt(document.text.lastIndexOf(TEXT)));
    explorer.lookUps.readBy({ directory: '/other' });
    await new Promise(resolve => setImmediate(resolve));
    expect(explorer.lookUps.tokens).toMatchObject({ request: { directory: '/other' }, anchor: { live: true, range: { start } } });
    await act({ type: 'token', list: explorer.lookUps.tokens!.id, token: 4 });
    expect(marked()).toEqual(['three']);
    edit(document.text.lastIndexOf('two'), 'x');
    explorer.lookUps.readBy({ directory: '/third' });
    expect(explorer.lookUps.tokens!.anchor.live).toBe(false);
  });

  test('a token is shown where it stands, and the list copied, of this list alone', async () => {
    const { id, act, told } = await listed();
    await act({ type: 'goToToken', list: id, token: 4 });
    await act({ type: 'goToToken', list: id - 1, token: 4 });
    expect(told).toEqual([['reveal', 'file:///a.md', { start: { line: 3, character: 0 }, end: { line: 3, character: 5 } }]]);
    told.length = 0;
    await act({ type: 'copyTokens', list: id + 1, as: 'tsv' });
    await act({ type: 'copyTokens', list: id, as: 'tsv' });
    expect(told).toEqual([['copy', expect.stringMatching(/^place\tid\t[^]*\n4\t4\tt4\tthree\t9\t14\t3\t\t\t\n$/)]]);
  });
});
