import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CommandProcess } from '../../src/cli/process/commandProcess.ts';
import { Console } from '../../src/cli/console.ts';
import { READING_LINE } from '../../src/protocol/engineProcess.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-command-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A worker whose main thread is blocked by native code and says nothing itself, while its watchdog sees it read for `seconds`. */
async function readingWorker(seconds: number, first = ''): Promise<number> {
  const bundle = join(folder, 'worker.mjs');
  writeFileSync(
    bundle,
    `import { writeSync } from 'node:fs';
     ${first}
     for (let i = 0; i < ${10 * seconds}; i++) {
       writeSync(Number(process.argv[4]), ${JSON.stringify(`${READING_LINE}\n`)});
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
     }
     process.exit(0);`,
  );
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const console = new Console(Readable.from([]), nowhere, nowhere, {});
  return new CommandProcess(bundle, [], console).run({ memory: 2 ** 32, answerMilliseconds: 1500 });
}

test('a command that reads from a slow disk is not stuck', async () => {
  expect(await readingWorker(3)).toBe(0);
});

test('one that is done has no more time because something is read', async () => {
  const started = performance.now();
  expect(await readingWorker(20, "process.send({ kind: 'done', code: 5 });")).toBe(5);
  expect(performance.now() - started).toBeLessThan(10_000);
});
