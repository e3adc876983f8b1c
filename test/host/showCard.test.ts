import { expect, it, vi } from 'vitest';
import * as standIn from './standIn/vscode.ts';

vi.mock('vscode', async () => {
  const module = await import('./standIn/vscode.ts');
  return {
    ...module,
    Hover: class {
      contents: unknown;
      constructor(contents: unknown) {
        this.contents = contents;
      }
    },
    MarkdownString: class {
      appendText() {
        return this;
      }
      appendMarkdown() {
        return this;
      }
    },
    window: { ...module.window, onDidChangeTextEditorSelection: () => ({ dispose: () => undefined }) },
    languages: {
      registerHoverProvider: (_: unknown, provider: unknown) => (
        ((globalThis as never as { provider: unknown }).provider = provider),
        { dispose: () => undefined }
      ),
    },
  };
});
const { Pointing } = await import('../../src/host/editor/pointing.ts');
const { World } = await import('../session/walk/world.ts');

it('a card that was asked for elsewhere is not shown at the next hover', async () => {
  const world = new World(['the cat sat\non a mat\n', 'other text\n']);
  const pointing = new Pointing(world.explorer);
  await world.explore(world.target(world.documents[0]!, 0, 2));
  const { provider } = globalThis as never as { provider: { provideHover(document: unknown, position: unknown): unknown } };
  (standIn.window as { activeTextEditor: unknown }).activeTextEditor = {
    document: world.documents[1],
    selection: { active: new standIn.Position(0, 2) },
  };
  await pointing.showCard();
  // The editor with the caret shows another document.
  expect(provider.provideHover(world.documents[1], new standIn.Position(0, 2))).toBeUndefined();
  const hover = provider.provideHover(world.documents[0], new standIn.Position(0, 5));
  expect(hover).toBeUndefined();
});
