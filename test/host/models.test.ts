import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { SETTINGS } from '../../src/contributions/settings.ts';
import { modelInShort } from '../../src/core/describe/model.ts';
import { encoderStack } from '../../src/core/model/stack.ts';
import { BUILT_IN, Models } from '../../src/host/models/models.ts';
import type { ModelSummary } from '../../src/protocol/engineApi.ts';
import * as standIn from './standIn/vscode.ts';

vi.mock('vscode', () => import('./standIn/vscode.ts'));

const modelsWith = (memory: ReturnType<typeof standIn.mementoOf>) =>
  new Models(standIn.Uri.from({ scheme: 'file', path: '/extension' }) as never, memory as never);

function useFolder(folder: string): void {
  standIn.settings.set(SETTINGS.modelFolder.id, folder);
}

beforeEach(() => {
  standIn.settings.clear();
});

test('a model is called by its folder, and by the variant that was chosen; no name is more than words', async () => {
  const models = modelsWith(standIn.mementoOf());
  expect(models.nameInMessage).toBe('The built-in model');
  useFolder('/models/smol\u202elm2');
  expect(models.nameInMessage).toBe('smolU+202Elm2');
  await models.chooseVariant('/models/smol\u202elm2', 'model_q4');
  expect(models.nameInMessage).toBe('smolU+202Elm2 (model_q4)');
});

describe('the variant of a model folder', () => {
  test('is remembered for that folder, and for the next session; no other folder has it, nor the built-in model', async () => {
    const memory = standIn.mementoOf();
    const models = modelsWith(memory);
    useFolder('/one');
    expect(models.chosen).toEqual({ directory: '/one' });
    await models.chooseVariant('/one', 'model_q4');
    expect(modelsWith(memory).chosen).toEqual({ directory: '/one', variant: 'model_q4' });
    useFolder('/two');
    expect(models.chosen).toEqual({ directory: '/two' });
    await models.chooseVariant('/two', 'model_fp16');
    useFolder('/one');
    await models.chooseVariant('/one', null);
    expect(models.chosen).toEqual({ directory: '/one' });
    useFolder('');
    expect(models.chosen).toEqual({ directory: '/extension/models/minilm' });
    useFolder('/two');
    expect(models.chosen).toEqual({ directory: '/two', variant: 'model_fp16' });
  });

  test('of a hundred folders is kept, the oldest goes', async () => {
    const models = modelsWith(standIn.mementoOf());
    for (let folder = 0; folder < 101; folder++) await models.chooseVariant(`/${folder}`, 'q4');
    useFolder('/0');
    expect(models.chosen.variant).toBeUndefined();
    useFolder('/1');
    expect(models.chosen.variant).toBe('q4');
  });

  test.each([null, 'q4', 3, { '/one': 4 }, { '/one': null }])('what is remembered as %j is forgotten', async remembered => {
    const memory = standIn.mementoOf();
    await memory.update('modelVariants', remembered);
    useFolder('/one');
    expect(modelsWith(memory).chosen).toEqual({ directory: '/one' });
  });
});

describe('the models that were used', () => {
  const summary = (directory: string, name: string) =>
    ({ directory, name, attention: encoderStack(6, 12), contextLength: 512 }) as unknown as ModelSummary;

  test('are listed by folder, the latest first, with kind and limits; the built-in one stands by itself', () => {
    const memory = standIn.mementoOf();
    const models = modelsWith(memory);
    for (const name of ['a', 'b', 'a']) models.note(summary(`/${name}`, name));
    models.note(summary('/extension/models/minilm', 'all-MiniLM-L6-v2'));
    expect(modelsWith(memory).recent).toEqual([
      { directory: '/a', name: 'a', about: 'Encoder, 6 layers of 12 heads, reads 512 tokens' },
      { directory: '/b', name: 'b', about: 'Encoder, 6 layers of 12 heads, reads 512 tokens' },
    ]);
    models.note({ ...summary('/d', 'd'), attention: { ...encoderStack(6, 12), causal: true } });
    expect(models.recent[0]).toMatchObject({ about: 'Decoder, 6 layers of 12 heads, reads 512 tokens', readsAnswers: true });
    for (let folder = 0; folder < 12; folder++) models.note(summary(`/${folder}`, 'x'));
    expect(models.recent.map(({ directory }) => directory)).toEqual(['/11', '/10', '/9', '/8', '/7', '/6', '/5', '/4']);
  });

  test('have their own name; a folder that was never read has its own; what is remembered in another shape is not listed', async () => {
    const memory = standIn.mementoOf();
    const models = modelsWith(memory);
    expect(models.name).toBe('all-MiniLM-L6-v2');
    useFolder('/models/tiny');
    expect(models.name).toBe('tiny');
    models.note(summary('/models/tiny', 'Tiny'));
    expect(models.name).toBe('Tiny');
    await memory.update('recentModels', [{ directory: '/a' }, 3, null, { directory: '/b', name: 'b', about: '' }]);
    expect(models.recent.map(({ name }) => name)).toEqual(['b']);
  });

  test('in Restricted Mode there are none', () => {
    const models = modelsWith(standIn.mementoOf());
    models.note(summary('/a', 'a'));
    standIn.workspace.isTrusted = false;
    expect(models.recent).toEqual([]);
    standIn.workspace.isTrusted = true;
  });

  test('the built-in one is what its config.json says', async () => {
    const config = JSON.parse(await readFile('models/minilm/config.json', 'utf8')) as Record<string, never>;
    const { name, num_hidden_layers: layers, num_attention_heads: heads, max_position_embeddings: contextLength } = config;
    expect(BUILT_IN).toEqual({ name, about: modelInShort({ attention: encoderStack(layers!, heads!), contextLength: contextLength! }) });
  });
});
