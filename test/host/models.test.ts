import { beforeEach, describe, expect, test, vi } from 'vitest';
import { SETTINGS } from '../../src/contributions/settings.ts';
import { Models } from '../../src/host/models/models.ts';
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
