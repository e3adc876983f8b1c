import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { boundOf } from './document.ts';
import { foldersIn, measureEntry } from './entries.ts';

const FOLDERS = foldersIn(resolve('test/fixtures/matrix'));

const WAYS = [
  'bert/ort-fused-mha',
  'deberta-v2/dynamo-18-eager',
  'gemma2/genai-fp32',
  'gpt-oss/dynamo-20-past',
  'llama/genai-fp16',
  'opt/optimum-past',
  'qwen3/dynamo-23-sdpa',
  'roberta/int8',
  'roberta/ort-fused',
  'roberta/q4-tables',
  'smollm2/genai-fp32',
  'smollm2/genai-int4',
];

test('there are models of every way to attention', () => {
  const forms = FOLDERS.map(folder => folder.split('/').slice(-2).join('/'));
  expect(forms).toEqual(expect.arrayContaining(WAYS));
});

describe.each(FOLDERS)('%s', folder => {
  test('attention, hidden states, ids and spans are those of the reference', async () => {
    const { form, cell } = await measureEntry(folder);
    if (cell.kind !== 'shown') throw new Error(`${cell.kind}: ${'cause' in cell ? cell.cause : ''}`);
    expect(cell.maps).toBeLessThan(boundOf(form));
    if (cell.hidden !== null) expect(cell.hidden).toBeLessThan(boundOf(form));
    expect([cell.idsEqual, cell.spansEqual]).toEqual([true, true]);
  });
});
