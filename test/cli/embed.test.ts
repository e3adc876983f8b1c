import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TINY_MODEL } from '../support/commandLine.ts';
import { schemaErrors } from '../support/jsonSchema.ts';
import { largestDifference } from '../support/tensors.ts';
import { floatsOf, tiny, tinyJson, tinyNpz } from './support.ts';

const SCHEMA = JSON.parse(readFileSync('docs/embed-schema.json', 'utf8')) as Record<string, unknown>;

interface Reference {
  readonly texts: readonly {
    readonly text: string;
    readonly ids: readonly number[];
    readonly offset: number;
    readonly attention: readonly number[];
    readonly hidden: readonly [states: number, tokens: number, width: number];
  }[];
}

interface EmbedJson {
  readonly tokens: readonly { readonly id: number; readonly start: number; readonly end: number }[];
  readonly static: readonly (readonly number[])[];
  readonly hidden: readonly (readonly (readonly number[])[])[];
}

const [{ text, ids, offset, attention, hidden }] = (JSON.parse(readFileSync(join(TINY_MODEL, 'reference.json'), 'utf8')) as Reference)
  .texts as [Reference['texts'][number]];
const [states, tokens, width] = hidden;

describe('npz', () => {
  test("hidden states are PyTorch's, and every token has its row of the word table", async () => {
    const arrays = await tinyNpz('embed', '--text', text);
    expect([...arrays.keys()]).toEqual([
      'encoder.input_ids',
      'encoder.offsets',
      'static',
      ...Array.from({ length: states }, (_, state) => `encoder.hidden.${state}`),
    ]);
    expect([...new BigInt64Array(arrays.get('encoder.input_ids')!.bytes.slice().buffer)]).toEqual(ids.map(BigInt));
    expect(arrays.get('static')!.shape).toEqual([tokens, width]);

    const bytes = readFileSync(join(TINY_MODEL, 'reference.bin'));
    const reference = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    const start = offset + attention.reduce((product, dim) => product * dim, 1);
    for (let state = 0; state < states; state++) {
      const expected = reference.subarray(start + state * tokens * width, start + (state + 1) * tokens * width);
      expect(largestDifference(floatsOf(arrays.get(`encoder.hidden.${state}`)), expected)).toBeLessThan(1e-5);
    }

    // "The" and "the" are one entry: the same row, and the only rows that are equal.
    const fixed = floatsOf(arrays.get('static'));
    const row = (token: number): string => fixed.subarray(token * width, (token + 1) * width).join(' ');
    for (const [a, id] of ids.entries()) for (const [b, other] of ids.entries()) expect(row(a) === row(b)).toBe(id === other);
  });
});

describe('json', () => {
  test('fits its schema and holds the same numbers, bit for bit', async () => {
    const report = await tinyJson<EmbedJson>('embed', '--text', text);
    expect(schemaErrors(report, SCHEMA)).toEqual([]);
    expect(report.tokens.map(token => token.id)).toEqual(ids);
    const arrays = await tinyNpz('embed', '--text', text);
    expect(Float32Array.from(report.static.flat())).toEqual(floatsOf(arrays.get('static')));
    for (const [state, rows] of report.hidden.entries())
      expect(Float32Array.from(rows.flat())).toEqual(floatsOf(arrays.get(`encoder.hidden.${state}`)));
  });
});

test('text is a table with one line a token', async () => {
  const { code, stdout, stderr } = await tiny('embed', '--text', 'a cat');
  expect([code, stderr]).toEqual([0, '']);
  const lines = String(stdout).split('\n');
  expect(lines[2]).toMatch(/^token +word embedding +before any layer +after 3 layers +cosine of first and last$/);
  expect(lines.slice(3, 7).map(line => line.split(' ')[0])).toEqual(['[CLS]', 'a', 'cat', '[SEP]']);
  expect(lines[4]).toMatch(/^a +\d\.\d\d +\d\.\d\d +\d\.\d\d +-?0\.\d\d$/);
});

test('a text that is too long is cut as by run, with a warning', async () => {
  const { code, stderr } = await tiny('embed', '--text', 'cat '.repeat(100));
  expect([code, stderr]).toEqual([0, 'warning: the model reads 64 of 102 tokens: the first ones were run\n']);
});
