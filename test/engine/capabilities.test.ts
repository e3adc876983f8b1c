import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Runner } from '../../src/engine/runner.ts';
import { copyWithoutHiddenStates, copyWithoutMaskToken } from '../support/modelCopies.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-capabilities-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const capabilitiesOf = async (directory: string) => (await new Runner().open({ directory })).capabilities;

test('a model says what it has of all that one may lack', async () => {
  expect(await capabilitiesOf(resolve('test/fixtures/models/bert-dynamo'))).toEqual(['hidden-states', 'mask-token']);
  expect(await capabilitiesOf(await copyWithoutHiddenStates(folder))).toEqual(['mask-token']);
  expect(await capabilitiesOf(await copyWithoutMaskToken(folder))).toEqual(['hidden-states']);
});
