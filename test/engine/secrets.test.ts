import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';
import { EngineProcess } from '../../src/host/process/process.ts';
import { MAX_RUN_CHARACTERS } from '../../src/protocol/engineApi.ts';
import { runCommandLine, TINY_MODEL } from '../support/commandLine.ts';
import { bundlePath, waitUntil } from '../support/processes.ts';

/** Stands for what must not leave the text: found in any case, and in no part of any model. */
const SECRET = 'Zq7XcanaryK4w';
const TEXT = `The key is ${SECRET}.`;
const BINARY = TEXT + '\u0000\u0001'.repeat(50);

let folder = '';
let environment: Record<string, string> = {};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-secrets-'));
  for (const name of ['home', 'temp']) mkdirSync(join(folder, name));
  const temp = join(folder, 'temp');
  environment = { PATH: process.env['PATH'] ?? '', HOME: join(folder, 'home'), TMPDIR: temp, TEMP: temp, TMP: temp };
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Everything that was written to a home or temporary folder. */
function written(): string {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return entries.map(entry => entry.name + readFileSync(join(entry.parentPath, entry.name), 'latin1')).join('\n');
}

function expectNoSecret(where: string): void {
  expect(where.toLowerCase()).not.toContain(SECRET.toLowerCase());
}

test('an engine that runs, refuses, fails and dies says nothing of the text in its log, its faults and its files', async () => {
  const log: string[] = [];
  const engine = new EngineProcess({ modulePath: bundlePath('engine.cjs'), log: line => log.push(line), environment });
  const faults: unknown[] = [];
  const call = async (calling: Promise<unknown>) => {
    const error: unknown = await calling.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (!(error instanceof FaultError)) throw new Error('the call succeeded', { cause: error });
    faults.push(error.fault);
  };
  const run = (text: string) => engine.call('run', { directory: TINY_MODEL, text, fit: 'start', caret: 0 });

  const summary = await run(TEXT);
  expect(sequenceOf(summary).words.map(word => word.label)).toContain(SECRET);
  await call(run(BINARY));
  await call(run(TEXT.repeat(MAX_RUN_CHARACTERS / TEXT.length + 1)));
  await call(engine.call('run', { directory: join(folder, 'nowhere'), text: TEXT, fit: 'start', caret: 0 }));
  await call(engine.call('open', { directory: SECRET }));
  await call(engine.call('run', { directory: TINY_MODEL, text: { secret: SECRET } as never, fit: 'start', caret: 0 }));
  const running = run(TEXT.repeat(100)).catch((error: unknown) => faults.push((error as FaultError).fault)); // or a new engine answers it
  await waitUntil(() => engine.pending > 0, 'the request is sent');
  process.kill(engine.pid!, 'SIGKILL');
  await running;
  engine.dispose();

  expect(log.join('\n')).toContain('SIGKILL');
  expectNoSecret(log.join('\n'));
  expectNoSecret(JSON.stringify(faults));
  expectNoSecret(written());
});

test('the command line repeats no text when it fails, and leaves no file', async () => {
  const file = join(folder, 'text.bin');
  writeFileSync(file, BINARY);
  for (const [args, input] of [
    [['run', '--text', TEXT, '--word', 'elsewhere'], ''],
    [['run', '-', '--model', join(folder, 'nowhere')], TEXT],
    [['run', '-', '--lens', 'none'], TEXT],
    [['run', '--file', file], ''],
    [['embed', '-', '--model', TINY_MODEL, '--output', join(folder, 'no/where.npz')], TEXT],
    [['compare', '-', '--model', TINY_MODEL, '--word', 'elsewhere'], TEXT],
  ] as const) {
    const { code, stderr } = await runCommandLine(args, input, environment);
    expect(code, args.join(' ')).not.toBe(0);
    expect(stderr).not.toBe('');
    expectNoSecret(stderr);
  }
  rmSync(file);
  expectNoSecret(written());
});
