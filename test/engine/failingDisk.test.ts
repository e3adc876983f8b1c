import { readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { findModelFolder, readJsonText } from '../../src/engine/model/folder.ts';
import { readModelGraph } from '../../src/engine/model/graph.ts';
import { Runner } from '../../src/engine/runner.ts';
import { vectorFolder } from '../support/vectorFiles.ts';

/** The system call that is to fail next: counted down by every call, 0 is the one. */
const disk = vi.hoisted(() => {
  let left = Infinity;
  let errno = '';
  let failed: string | null = null;
  return {
    failAt(call: number, code: string) {
      [left, errno, failed] = [call, code, null];
    },
    /** The call that failed; null when there were not that many. */
    stop(): string | null {
      left = Infinity;
      return failed;
    },
    /** Whether the call is told by its result that nothing is there. */
    refuses(syscall: string, options?: unknown): boolean {
      if (left === Infinity || --left !== 0) return false;
      failed = syscall;
      if (errno === 'ENOENT' && (options as { throwIfNoEntry?: boolean } | undefined)?.throwIfNoEntry === false) return true;
      throw Object.assign(new Error(`${errno}: injected, ${syscall} '/secret/path'`), { code: errno, syscall, errno: -1 });
    },
  };
});

type Call = (...args: unknown[]) => unknown;

vi.mock('node:fs', async original => {
  const real = await original<Record<string, Call>>();
  const names = ['openSync', 'statSync', 'fstatSync', 'lstatSync', 'readSync', 'realpathSync'];
  const failing = Object.fromEntries(
    names.map(name => [name, (...args: unknown[]) => (disk.refuses(name, args[1]) ? undefined : real[name]!(...args))]),
  );
  return { ...real, ...failing };
});

vi.mock('node:fs/promises', async original => {
  const real = await original<typeof import('node:fs/promises')>();
  const open: typeof real.open = async (...args) => {
    disk.refuses('open');
    const handle = await real.open(...args);
    for (const name of ['stat', 'read'] as const) {
      const call = handle[name].bind(handle) as Call;
      Object.assign(handle, {
        [name]: async (...given: unknown[]) => {
          disk.refuses(name);
          return call(...given);
        },
      });
    }
    return handle;
  };
  const stat = async (...args: Parameters<Call>) => {
    disk.refuses('stat');
    return (real.stat as Call)(...args);
  };
  return { ...real, open, stat };
});

const CODES = ['EIO', 'EACCES', 'EBUSY', 'ENOENT', 'EMFILE'];
const MODEL = 'test/fixtures/models/bert-external';

/** Open files of this process, where the system lists them. */
function openFiles(): number {
  return process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;
}

/** Fails every call of `request` in turn, or every so many, and after each asks again. @returns the calls that failed, in order */
async function failEach(code: string, request: () => Promise<unknown>, stride = 1): Promise<string[]> {
  const calls: string[] = [];
  for (let call = 1; ; call += stride) {
    const before = openFiles();
    disk.failAt(call, code);
    const error = await request().then(
      () => null,
      (error: unknown) => error,
    );
    const failed = disk.stop();
    if (failed === null) {
      expect(error).toBeNull();
      return calls;
    }
    calls.push(failed);
    const where = `${code} of ${failed}, call ${call}`;
    expect(openFiles(), `open files after ${where}`).toBe(before);
    // What may be missing is done without; a file that was known is looked at anew.
    if (error !== null) {
      expect(error, where).toBeInstanceOf(FaultError);
      const { title, cause, nextStep } = (error as FaultError).fault;
      for (const words of [title, cause, nextStep]) expect(words, where).toMatch(/^\S.+$/);
      expect(title + cause + nextStep, where).not.toMatch(/secret|injected|went wrong|damaged|\n/);
    } else if (code !== 'ENOENT') expect(failed, where).toBe('stat');
    await expect(request(), `again after ${where}`).resolves.toBeDefined();
  }
}

describe.each(CODES)('%s of any one call of the system is a fault, leaves no file open, and the next request succeeds', code => {
  const { inFolder } = vectorFolder();

  test('model folder, up to its graph', { timeout: 120_000 }, async () => {
    const read = async () => {
      const { model, tokenizer, config } = findModelFolder(MODEL);
      for (const file of [tokenizer, config]) if (file) readJsonText(file);
      return Promise.resolve(readModelGraph(model));
    };
    // Each of the hundreds of calls with one error, some of them with the others: they take the same ways.
    const calls = await failEach(code, read, code === 'EIO' ? 1 : 17);
    if (code === 'EIO')
      expect(new Set(calls)).toEqual(new Set(['openSync', 'statSync', 'fstatSync', 'lstatSync', 'readSync', 'realpathSync']));
  });

  test('model that is loaded', { timeout: 120_000 }, async () => {
    const runner = new Runner();
    const request = () => runner.run({ directory: MODEL, text: 'the cat sat', fit: 'start', caret: 0 });
    await request();
    expect(await failEach(code, request)).toContain('statSync');
  });

  test('file of word vectors', { timeout: 120_000 }, async () => {
    writeFileSync(inFolder('vectors.txt'), 'the 1 2\ncat 3 4\nsat 5 6\n');
    const { KnownVectors } = await import('../../src/engine/wordVectors/knownVectors.ts');
    const calls = await failEach(code, async () => {
      const known = new KnownVectors();
      await known.read(inFolder('vectors.txt'), ['the', 'cat']);
      await known.read(inFolder('vectors.txt'), ['cat']);
      return known.read(inFolder('vectors.txt'), ['sat']);
    });
    expect(new Set(calls)).toEqual(new Set(['open', 'stat', 'read']));
  });
});
