import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { foldersIn, measureEntry } from './entries.ts';

const FOLDERS = foldersIn(resolve('test/fixtures/matrix'));

/** What 16 bits cost; everything else is float32, or compared with the attention weights of the file itself. */
const boundOf = (form: string): number => (form.includes('fp16') ? 5e-3 : 1e-4);

test('there are models of every way to attention', () => {
  const forms = FOLDERS.map(folder => folder.split('/').slice(-2).join('/'));
  expect(forms).toEqual(
    expect.arrayContaining(['roberta/int8', 'opt/optimum-past', 'gpt-oss/dynamo-20-past', 'deberta-v2/dynamo-18-eager']),
  );
});

describe.each(FOLDERS)('%s', folder => {
  test('attention, hidden states, ids and spans are those of the reference', async () => {
    const { form, cell } = await measureEntry(folder);
    if (cell.kind !== 'shown') throw new Error(`${cell.kind}: ${cell.cause}`);
    expect(cell.maps).toBeLessThan(boundOf(form));
    if (cell.hidden !== null) expect(cell.hidden).toBeLessThan(boundOf(form));
    expect([cell.idsEqual, cell.spansEqual]).toEqual([true, true]);
  });
});
