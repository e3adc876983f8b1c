import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommandLine, startCommand } from '../support/commandLine.ts';
import { writeEndlessModel } from '../support/endlessModel.ts';
import { childrenOf, isGone, waitUntil } from '../support/processes.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-supervised-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Many passes of hundreds of milliseconds each, all in native code. */
const LONG_TEXT = `The river rose. ${'The old bank of the town lent it money. '.repeat(45)}`;
const LONG_COMMAND = ['influence', '--text', LONG_TEXT, '--word', 'river'];

/** The process that does the work, once it has begun. */
async function workerOf({ pid }: { readonly pid?: number | undefined }): Promise<number> {
  await waitUntil(() => childrenOf(pid!).length > 0, 'the process that works');
  return childrenOf(pid!)[0]!;
}

describe('Ctrl+C', () => {
  test.each([50, 400, 900, 1500])('%d ms after the work has begun: answered at once, 130, everything gone', async milliseconds => {
    const output = join(folder, 'shifts.json');
    const command = startCommand([...LONG_COMMAND, '--format', 'json', '--output', output]);
    const worker = await workerOf(command);
    await new Promise(done => setTimeout(done, milliseconds));
    let said = '';
    command.stderr!.on('data', chunk => (said += String(chunk)));
    const asked = performance.now();
    // A terminal tells both.
    command.kill('SIGINT');
    process.kill(worker, 'SIGINT');
    const closed = once(command, 'close');
    await waitUntil(() => said !== '', 'an answer', 2000);
    const [code] = (await closed) as [number];
    expect([code, said]).toEqual([130, 'Cancelled.\n']);
    expect(performance.now() - asked).toBeLessThan(10_000);
    expect(isGone(worker)).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('the process that works ends with the one that was killed', async () => {
  const command = startCommand(LONG_COMMAND);
  const worker = await workerOf(command);
  command.kill('SIGKILL');
  await once(command, 'close');
  await waitUntil(() => isGone(worker), 'the process that works to end');
});

describe('limits', () => {
  test('a model whose run never ends is stopped with a message', async () => {
    const model = join(folder, 'endless');
    writeEndlessModel(model);
    const { code, stderr } = await runCommandLine(['run', '--model', model, '--text', 'the cat', '--time-limit', '1']);
    expect(stderr).toContain('The command took too long');
    expect(stderr).toContain('--time-limit SECONDS');
    expect(code).toBe(1);
  });

  test('more memory than allowed ends with a message', async () => {
    const { code, stderr } = await runCommandLine([...LONG_COMMAND, '--memory-limit', '0.1']);
    expect(stderr).toContain('The command needs too much memory');
    expect(code).toBe(1);
  });

  test.each(['0', '-1', 'x', '1e9', ''])('a limit of "%s" is refused', async limit => {
    const { code, stderr } = await runCommandLine(['run', '--text', 'a', `--time-limit=${limit}`]);
    expect(stderr).toContain('--time-limit is not understood');
    expect(code).toBe(2);
  });
});
