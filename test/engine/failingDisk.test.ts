import { readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { readRows } from '../../src/engine/runtime/embeddingRows.ts';
import { Runner } from '../../src/engine/runner.ts';
import { vectorFolder } from '../support/vectorFiles.ts';
import { loadAlone } from '../support/loadedModel.ts';

/** The system call that is to fail next: counted down by every call, 0 is the one. */
const disk = vi.hoisted(() => {
  let left = Infinity;
  let errno = '';
  let failed: string | null = null;
  let sites: string[] | null = null;
  return {
    /** Makes a note of every call from now on: which it is, and from where in the code it comes. */
    record(): string[] {
      return (sites = []);
    },
    failAt(call: number, code: string) {
      [left, errno, failed, sites] = [call, code, null, null];
    },
    /** The call that failed; null when there were not that many. */
    stop(): string | null {
      left = Infinity;
      return failed;
    },
    /** Whether the call is told by its result that nothing is there. */
    refuses(syscall: string, options?: unknown): boolean {
      if (sites) {
        Error.stackTraceLimit = 50;
        const frames = new Error().stack!.split('\n').filter(line => line.includes('/src/'));
        sites.push([syscall, ...frames.slice(0, 9)].join('\n'));
      }
      if (left === Infinity || --left !== 0) return false;
      failed = syscall;
      if (errno === SHORT) return true;
      if (errno === 'ENOENT' && (options as { throwIfNoEntry?: boolean } | undefined)?.throwIfNoEntry === false) return true;
      throw Object.assign(new Error(`${errno}: injected, ${syscall} '/secret/path'`), { code: errno, syscall, errno: -1 });
    },
  };
});

/** No error, but a read that gives nothing, as behind the end of a file that was cut meanwhile. */
const SHORT = vi.hoisted(() => 'a read of nothing');

type Call = (...args: unknown[]) => unknown;

vi.mock('node:fs', async original => {
  const real = await original<Record<string, Call>>();
  const names = ['openSync', 'statSync', 'fstatSync', 'lstatSync', 'readSync', 'realpathSync'];
  const failing = Object.fromEntries(
    names.map(name => [
      name,
      (...args: unknown[]) => {
        // Nothing is asked for.
        if (name === 'readSync' && args[3] === 0) return 0;
        if (disk.refuses(name, args[1])) return name === 'readSync' ? 0 : undefined;
        return real[name]!(...args);
      },
    ]),
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
          if (disk.refuses(name) && name === 'read') return { bytesRead: 0, buffer: given[0] };
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

/** Where other files of a folder that could be the model are looked for: one that cannot be looked at is no reason not to take the better one. */
const OTHER_VARIANT = 'findOrFault';

const CODES = ['EIO', 'EACCES', 'EBUSY', 'ENOENT', 'EMFILE'];
const MODEL = 'test/fixtures/models/bert-external';

/** Open files of this process, where the system lists them. */
function openFiles(): number {
  return process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;
}

/** Every call of a request, or the first and the last that comes from each place of the code, 1 for the first, with that place. */
async function callsOf(
  request: () => Promise<unknown>,
  which: 'all' | 'places',
): Promise<{ readonly call: number; readonly site: string }[]> {
  const sites = disk.record();
  await request();
  disk.stop();
  const all = sites.map((site, index) => ({ call: index + 1, site }));
  return which === 'all' ? all : all.filter(({ call, site }) => sites.indexOf(site) === call - 1 || sites.lastIndexOf(site) === call - 1);
}

interface Failing {
  readonly which?: 'all' | 'places';
  /** Whether what came out in spite of a failure says what it lacks. */
  readonly saysSo?: (value: unknown) => boolean;
}

/** Fails calls of `request` in turn, and after each asks again. @returns the calls that failed, in order */
async function failEach(
  code: string,
  request: () => Promise<unknown>,
  { which = 'all', saysSo = () => false }: Failing = {},
): Promise<string[]> {
  const failed: string[] = [];
  for (const { call, site } of await callsOf(request, which)) {
    const before = openFiles();
    disk.failAt(call, code);
    let error: unknown = null;
    const value = await request().catch((reason: unknown) => {
      error = reason;
    });
    const name = disk.stop();
    // Nothing is read at this place.
    if (code === SHORT && !/read/i.test(name!)) continue;
    failed.push(name!);
    const where = `${code} of ${name}, call ${call}`;
    expect(openFiles(), `open files after ${where}`).toBe(before);
    // What may be missing is done without; a file that was known is looked at anew.
    if (error !== null) {
      expect(error, where).toBeInstanceOf(FaultError);
      const { title, cause, nextStep } = (error as FaultError).fault;
      for (const words of [title, cause, nextStep]) expect(words, where).toMatch(/^\S.+$/);
      expect(title + cause + nextStep, where).not.toMatch(/secret|injected|went wrong|\n/);
      if (code !== SHORT) expect(title + cause, where).not.toContain('damaged');
    } else if (code !== 'ENOENT' && !saysSo(value) && !site.includes(OTHER_VARIANT)) expect(name, where).toBe('stat');
    if (which === 'all') await expect(request(), `again after ${where}`).resolves.toBeDefined();
  }
  await expect(request(), `again after ${code}`).resolves.toBeDefined();
  return failed;
}

describe.each([...CODES, SHORT])(
  '%s of any one call of the system is a fault, leaves no file open, and the next request succeeds',
  code => {
    const { inFolder } = vectorFolder();

    test('model folder, its graph, its session and rows of its word table', { timeout: 120_000 }, async () => {
      const request = async () => {
        const { summary, session, graph, file } = await loadAlone(MODEL);
        await session.dispose();
        readRows(file, graph.tables.word, [1, 5]);
        return summary;
      };
      const saysSo = (value: unknown) =>
        (value as { readonly warnings: readonly string[] }).warnings.some(warning => warning.includes('not used'));
      const calls = await failEach(code, request, { which: 'places', saysSo });
      const all = ['openSync', 'statSync', 'fstatSync', 'lstatSync', 'readSync', 'realpathSync'];
      expect(new Set(calls)).toEqual(new Set(code === SHORT ? ['readSync'] : all));
      expect(calls.length).toBeGreaterThan(code === SHORT ? 20 : 60);
    });

    test('model that is loaded', { timeout: 120_000 }, async () => {
      const runner = new Runner();
      const request = async () => {
        const { runId } = await runner.run({ directory: MODEL, text: 'the cat sat', fit: 'start', caret: 0 });
        return (await runner.embeddings(runId)).fixed;
      };
      await request();
      expect(await failEach(code, request)).toContain(code === SHORT ? 'readSync' : 'statSync');
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
      expect(new Set(calls)).toEqual(new Set(code === SHORT ? ['read'] : ['open', 'stat', 'read']));
    });
  },
);
