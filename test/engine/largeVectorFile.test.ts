import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineProcess } from '../../src/host/process/process.ts';
import { BUILT_IN_MODEL, bundlePath, hasOpen, waitUntil } from '../support/processes.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';

/** Holes of a file cost no disk; reading them takes many times as long as a test may. */
const ENORMOUS = 2 ** 40;

const engine = new EngineProcess({ modulePath: bundlePath('engine.cjs'), log: () => undefined });
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-large-'));
});
afterAll(() => {
  engine.dispose();
  rmSync(folder, { recursive: true });
});

const run = (text: string) => engine.call('run', { directory: BUILT_IN_MODEL, text, fit: 'start', caret: 0 });

test('while a large file is read slices and runs are answered; a cancel ends the reading', async () => {
  const file = join(folder, 'enormous.txt');
  writeFileSync(file, 'the 1 0\ncat 0 1\n');
  truncateSync(file, ENORMOUS);
  const { runId } = await run('The cat sat.');
  const pid = engine.pid!;
  const controller = new AbortController();
  const reading = engine.call('wordVectors', { file, runId, level: 'words' }, controller.signal);
  const refusal = expect(reading).rejects.toMatchObject({ fault: { code: 'cancelled' } });
  await waitUntil(() => hasOpen(pid, file), 'the file is open');

  const selection = { kind: 'heads', heads: [[3, 1]] } as const;
  const slice = await engine.call('matrix', { runId, level: 'words', selection, combine: 'mean' });
  expect(slice.rows).toBe(6);
  expect(sequenceOf(await run('Another text.')).words.length).toBe(5);
  expect(hasOpen(pid, file)).toBe(true);
  expect(engine.pending).toBe(1);

  controller.abort();
  await refusal;
  await waitUntil(() => !hasOpen(pid, file), 'the file is closed');
  const small = join(folder, 'small.txt');
  writeFileSync(small, 'the 1 0\ncat 0 1\n');
  expect((await engine.call('wordVectors', { file: small, runId, level: 'words' })).values[1 * 6 + 2]).toBe(0);
  expect(engine.pid).toBe(pid);
});
