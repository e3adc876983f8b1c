import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Rows of the table of promises: what is promised, the file, and how the name of the test in it begins. */
const PROMISES = readFileSync('SECURITY.md', 'utf8')
  .split('\n')
  .filter(line => line.startsWith('| ') && !line.startsWith('| what we promise'))
  .map(line => {
    const [promise = '', proof = ''] = line.slice(2, -2).split(' | ');
    const [, file = '', name = ''] = /^`([^`]+)`: (.+)$/.exec(proof) ?? [];
    return { promise, file, name };
  });

test('there are promises', () => {
  expect(PROMISES.length).toBeGreaterThan(15);
});

test.each(PROMISES)('$promise', ({ file, name }) => {
  expect(file).not.toBe('');
  expect(existsSync(file), file).toBe(true);
  expect(readFileSync(file, 'utf8'), file).toContain(name);
});
