import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine, startCommand, TINY_MODEL } from '../support/commandLine.ts';
import { schemaErrors } from '../support/jsonSchema.ts';
import { loadNpz } from '../support/npz.ts';

const TEXT = 'The cat sat on the mat because it was tired.';
const SCHEMA = JSON.parse(readFileSync('docs/run-schema.json', 'utf8')) as Record<string, unknown>;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-cli-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function tiny(...args: string[]) {
  return runCommandLine(['run', '--model', TINY_MODEL, ...args]);
}

interface RunJson {
  readonly text: string;
  readonly words: readonly { readonly label: string; readonly special: boolean; readonly unknown: string }[];
  readonly attention: readonly (readonly number[])[];
  readonly word?: { readonly index: number; readonly attends: readonly number[] };
  readonly [field: string]: unknown;
}

async function tinyJson(...args: string[]): Promise<RunJson> {
  const { code, stdout, stderr } = await tiny('--format', 'json', ...args);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(String(stdout)) as RunJson;
}

describe('text', () => {
  test('the built-in model, the Reference lens: "it" attends to France', async () => {
    const text = 'I visited France last summer because it has wonderful food.';
    const { code, stdout, stderr } = await runCommandLine(['run', '--text', text, '--word', 'it', '--lens', 'reference']);
    expect([code, stderr]).toEqual([0, '']);
    expect(String(stdout)).toMatch(/I visited \[France \.\d\d\] last summer because >it< has wonderful food\./);
    expect(String(stdout)).toContain('It is not likeness of meaning.');
  });

  test('in a long text the marks count in even shares, and the report says so', async () => {
    const { code, stdout } = await runCommandLine(['run', '--file', 'test/fixtures/texts/story.txt', '--word', 'ferry']);
    expect(code).toBe(0);
    expect(String(stdout)).toContain(
      'Marks: 1× is an even share: here 0.0065. No weight below 2×, or below 1× for each token of a word, has a colour.',
    );
    expect(String(stdout)).toMatch(/\[\S+ \.\d\d\d?\]/);
  });

  test('without a word every word is listed', async () => {
    const { stdout } = await tiny('--text', TEXT);
    const lines = String(stdout).trim().split('\n').slice(2);
    expect(lines.length).toBe(11);
    expect(lines[1]).toMatch(/^cat -> \S+ 0\.\d\d, \S+ 0\.\d\d, \S+ 0\.\d\d {2}\(L\d H\d\)$/);
  });

  test('escapes and controls of the text never reach the terminal', async () => {
    const hostile = 'cat \u001b[31mred\u001b]0;title\u0007 dog \u009b2J \u202eevil. And more text that is harmless.\u0000';
    for (const format of ['text', 'json']) {
      const { code, stdout, stderr } = await runCommandLine(
        ['run', '--model', TINY_MODEL, '-', '--word', 'dog', '--format', format],
        hostile,
      );
      expect(code).toBe(0);
      // oxlint-disable-next-line no-control-regex -- control characters are what it must not find
      expect(String(stdout) + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
  });
});

describe('json', () => {
  test("fits its schema, and its numbers are the engine's", async () => {
    const report = await tinyJson('--text', TEXT, '--layer', '1', '--word', 'IT');
    expect(schemaErrors(report, SCHEMA)).toEqual([]);
    expect(report.words[report.word!.index]!.label).toBe('it');
    expect(report.word!.attends).toEqual(report.attention[report.word!.index]);
    for (const row of report.attention) expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
  });

  test('the schema check is no formality', async () => {
    const report = await tinyJson('--text', TEXT);
    expect(schemaErrors({ ...report, extra: 1 }, SCHEMA)).toEqual(['$: extra is unknown']);
    expect(schemaErrors({ ...report, attention: [[-0.1]] }, SCHEMA)).toEqual(['$.attention[0][0]: minimum 0']);
    expect(schemaErrors({ ...report, tokens: undefined }, SCHEMA)).toContain('$.tokens: type "array"');
  });

  test('one head equals the npz, bit for bit, where each word is one token', async () => {
    const report = await tinyJson('--text', TEXT, '--layer', '2', '--head', '3');
    const { stdout } = await tiny('--text', TEXT, '--format', 'npz');
    const { bytes, shape } = loadNpz(stdout).get('encoder.attention.2')!;
    const size = shape[1]!;
    expect(report.words.length).toBe(size);
    const head = new Float32Array(bytes.buffer).subarray(3 * size * size, 4 * size * size);
    expect(Float32Array.from(report.attention.flat())).toEqual(head);
  });
});

describe('npz', () => {
  test('to a file with a line break in its name: everything is there, and nothing else is left', async () => {
    const file = join(folder, 'a\nb.npz');
    const { code, stdout, stderr } = await tiny('--text', TEXT, '--format', 'npz', '--hidden', '--output', file);
    expect([code, String(stdout), stderr]).toEqual([0, '', '']);
    const arrays = loadNpz(readFileSync(file));
    const shapes = Object.fromEntries([...arrays].map(([name, { dtype, shape }]) => [name, [dtype, ...shape]]));
    const tokens = 13;
    expect(shapes).toEqual({
      'encoder.input_ids': ['<i8', tokens],
      'encoder.offsets': ['<i4', tokens, 2],
      ...Object.fromEntries([0, 1, 2].map(layer => [`encoder.attention.${layer}`, ['<f4', 4, tokens, tokens]])),
      ...Object.fromEntries([0, 1, 2, 3].map(state => [`encoder.hidden.${state}`, ['<f4', tokens, 32]])),
    });
    const offsets = new Int32Array(arrays.get('encoder.offsets')!.bytes.buffer);
    expect(Array.from(offsets.subarray(0, 6))).toEqual([-1, -1, 0, 3, 4, 7]);
    expect(Array.from(offsets.subarray(-4))).toEqual([TEXT.length - 1, TEXT.length, -1, -1]);
    expect(readdirSync(folder).filter(name => name.includes('tmp'))).toEqual([]);
  });

  test('without --hidden there are no hidden states', async () => {
    const { stdout } = await tiny('--text', TEXT, '--format', 'npz');
    expect([...loadNpz(stdout).keys()].filter(name => name.includes('hidden'))).toEqual([]);
  });
});

describe('input', () => {
  test('a file with a byte order mark, and standard input, are the text itself', async () => {
    const file = join(folder, 'bom.txt');
    writeFileSync(file, `\ufeff${TEXT}`);
    expect((await tinyJson('--file', file)).text).toBe(TEXT);
    const { stdout } = await runCommandLine(['run', '--model', TINY_MODEL, '-', '--format', 'json'], TEXT);
    expect((JSON.parse(String(stdout)) as RunJson).text).toBe(TEXT);
  });

  test('too long for the model: cut to the first tokens, with a warning', async () => {
    const { code, stdout, stderr } = await tiny('--format', 'json', '--text', 'cat '.repeat(100));
    expect(code).toBe(0);
    expect(stderr).toBe('warning: the model reads 64 of 102 tokens: the first ones were run\n');
    expect((JSON.parse(String(stdout)) as RunJson)['shown']).toEqual({ start: 0, end: 247, tokens: 64, totalTokens: 102 });
  });

  test('words unknown to the model: a warning names them, JSON marks them, and a word glued to one is found', async () => {
    const warning =
      'warning: 2 words are unknown to this model (“🙂”, “cat🍕”): it reads the unknown token “[UNK]” in the place of each, so it cannot tell them apart.\n';
    const { code, stdout, stderr } = await tiny('--format', 'json', '--text', 'the 🙂 old cat🍕 food', '--word', 'CAT');
    expect([code, stderr]).toEqual([0, warning]);
    const report = JSON.parse(String(stdout)) as RunJson & {
      readonly tokens: readonly { readonly text: string; readonly unknown: boolean }[];
    };
    expect(schemaErrors(report, SCHEMA)).toEqual([]);
    expect(report.tokens.filter(({ unknown }) => unknown).map(({ text }) => text)).toEqual(['[UNK]', '[UNK]']);
    expect(report.words.map(({ label, unknown }) => `${label} ${unknown}`)).toEqual([
      '[CLS] none',
      'the none',
      '🙂 all',
      'old none',
      'cat🍕 all',
      'food none',
      '[SEP] none',
    ]);
    expect(report.word!.index).toBe(4);
  });

  test('another language than the model was made for: a warning, of two texts with which one', async () => {
    const french = 'Les chats dorment sur le tapis parce qu’il est chaud.';
    const made = 'the model was made for English, so its attention says little here.\n';
    const run = async (...args: string[]) => (await runCommandLine(['run', '--text', french, ...args])).stderr;
    expect(await run()).toBe(`warning: This text looks like French; ${made}`);
    expect(await run('--target', TEXT)).toBe(`warning: the first text looks like French; ${made}`);
    expect(await tiny('--text', french)).toMatchObject({ stderr: expect.not.stringContaining('French') as unknown });
  });

  test('an input that never ends is read no further than needed', async () => {
    const child = startCommand(['run', '--model', TINY_MODEL, '-']);
    child.stdin!.on('error', () => undefined);
    // The command ends although its input stays open.
    child.stdin!.write('the cat sat '.repeat(100_000));
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
  });

  test('a line of a million characters is capped before it is tokenised', async () => {
    const { code, stderr } = await runCommandLine(['run', '--model', TINY_MODEL, '-'], 'x'.repeat(1_000_000));
    expect(code).toBe(0);
    expect(stderr).toContain('only the first 100,000 characters are read');
  });
});
