import { expect, it, vi } from 'vitest';
import * as standIn from './standIn/vscode.ts';

const view = { visible: true, selection: [], show: (_event: unknown): unknown => _event, dispose: () => undefined };
const texts = { fire: (_event: unknown): unknown => _event };
vi.mock('vscode', async () => {
  const module = await import('./standIn/vscode.ts');
  return {
    ...module,
    TreeItem: class {
      label = '';
    },
    ThemeIcon: class {
      id = '';
    },
    window: {
      ...module.window,
      createTreeView: () => ({
        ...view,
        get visible() {
          return view.visible;
        },
        onDidChangeVisibility: (listener: (event: unknown) => unknown) => ((view.show = listener), { dispose: () => undefined }),
      }),
    },
    workspace: {
      ...module.workspace,
      onDidChangeTextDocument: (listener: (event: unknown) => unknown) => ((texts.fire = listener), { dispose: () => undefined }),
    },
  };
});
const { FindingsTree } = await import('../../src/host/findings/tree.ts');

it('a list that comes into sight tells what was edited while it was out of it', () => {
  vi.useFakeTimers();
  const store = { all: [{ text: { uri: 'file:/cat.txt' } }], onDidChange: () => ({ dispose: () => undefined }) };
  const tree = new FindingsTree(store as never);
  let told = 0;
  tree.onDidChangeTreeData(() => told++);
  view.visible = false;
  texts.fire({ document: standIn.documentOf('/cat.txt', 'edited') });
  vi.advanceTimersByTime(1000);
  view.visible = true;
  view.show({ visible: true });
  vi.advanceTimersByTime(1000);
  vi.useRealTimers();
  expect(told).toBeGreaterThan(0);
});
