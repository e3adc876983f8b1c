import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Capability } from '../../src/core/model/capability.ts';
import { Runner } from '../../src/engine/runner.ts';
import { copyWithComputedTable, copyWithoutHiddenStates, copyWithoutMaskToken } from '../support/modelCopies.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-capabilities-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const ALL: readonly Capability[] = Object.keys({
  'hidden-states': true,
  'layer-updates': true,
  'word-vectors': true,
  'shared-width': true,
  'mask-token': true,
  'position-vectors': true,
  'segment-vectors': true,
  'summed-input': true,
  'chat-template': true,
} satisfies Record<Exclude<Capability, 'every-pair' | 'one-text'>, true>) as Capability[];

const tiny = (name: string) => resolve('test/fixtures/models', name);
const capabilitiesOf = async (directory: string) => (await new Runner().open({ directory })).capabilities;

test('a model says what it has of all that one may lack', async () => {
  const lacks = async (directory: string) => {
    const capabilities = await capabilitiesOf(directory);
    return ALL.filter(capability => capability !== 'chat-template' && !capabilities.includes(capability));
  };
  expect(await lacks(tiny('bert-dynamo'))).toEqual([]);
  expect(await lacks(await copyWithoutHiddenStates(folder))).toEqual(['hidden-states', 'layer-updates', 'shared-width']);
  expect(await lacks(await copyWithoutMaskToken(folder))).toEqual(['mask-token']);
  expect(await lacks(tiny('distilbert'))).toEqual(['segment-vectors']);
  expect(await lacks(await copyWithComputedTable(folder))).toEqual(['word-vectors', 'shared-width']);
  // Its word embeddings are projected to the width of its layers.
  expect(await lacks(tiny('electra'))).toEqual(['shared-width']);
});

test('what needs no word table works where it is not read, and what needs it alone says so', async () => {
  const directory = await copyWithComputedTable(folder);
  const runner = new Runner();
  const { runId } = await runner.run({ directory, text: 'The cat sat on the mat.', fit: 'start', caret: 0 });
  const { fixed, contextual, size } = await runner.likeness({ runId, level: 'words', state: 2 });
  expect([fixed.length, contextual.length]).toEqual([0, size ** 2]);
  const { toFixed, norms } = await runner.path({ runId, level: 'words', stream: 'text', unit: 1 });
  expect([toFixed.length, norms.length]).toEqual([0, 4]);
  const nearest = runner.neighbours({ runId, level: 'words', stream: 'text', unit: 1, state: null, top: 3 });
  await expect(nearest).rejects.toThrow('The word embeddings of this model are not read');
});
