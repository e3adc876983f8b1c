import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommandLine, runInProcess, TINY_MODEL } from '../support/commandLine.ts';

const RUN = ['run', '--model', TINY_MODEL, '--format', 'json'];
const textOf = (stdout: Buffer) => (JSON.parse(String(stdout)) as { text: string }).text;

test.each([[['--text', '- item']], [['--text=- item']], [['--text', '- item', '--']]])(
  'a text that begins with a hyphen is a text: %j',
  async args => {
    const { code, stdout, stderr } = await runInProcess([...RUN, ...args]);
    expect([code, stderr]).toEqual([0, '']);
    expect(textOf(stdout)).toBe('- item');
  },
);

test('behind -- a name is a name, however it begins', async () => {
  const { code, stdout } = await runInProcess(['neighbours', '--format', 'json', '--', '-cat']);
  expect(code).toBe(0);
  expect(JSON.parse(String(stdout))).toContainEqual(expect.objectContaining({ token: 'cat' }));
});

test('a text from a named pipe', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lens-'));
  const pipe = join(folder, 'pipe');
  try {
    execFileSync('mkfifo', [pipe]);
    const running = runCommandLine([...RUN, '--file', pipe]);
    createWriteStream(pipe).end('a cat sat');
    const { code, stdout, stderr } = await running;
    expect([code, stderr]).toEqual([0, '']);
    expect(textOf(stdout)).toBe('a cat sat');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
