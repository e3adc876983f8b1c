import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runInProcess, TINY_MODEL } from '../support/commandLine.ts';
import { schemaErrors } from '../support/jsonSchema.ts';
import { tiny, tinyJson, tinyNpz } from './support.ts';

const SCHEMA = JSON.parse(readFileSync('docs/tokens-schema.json', 'utf8')) as Record<string, unknown>;

interface TokensJson {
  readonly tokens: readonly { readonly id: number; readonly start: number; readonly end: number; readonly special: boolean }[];
  readonly lines: readonly number[];
}

const TEXT = 'The cat sat.\nIt slept.';

test('JSON follows its schema and NPZ holds the same numbers', async () => {
  const json = await tinyJson<TokensJson>('tokens', '--text', TEXT);
  expect(schemaErrors(json, SCHEMA)).toEqual([]);
  expect(json.lines).toHaveLength(2);
  const npz = await tinyNpz('tokens', '--text', TEXT);
  const numbers = (name: string): number[] => {
    const { bytes, dtype } = npz.get(name)!;
    const buffer = bytes.slice().buffer;
    return dtype === '<i8' ? Array.from(new BigInt64Array(buffer), Number) : Array.from(new Int32Array(buffer));
  };
  expect(numbers('input_ids')).toEqual(json.tokens.map(({ id }) => id));
  expect(numbers('offsets')).toEqual(json.tokens.flatMap(({ start, end }) => [start, end]));
  expect(numbers('special_tokens_mask')).toEqual(json.tokens.map(({ special }) => Number(special)));
  expect(numbers('line_counts')).toEqual(json.lines);
});

test('a folder with a tokenizer and no model is enough; text is a table with a sum', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tokens-'));
  try {
    copyFileSync(join(TINY_MODEL, 'tokenizer.json'), join(folder, 'tokenizer.json'));
    const { code, stdout, stderr } = await runInProcess(['tokens', '--model', folder, '--text', TEXT]);
    expect([code, stderr]).toEqual([0, '']);
    expect(String(stdout)).toMatch(/^token +place +id +span +in the text\n/);
    expect(String(stdout)).toMatch(
      /\d+ tokens of 22 characters in 2 lines \(\w+\)\. Spans are in UTF-16 units\.\nNormalisation: 2 tokens read otherwise than written \(The as the, It as it\)\.\n$/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('an option of another command is refused', async () => {
  expect((await tiny('tokens', '--text', TEXT, '--word', 'cat')).code).toBe(2);
});
