import { beforeEach, describe, expect, it, vi } from 'vitest';
import { GIVEN_SCHEME } from '../../src/contributions/ids.ts';
import { unitsOf } from '../../src/session/exploration.ts';
import type { Explorer } from '../../src/session/explorer.ts';
import { parsePersisted } from '../../src/host/panel/messages.ts';
import type { HostToPanel } from '../../src/protocol/panelApi.ts';
import { PanelFeed } from '../../src/session/panelFeed.ts';
import { finding, nameOfPlaces } from '../../src/session/findings/finding.ts';
import { findingsAsMarkdown } from '../../src/session/findings/markdown.ts';
import { textsIn } from '../../src/session/target.ts';
import { textUnit } from '../support/textUnit.ts';
import * as standIn from './standIn/vscode.ts';
import { CAT, open, parts, run, start, TEXT } from './support/commandWorld.ts';

vi.mock('vscode', () => import('./standIn/vscode.ts'));

const OTHER = 'Nothing here is read but le chat.';

beforeEach(() => {
  standIn.seen.length = 0;
  standIn.settings.clear();
  standIn.settings.set('attentionLens.modelFolder', '/m');
  standIn.window.visibleTextEditors = [];
  standIn.window.activeTextEditor = undefined;
});

const textsOf = ({ exploration }: Explorer) => textsIn(exploration!.target).map(({ text }) => text);
const pinned = ({ exploration, state }: Explorer) => state.pinned && unitsOf(exploration!, state.level)[state.pinned.unit]!.label;
const warnings = () => standIn.seen.filter(line => line.startsWith('warning'));

/** `cat` is looked at by `le chat` in a document of another scheme, whose word is kept; then another text is explored. */
async function kept(word: 'cat' | 'chat', scheme = 'file', within?: 'each') {
  open([4, 7]);
  const second = standIn.documentOf('/other.txt', OTHER, scheme);
  standIn.window.visibleTextEditors.push(standIn.editorOf(second, [25, 32]));
  standIn.workspace.textDocuments.push(second);
  const explorer = start();
  // That with the keyboard looks at the other.
  standIn.window.activeTextEditor = standIn.window.visibleTextEditors[1];
  await run('exploreTwoTexts');
  expect(textsOf(explorer)).toEqual(['cat', 'le chat']);
  if (within) await run('lookWithin');
  const unit = unitsOf(explorer.exploration!, 'words').findIndex(({ label }) => label === word);
  explorer.dispatch({ type: 'pin', unit: textUnit(unit) });
  const { direction } = explorer.state;
  await run('keepThis');
  const { findings, findingsTree } = parts.at(-1)!;
  const [found] = findings.all;
  Object.assign(findingsTree, { selected: found });
  open([0, TEXT.length]);
  await run('exploreSelection');
  standIn.workspace.textDocuments.push(second);
  standIn.seen.length = 0;
  return { explorer, found: found!, second, direction };
}

describe('a finding of two texts', () => {
  it('keeps where each stands and a hash of each, and of their words those that it names', async () => {
    const { found } = await kept('chat');
    expect([found.text.uri, found.second!.uri]).toEqual([CAT.uri.toString(), 'file:/other.txt']);
    expect([found.text.range, found.second!.range]).toEqual([
      [0, 4, 0, 7],
      [0, 25, 0, 32],
    ]);
    expect(found.text.hash).not.toBe(found.second!.hash);
    expect(nameOfPlaces(found)).toBe('other.txt:1 → cat.txt:1');
    expect(found.said).toMatchObject({ word: 'chat', rows: [{ word: 'cat' }] });
    expect(JSON.stringify(found)).not.toContain('le chat');
    expect(finding(JSON.parse(JSON.stringify(found)))).toEqual(found);
    const { second: _second, ...before } = found;
    expect(finding(before)!.second).toBeNull();
    expect(finding({ ...found, second: { uri: 7 } })).toBeUndefined();
    expect(findingsAsMarkdown([found])).toMatch(
      /First text, looked at: cat\.txt, line 1\n- SHA-256 of it: `\w{64}`\n- Second text: other\.txt, line 1/,
    );
  });

  it('of what stays within them says of neither that it looks at the other', async () => {
    const { found } = await kept('chat', 'file', 'each');
    expect(found.look.within).toBe('each');
    expect(nameOfPlaces(found)).toBe('cat.txt:1, other.txt:1');
    expect(findingsAsMarkdown([found])).toMatch(
      /- First text, looked within: cat\.txt, line 1\n.*\n- Second text, looked within: other\.txt, line 1/,
    );
    const ofSource = { ...found, look: { ...found.look, within: 'first' as const } };
    expect(nameOfPlaces(ofSource)).toBe('cat.txt:1');
    expect(findingsAsMarkdown([ofSource])).toMatch(/- First text, looked within: cat\.txt, line 1\n.*\n- Second text: other\.txt, line 1/);
  });

  it.each(['cat', 'chat'] as const)('leads back to both texts, the word and the way it is seen: %s', async word => {
    const { explorer, direction } = await kept(word);
    expect(textsOf(explorer)).toEqual([TEXT]);
    await run('openSelectedFinding');
    expect(warnings()).toEqual([]);
    expect([textsOf(explorer), pinned(explorer), explorer.state.direction]).toEqual([['cat', 'le chat'], word, direction]);
  });

  it('says which text has changed since, and explores it as it reads now', async () => {
    const { explorer, second } = await kept('chat');
    vi.spyOn(second, 'getText').mockReturnValue('le chien.');
    await run('openSelectedFinding');
    expect(warnings()).toEqual([expect.stringContaining('A text has changed since this was kept')]);
    expect(standIn.seen.join('\n')).toContain('other.txt was explored as it reads now');
    expect(textsOf(explorer)[1]).toBe('le chien.');
    expect(explorer.state.pinned).toBeNull();
  });

  it('of a text that was typed says that it is gone, and selects the other one for a new one', async () => {
    const { explorer, second } = await kept('chat', GIVEN_SCHEME);
    vi.spyOn(second, 'getText').mockReturnValue('');
    const editor = standIn.editorOf(CAT, [0, 0]);
    vi.spyOn(standIn.window, 'showTextDocument').mockImplementationOnce(async () => editor);
    await run('openSelectedFinding');
    expect(warnings()).toEqual([expect.stringContaining('A text that stood in no file is gone')]);
    expect(standIn.buttons[0]!.title).toBe('Explore Two Texts…');
    expect(textsOf(explorer), 'nothing else is explored').toEqual([TEXT]);
    expect([editor.selection.start.character, editor.selection.end.character]).toEqual([4, 7]);
  });
});

describe('two texts that were explored before a window reload', () => {
  /** What a panel is told to keep of them, and a window that knows nothing else. */
  async function reloaded(scheme = 'file') {
    const { explorer, second } = await kept('chat', scheme);
    await run('openSelectedFinding');
    const told: HostToPanel[] = [];
    const feed = new PanelFeed(explorer, {
      shows: 'panel',
      post: message => void told.push(message),
      editor: () => ({ hasText: true, isTextShown: true, keys: [] }),
    });
    feed.ready();
    const snapshot = await vi.waitUntil(() => told.findLast(message => message.type === 'snapshot'));
    feed.dispose();
    const persisted = parsePersisted(JSON.parse(JSON.stringify(snapshot.snapshot.persisted)))!;
    const after = start();
    after.restore(persisted);
    open([0, 0]);
    standIn.workspace.textDocuments.push(second);
    standIn.seen.length = 0;
    return { after, second, persisted };
  }

  it('are named, the one that looks last, and explored again as they read now', async () => {
    const { after, persisted } = await reloaded();
    expect(JSON.stringify(persisted)).not.toMatch(/le chat|"cat"/);
    expect(after.phase).toEqual({
      kind: 'restored',
      texts: [
        { label: 'cat.txt', lines: 'line 1' },
        { label: 'other.txt', lines: 'line 1' },
      ],
      within: null,
    });
    await run('exploreAgain');
    expect([textsOf(after), warnings()]).toEqual([['cat', 'le chat'], []]);
    expect(standIn.seen).toEqual(expect.arrayContaining(['document: /cat.txt', 'document: /other.txt']));
  });

  it('say so where one was typed, and is gone', async () => {
    const { after, second } = await reloaded(GIVEN_SCHEME);
    vi.spyOn(second, 'getText').mockReturnValue('');
    await run('exploreAgain');
    expect(warnings()).toEqual([expect.stringContaining('A text that stood in no file is gone')]);
    expect(after.exploration).toBeNull();
  });
});
