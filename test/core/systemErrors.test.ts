import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { accessing, FaultError, toFault } from '../../src/core/faults.ts';
import { systemReason } from '../../src/core/systemFaults.ts';

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: some words, open '/home/ada/secret'`), { code, syscall: 'open', path: '/home/ada/secret' });
}

const CODES =
  `ENOENT ENOTDIR EACCES EPERM EROFS ELOOP ENAMETOOLONG EISDIR EIO ESTALE ETIMEDOUT EMFILE ENFILE EBUSY ETXTBSY ENXIO ENOMEM EFBIG
  EOVERFLOW ENOSPC EDQUOT EUNHEARDOF constructor`.split(/\s+/);

describe('what the system refuses', () => {
  test.each(CODES)('%s is told with cause and next step, and never as something unexpected', code => {
    for (const fault of [toFault(systemError(code)), faultOf(() => accessing('config.json', throwing(systemError(code))))]) {
      expect(['model-missing', 'file-unreadable', 'file-corrupt']).toContain(fault.code);
      expect(fault.title).not.toBe('Something went wrong');
      expect(fault.cause).toMatch(/^(A file or folder|config\.json) .+\.$/);
      expect(fault.nextStep).toMatch(/^[A-Z].+\.$/);
      expect(`${fault.title} ${fault.cause} ${fault.nextStep}`).not.toContain('/home');
    }
  });

  test('the words differ with the cause', () => {
    const known = CODES.slice(0, -2).filter(code => !['EPERM', 'ETIMEDOUT', 'ENFILE', 'ETXTBSY', 'EOVERFLOW'].includes(code));
    expect(new Set(known.map(code => systemReason(systemError(code))!.why)).size).toBe(known.length);
  });

  test('a path that no file can have', () => {
    const read = (): unknown => readFileSync(join(tmpdir(), 'a\0b'));
    expect(faultOf(() => accessing('weights.bin', read)).cause).toBe('weights.bin has a name that no file can have.');
  });

  test.each([new Error('x'), new TypeError('x'), 'x', null, Object.assign(new Error('x'), { code: 'ERR_OUT_OF_RANGE', syscall: 'x' })])(
    '%s is not the system speaking',
    error => {
      expect(systemReason(error)).toBeNull();
      expect(() => accessing('a', throwing(error))).toThrow(error instanceof Error ? error : undefined);
      expect(toFault(error).title).toBe('Something went wrong');
    },
  );
});

function throwing(error: unknown): () => never {
  return () => {
    throw error;
  };
}

function faultOf(run: () => unknown): ReturnType<typeof toFault> {
  try {
    run();
  } catch (error) {
    if (error instanceof FaultError) return error.fault;
  }
  throw new Error('no fault');
}
