import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandLineOf } from '../../src/core/export/commandLine.ts';
import { runInProcess, TINY_MODEL } from '../support/commandLine.ts';
import { bundlePath } from '../support/processes.ts';
import { exported } from '../core/export/exported.ts';
import { tiny, tinyJson } from './support.ts';

const TEXT = 'The cat sat on the mat because it was tired.';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-taken-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function written(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await tiny('run', '--text', TEXT, ...args);
  expect([code, stderr]).toEqual([0, '']);
  return String(stdout);
}

interface RunJson {
  readonly words: readonly { readonly label: string }[];
  readonly attention: readonly (readonly number[])[];
}

describe('tables', () => {
  test('the row of a word has the numbers of the JSON, to the last bit', async () => {
    const { words, attention } = await tinyJson<RunJson>('run', '--text', TEXT);
    const it = words.findIndex(({ label }) => label === 'it');
    const rows = (await written('--word', 'it', '--format', 'csv')).split('\r\n').slice(1, -2);
    expect(rows.map(row => row.split(',')[0])).toEqual(words.map(({ label }) => label));
    expect(rows.map(row => Number(row.split(',')[1]))).toEqual(attention[it]);
  });

  test('from the other side it is the column', async () => {
    const { words, attention } = await tinyJson<RunJson>('run', '--text', TEXT);
    const it = words.findIndex(({ label }) => label === 'it');
    const rows = (await written('--word', 'it', '--by', '--format', 'tsv')).split('\n').slice(1, -2);
    expect(rows.map(row => Number(row.split('\t')[1]))).toEqual(attention.map(row => row[it]));
  });

  test('without a word it is the matrix, in sub-words and without special tokens where that is asked for', async () => {
    const lines = (await written('--format', 'csv', '--sub-words', '--hide-special')).split('\r\n');
    expect(lines[0]).not.toContain('[CLS]');
    expect(lines.at(-2)).toMatch(/^"?# model: .*; level: sub-words; special tokens: hidden; .*text SHA-256: [0-9a-f]{64}"?$/);
    expect(lines.slice(1, -2)).toHaveLength(lines[0]!.split(',').length - 1);
  });

  test('all heads of a word, the strongest first', async () => {
    const lines = (await written('--word', 'it', '--table', 'heads', '--format', 'markdown'))
      .split('\n')
      .filter(line => line.startsWith('| L'));
    expect(lines).toHaveLength(12);
  });

  test('equal input gives equal bytes, in another process too', async () => {
    const args = ['run', '--model', TINY_MODEL, '--text', TEXT, '--word', 'it', '--format', 'latex'];
    const other = execFileSync(process.execPath, [bundlePath('cli.mjs'), ...args]);
    expect((await runInProcess(args)).stdout.equals(other)).toBe(true);
  });

  test('the second place of a word; one that is not there', async () => {
    const text = 'it was it';
    const { stdout } = await tiny('run', '--text', text, '--word', 'it', '--nth', '2', '--format', 'csv');
    const notes = String(stdout)
      .split('\r\n')
      .map(line => line.endsWith(',itself'));
    expect(notes.indexOf(true)).toBe(4);
    const missing = await tiny('run', '--text', text, '--word', 'it', '--nth', '3', '--format', 'csv');
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('It stands there 2 times in this very spelling.')]);
  });

  test('a batch writes a file a text, called as its format is', async () => {
    const input = join(folder, 'in.jsonl');
    writeFileSync(input, `${JSON.stringify({ id: 'a', text: TEXT })}\n`);
    const { code } = await tiny('run', '--batch', input, '--output', join(folder, 'out'), '--format', 'markdown');
    expect([code, readdirSync(join(folder, 'out'))]).toEqual([0, ['a.md']]);
  });
});

describe('pictures and pages', () => {
  test.each([
    [['--format', 'svg'], '<svg'],
    [['--format', 'svg', '--picture', 'heads'], '<svg'],
    [['--format', 'svg', '--picture', 'text', '--by', '--sub-words'], '<svg'],
    [['--format', 'html', '--hide-special'], '<!doctype html>'],
  ])('%j: the same twice, with where it is from', async (args, start) => {
    const [first, again] = [await written('--word', 'it', ...args), await written('--word', 'it', ...args)];
    expect(first.startsWith(start)).toBe(true);
    expect(first).toMatch(/text SHA-256(: |<\/dt><dd>)[0-9a-f]{64}/);
    expect(again).toBe(first);
  });

  test('in other colours they differ in those alone; tables have none', async () => {
    const without = (file: string) => file.replaceAll(/#[0-9a-f]{6}/g, '#');
    for (const format of ['svg', 'html']) {
      const [print, dark] = [await written('--format', format), await written('--format', format, '--colours', 'dark')];
      expect(await written('--format', format, '--colours', 'print')).toBe(print);
      expect(dark).not.toBe(print);
      expect(without(dark)).toBe(without(print));
    }
    const refused = await tiny('run', '--text', TEXT, '--format', 'csv', '--colours', 'dark');
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--colours needs svg or html')]);
  });

  test('a page has all heads', async () => {
    const { names } = JSON.parse(/id="data">(.*?)<\/script>/.exec(await written('--format', 'html'))![1]!) as {
      readonly names: readonly string[];
    };
    expect(names).toHaveLength(13);
  });
});

describe('what other programs read', () => {
  interface Shape {
    readonly tokens: readonly string[];
    readonly attention: readonly (readonly (readonly number[])[])[];
    readonly attention_head_names: readonly string[];
  }

  test('BertViz: a batch of one a layer; CircuitsVis: the heads one after the other; both rows that sum to 1', async () => {
    const circuits = JSON.parse(await written('--format', 'circuitsvis')) as Shape;
    const bert = JSON.parse(await written('--format', 'bertviz')) as {
      readonly tokens: readonly string[];
      readonly attention: readonly (readonly Shape['attention'][])[];
    };
    expect(bert.tokens).toEqual(circuits.tokens);
    expect(bert.attention.map(layer => layer.length)).toEqual(bert.attention.map(() => 1));
    expect(bert.attention.flatMap(layer => layer[0]!)).toEqual(circuits.attention);
    expect(circuits.attention_head_names.slice(3, 5)).toEqual(['L0H3', 'L1H0']);
    for (const row of circuits.attention.flat()) {
      expect(row).toHaveLength(circuits.tokens.length);
      expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
    }
  });
});

describe('the command line that is copied', () => {
  test('gives the very numbers, from a shell', async () => {
    const words = ["it's", 'a', '$HOME', '"quoted"', 'it', 'and', 'it'];
    const taken = exported(
      words,
      { pinned: { stream: 'text', unit: 7 }, direction: 'by', hideSpecial: true },
      { heads: { lens: null, selection: { kind: 'heads', heads: [[1, 0]] }, combine: 'mean' } },
    );
    const here = { ...taken, model: { ...taken.model, directory: TINY_MODEL } };
    const { line } = commandLineOf(
      here,
      { program: [process.execPath, bundlePath('cli.mjs')], format: 'csv', pair: null, isBuiltIn: false },
      'posix',
    );
    const ran = execFileSync('sh', ['-c', line], { cwd: folder });
    const head = ['run', '--model', TINY_MODEL, '--text', words.join(' '), '--layer', '1', '--head', '0'];
    const asked = await runInProcess([...head, '--word', 'it', '--nth', '2', '--by', '--hide-special', '--format', 'csv']);
    expect([asked.code, ran.equals(asked.stdout)]).toEqual([0, true]);
    expect(String(ran)).toMatch(/\r\nit,[^\r]*,itself\r\n# model/);
  });
});

describe('refused', () => {
  test.each([
    [['--by'], '--by does not go with text'],
    [['--format', 'json', '--hide-special'], '--hide-special does not go with json'],
    [['--format', 'csv', '--table', 'row'], '--table row needs --word'],
    [['--format', 'csv', '--nth', '2'], '--nth needs --word'],
    [['--format', 'csv', '--sinks', 'maybe'], '--sinks is not understood'],
    [['--format', 'csv', '--row', 'it'], '--row does not go with csv'],
    [['--format', 'csv', '--replace', 'cat=dog'], '--replace does not go with csv'],
    [['--format', 'html', '--picture', 'heads'], '--picture needs svg'],
    [['--format', 'bertviz', '--table', 'matrix'], '--table needs a table'],
  ])('%j', async (args, message) => {
    const { code, stderr } = await tiny('run', '--text', TEXT, ...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
