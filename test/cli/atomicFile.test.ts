import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Console } from '../../src/cli/console.ts';
import { toFault } from '../../src/core/faults.ts';
import { ALONE } from '../../src/cli/process/lifeline.ts';
import { ResultWriter } from '../../src/cli/output/resultWriter.ts';
import { temporaryName } from '../../src/cli/output/temporaryFile.ts';

/** Which call fails, counted over all of them, and how. */
const broken = vi.hoisted(() => ({ at: 0, calls: 0, code: 'EIO', names: [] as string[] }));

vi.mock('node:fs', async importOriginal => {
  const real: Record<string, unknown> = { ...(await importOriginal<typeof import('node:fs')>()) };
  const failing = ['openSync', 'writeSync', 'fsyncSync', 'renameSync', 'fchmodSync', 'lstatSync', 'realpathSync', 'accessSync', 'statSync'];
  for (const name of failing) {
    const original = real[name] as (...args: unknown[]) => unknown;
    real[name] = (...args: unknown[]) => {
      if (broken.at > 0 && ++broken.calls === broken.at) {
        broken.names.push(name);
        throw Object.assign(new Error(`${broken.code}: ${name}`), { code: broken.code, syscall: name });
      }
      return original(...args);
    };
  }
  return real;
});

let folder = '';
const warnings: string[] = [];
const printed: unknown[] = [];
const console = {
  isTerminal: false,
  lifeline: ALONE,
  warn: (message: string) => warnings.push(message),
  print: async (chunk: unknown) => void printed.push(chunk),
} as unknown as Console;

beforeEach(() => {
  broken.at = 0;
  warnings.length = 0;
  printed.length = 0;
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-output-'));
});
afterEach(() => {
  broken.at = 0;
  rmSync(folder, { recursive: true });
});

const NEW = [Buffer.from('new '), Buffer.from('content')];
const write = (file: string, input: string | null = null, model = join(folder, 'model')) =>
  new ResultWriter(input === null ? null : { kind: 'file', file: input }, model, console).write(NEW, file);

describe('a call of the system that fails, whichever it is', () => {
  test.each(['EIO', 'ENOSPC', 'EACCES', 'EBUSY'])(
    '%s: the file is old or completely new, nothing else is left, and the message says why',
    async code => {
      const file = join(folder, 'out.json');
      broken.names.length = 0;
      broken.code = code;
      for (let at = 1; ; at++) {
        writeFileSync(file, 'old');
        Object.assign(broken, { at, calls: 0 });
        let failed = true;
        try {
          await write(file);
          failed = false;
        } catch (error) {
          const { title, cause, nextStep } = toFault(error);
          expect(title).toBe('The result could not be written');
          expect(cause).toMatch(/^[A-Z].+\.$/);
          expect(nextStep).toMatch(/^[A-Z].+\.$/);
        }
        const reached = broken.calls >= at;
        broken.at = 0;
        expect(readdirSync(folder)).toEqual(['out.json']);
        expect(['old', 'new content']).toContain(readFileSync(file, 'utf8'));
        if (!failed) expect(readFileSync(file, 'utf8')).toBe('new content');
        // A folder that may be written to and not be read takes the file all the same.
        if (code === 'EACCES' && broken.names.at(-1) === 'openSync' && readFileSync(file, 'utf8') !== 'old') expect(failed).toBe(false);
        if (!reached) break;
      }
      expect(new Set(broken.names)).toEqual(
        new Set(['openSync', 'writeSync', 'fsyncSync', 'renameSync', 'fchmodSync', 'lstatSync', 'realpathSync', 'accessSync', 'statSync']),
      );
    },
  );
});

describe('a file that is replaced', () => {
  test('keeps its permissions', async () => {
    const file = join(folder, 'out.json');
    writeFileSync(file, 'old');
    chmodSync(file, 0o640);
    await write(file);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readFileSync(file, 'utf8')).toBe('new content');
  });

  test('may have a name as long as names can be', async () => {
    const file = join(folder, 'n'.repeat(255));
    await write(file);
    expect(readFileSync(file, 'utf8')).toBe('new content');
  });

  test('behind a link is the one that is written; the link stays, and it is said', async () => {
    const target = join(folder, 'target.json');
    const link = join(folder, 'link.json');
    symlinkSync('target.json', link);
    const writer = new ResultWriter(null, folder, console);
    writer.check(link, 'json');
    await new ResultWriter(null, join(folder, 'model'), console).write(NEW, link);
    expect(readFileSync(target, 'utf8')).toBe('new content');
    expect(warnings).toEqual(['the output is a link: the file that it leads to is written']);
  });

  test('is never the one that is read, by whatever name, nor one of the model', async () => {
    const input = join(folder, 'in.txt');
    writeFileSync(input, 'text');
    linkSync(input, join(folder, 'same.txt'));
    await expect(write(join(folder, 'same.txt'), input)).rejects.toThrow('the very file that is read');
    mkdirSync(join(folder, 'model/onnx'), { recursive: true });
    writeFileSync(join(folder, 'model/onnx/model.onnx'), 'model');
    symlinkSync('model/onnx/model.onnx', join(folder, 'out.json'));
    await expect(write(join(folder, 'out.json'))).rejects.toThrow('a file of the model');
    expect(readFileSync(join(folder, 'model/onnx/model.onnx'), 'utf8')).toBe('model');
    // Weights beside the model file may lie deeper, and a link may lead back up.
    mkdirSync(join(folder, 'model/onnx/a/b/c'), { recursive: true });
    symlinkSync(join(folder, 'model'), join(folder, 'model/onnx/a/up'));
    writeFileSync(join(folder, 'model/onnx/a/b/c/weights'), 'weights');
    linkSync(join(folder, 'model/onnx/a/b/c/weights'), join(folder, 'weights.json'));
    await expect(write(join(folder, 'weights.json'))).rejects.toThrow('a file of the model');
    expect(readFileSync(input, 'utf8')).toBe('text');
  });
});

describe('what lies in the folder', () => {
  test('a name cannot be guessed', () => {
    expect(new Set(Array.from({ length: 100 }, temporaryName)).size).toBe(100);
  });

  test('leftovers of a run that was killed are swept, those of one that runs are not', async () => {
    const abandoned = `.attention-lens-${2 ** 22 + 1}-${'a'.repeat(24)}.tmp`;
    const running = `.attention-lens-${process.pid}-${'b'.repeat(24)}.tmp`;
    const { utimesSync } = await import('node:fs');
    const anHourAgo = Date.now() / 1000 - 3600;
    for (const name of [abandoned, running]) {
      writeFileSync(join(folder, name), 'half');
      utimesSync(join(folder, name), anHourAgo, anHourAgo);
    }
    await write(join(folder, 'out.json'));
    expect(readdirSync(folder).toSorted()).toEqual([running, 'out.json'].toSorted());
  });
});

test('"-" is standard output', async () => {
  await write('-');
  expect(printed).toEqual(NEW);
  expect(readdirSync(folder)).toEqual([]);
});

test('a device takes the result as it is', async () => {
  await write('/dev/null');
  expect(readdirSync(folder)).toEqual([]);
});
