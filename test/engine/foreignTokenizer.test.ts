import { formatCount } from '../../src/core/describe/numbers.ts';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { foreignTokenizer } from '../../src/engine/model/foreignTokenizer.ts';
import { loadAlone } from '../support/loadedModel.ts';

test.each([
  ['BERT with its own', 30_522, 30_522],
  ['Phi, whose table is rounded up', 50_295, 51_200],
  ['GPT-2, rounded up', 50_257, 50_304],
  ['a toy', 60, 300],
  ['BERT with a few words added', 30_530, 30_522],
])('%s: nothing to say', (_, entries, rows) => {
  expect(foreignTokenizer(entries, rows)).toEqual([]);
});

test.each([
  ['BERT with that of GPT-2', 50_257, 30_522, 'some texts cannot be read'],
  ['Qwen with that of GPT-2', 50_257, 151_936, 'many rows have no word'],
  ['RoBERTa with that of BERT', 30_522, 50_265, 'many rows have no word'],
])('%s: both numbers', (_, entries, rows, part) => {
  const [warning] = foreignTokenizer(entries, rows);
  expect(warning).toContain(`${formatCount(entries)} entries, and the model's word table ${formatCount(rows)} rows: ${part}.`);
});

test('a folder with the tokenizer of another model says so when it is opened', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attention-lens-foreign-'));
  cpSync(resolve('test/fixtures/models/bert-eager'), folder, { recursive: true });
  const own = await loadAlone(folder);
  cpSync(resolve('models/minilm/tokenizer.json'), join(folder, 'tokenizer.json'));
  const foreign = await loadAlone(folder);
  const warned = [own, foreign].map(({ summary }) => summary.warnings.some(warning => warning.includes('of another model')));
  await Promise.all([own.session.dispose(), foreign.session.dispose()]);
  rmSync(folder, { recursive: true });
  expect(warned).toEqual([false, true]);
});
