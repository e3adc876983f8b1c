import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommandLine, runInProcess, TINY_MODEL } from '../support/commandLine.ts';
import { loadNpz } from '../support/npz.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-batch-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function runBatch(lines: readonly string[], ...args: string[]) {
  const file = join(folder, 'in.jsonl');
  writeFileSync(file, lines.join('\n'));
  return runCommandLine(['run', '--model', TINY_MODEL, '--batch', file, '--output', join(folder, 'out'), ...args]);
}

test('one file per line, progress on standard error', async () => {
  const { code, stdout, stderr } = await runBatch(['{"id":"a","text":"a cat"}', '', '{"id":"b.2_x-1","text":"two cats"}\r']);
  expect([code, String(stdout)]).toEqual([0, '']);
  expect(stderr).toBe('line 1 (a): done\nline 3 (b.2_x-1): done\n2 texts written, 0 lines failed\n');
  expect(readdirSync(join(folder, 'out')).sort()).toEqual(['a.npz', 'b.2_x-1.npz']);
  expect(loadNpz(readFileSync(join(folder, 'out/a.npz'))).get('encoder.input_ids')!.shape).toEqual([4]);
});

test('json with a lens', async () => {
  const { code } = await runBatch(['{"id":"a","text":"a cat"}'], '--format', 'json', '--lens', 'all-heads');
  expect(code).toBe(0);
  const report = JSON.parse(readFileSync(join(folder, 'out/a.json'), 'utf8')) as { view: { headCount: number } };
  expect(report.view.headCount).toBe(12);
});

test('a failing line is reported, the rest goes on, and the exit code tells', async () => {
  const ids = [
    '../up',
    '/etc/x',
    'a/b',
    'a\\\\b',
    '',
    '.hidden',
    '-flag',
    'NUL',
    'com1.txt',
    'aux',
    'x'.repeat(129),
    'a\\u0000b',
    'ends.',
    'C:x',
  ];
  const bad = ids.map(id => `{"id":"${id}","text":"a cat"}`);
  const others = ['not json', '[]', 'null', '{"id":7,"text":"x"}', '{"id":"no-text"}', '{"__proto__":{"id":"p","text":"a"}}'];
  const texts = ['{"id":"empty","text":" "}', '{"id":"binary","text":"\\u0000\\u0001\\u0002"}'];
  const { code, stderr } = await runBatch([...bad, ...others, ...texts, '{"id":"ok","text":"a cat"}', '{"id":"OK","text":"again"}']);
  expect(code).toBe(1);
  expect(readdirSync(folder).sort()).toEqual(['in.jsonl', 'out']);
  expect(readdirSync(join(folder, 'out'))).toEqual(['ok.npz']);
  const lines = stderr.trim().split('\n');
  expect(lines.length).toBe(ids.length + others.length + texts.length + 3);
  for (const [index, line] of lines.slice(0, ids.length).entries()) expect(line).toContain(`line ${index + 1}: This line cannot be read.`);
  expect(lines.at(-3)).toBe('line 23 (ok): done');
  expect(lines.at(-2)).toContain('Its id was used by an earlier line');
  expect(lines.at(-1)).toMatch(/, 23 lines failed$/);
});

test('an over-long text is cut with a warning that names its line', async () => {
  const { code, stderr } = await runBatch([`{"id":"long","text":"${'cat '.repeat(100)}"}`]);
  expect(code).toBe(0);
  expect(stderr).toContain('warning: line 1 (long): the model reads 64 of 102 tokens');
});

test.each([
  ['an empty file', []],
  ['a file that is not there', null],
])('%s is an error of the arguments', async (_, lines) => {
  const { code, stderr } = lines
    ? await runBatch(lines)
    : await runCommandLine(['run', '--model', TINY_MODEL, '--batch', join(folder, 'none'), '--output', join(folder, 'out')]);
  expect(code).toBe(2);
  expect(stderr).not.toContain(folder);
});

test('a byte order mark is no part of the first line; a line that is not UTF-8 fails alone, with the place', async () => {
  const file = join(folder, 'in.jsonl');
  const lines = [
    Buffer.from('\uFEFF{"id":"a","text":"a cat"}\n'),
    Buffer.from('{"id":"b","text":"caf\xe9"}\n', 'latin1'),
    Buffer.from('{"id":"c","text":"a cat"}'),
  ];
  writeFileSync(file, Buffer.concat(lines));
  const { code, stderr } = await runInProcess(['run', '--model', TINY_MODEL, '--batch', file, '--output', join(folder, 'out')]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/line 2: .*It is not UTF-8: byte 22 of the line/);
  expect(readdirSync(join(folder, 'out')).sort()).toEqual(['a.npz', 'c.npz']);
});

test('a line beyond the limit fails alone, and takes no longer for being long', async () => {
  const file = join(folder, 'in.jsonl');
  writeFileSync(file, `${'x'.repeat(64 * 2 ** 20)}\n{"id":"a","text":"a cat"}\n`);
  const { code, stderr } = await runInProcess(['run', '--model', TINY_MODEL, '--batch', file, '--output', join(folder, 'out')]);
  expect([code, stderr]).toEqual([1, expect.stringContaining('line 1: This line cannot be read. It is longer than 16 MiB.')]);
  expect(readdirSync(join(folder, 'out'))).toEqual(['a.npz']);
});

test('of very many bad lines the first hundred are listed, the others counted', async () => {
  const file = join(folder, 'in.jsonl');
  writeFileSync(file, `${'bad\n'.repeat(20_000)}{"id":"a","text":"a cat"}\n`);
  const { code, stderr } = await runInProcess(['run', '--model', TINY_MODEL, '--batch', file, '--output', join(folder, 'out')]);
  expect(code).toBe(1);
  expect(stderr.match(/This line cannot be read/g)).toHaveLength(100);
  expect(stderr).toContain('1 text written, 20,000 lines failed');
});
