import { beforeEach, expect, it, vi } from 'vitest';
import { GIVEN_SCHEME } from '../../src/contributions/ids.ts';
import { GivenTexts } from '../../src/host/editor/givenTexts.ts';
import type { Explorer } from '../../src/session/explorer.ts';
import * as standIn from './standIn/vscode.ts';

vi.mock('vscode', () => import('./standIn/vscode.ts'));

const uriOf = (path: string) => standIn.Uri.from({ scheme: GIVEN_SCHEME, path });
const changed = new standIn.EventEmitter<void>();
let explorer: { onDidChange: typeof changed.event; exploration: unknown; target: unknown };
let given: GivenTexts;

beforeEach(() => {
  standIn.workspace.textDocuments = [];
  standIn.window.tabGroups.all = [];
  explorer = { onDidChange: changed.event, exploration: null, target: null };
  given = new GivenTexts();
  given.follow(explorer as unknown as Explorer);
});

const textOf = (path: string) => given.provideTextDocumentContent(uriOf(path) as never);
/** Tabs of one group. */
const showTabs = (...inputs: unknown[]) => {
  standIn.window.tabGroups.all = [{ tabs: inputs.map(input => ({ input })) }];
  changed.fire();
};

it('are kept while a tab shows them, an exploration has them, or they were asked for last; then they go', async () => {
  await given.open('Second text', 'le chat');
  const path = '/Second text.txt';
  changed.fire(); // a word is pointed at before it is shown
  expect(textOf(path)).toBe('le chat');
  showTabs(new standIn.TabInputText(uriOf(path)));
  const first = { uri: 'file:/a.txt', second: { uri: uriOf(path).toString() } };
  explorer.exploration = { target: first };
  showTabs();
  expect(textOf(path)).toBe('le chat');
  [explorer.exploration, explorer.target] = [{ target: { uri: 'file:/a.txt' } }, first];
  changed.fire();
  expect(textOf(path)).toBe('le chat');
  explorer.target = { uri: 'file:/a.txt' };
  changed.fire();
  expect(textOf(path)).toBe('');
});

it('are kept as one side of a diff editor, and one that goes leaves the others', async () => {
  for (const text of ['le chat', 'le chien']) await given.open('Second text', text);
  const [one, other] = ['/Second text.txt', '/Second text 2.txt'];
  showTabs(new standIn.TabInputTextDiff(uriOf(one), uriOf('/x')), new standIn.TabInputText(uriOf(other)));
  showTabs(new standIn.TabInputTextDiff(uriOf(one), uriOf('/x')));
  expect([textOf(one), textOf(other)]).toEqual(['le chat', '']);
});
