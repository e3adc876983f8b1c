import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Capability } from '../../src/core/model/capability.ts';
import { Runner } from '../../src/engine/runner.ts';
import { copyWithoutHiddenStates, copyWithoutMaskToken } from '../support/modelCopies.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-capabilities-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const ALL: readonly Capability[] = Object.keys({
  'hidden-states': true,
  'layer-updates': true,
  'shared-width': true,
  'mask-token': true,
  'position-vectors': true,
  'segment-vectors': true,
  'summed-input': true,
} satisfies Record<Capability, true>) as Capability[];

const tiny = (name: string) => resolve('test/fixtures/models', name);
const capabilitiesOf = async (directory: string) => (await new Runner().open({ directory })).capabilities;

test('a model says what it has of all that one may lack', async () => {
  const lacks = async (directory: string) => {
    const capabilities = await capabilitiesOf(directory);
    return ALL.filter(capability => !capabilities.includes(capability));
  };
  expect(await lacks(tiny('bert-dynamo'))).toEqual([]);
  expect(await lacks(await copyWithoutHiddenStates(folder))).toEqual(['hidden-states', 'layer-updates', 'shared-width']);
  expect(await lacks(await copyWithoutMaskToken(folder))).toEqual(['mask-token']);
  expect(await lacks(tiny('distilbert'))).toEqual(['segment-vectors']);
  // Its word embeddings are projected to the width of its layers.
  expect(await lacks(tiny('electra'))).toEqual(['shared-width']);
});
