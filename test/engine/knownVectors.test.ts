import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { KnownVectors } from '../../src/engine/wordVectors/knownVectors.ts';
import { VectorIndex } from '../../src/engine/wordVectors/index.ts';

vi.mock(import('node:fs/promises'), async original => {
  const real = await original();
  return { ...real, open: vi.fn(real.open) };
});

let folder = '';
let files = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-known-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** More words than one part of an index. */
const COUNT = 200;
const LINES = Array.from({ length: COUNT }, (_, i) => `word${i} ${i} 1`);

function write(path: string, text: string, seconds = 1_000): void {
  writeFileSync(path, text);
  utimesSync(path, seconds, seconds);
}

/** A file of `word0 0 1` to `word199 199 1`. */
function createFile(): string {
  const path = join(folder, `${++files}.txt`);
  write(path, LINES.join('\n'));
  return path;
}

/** Makes the numbers of all lines but `kept` nonsense, so that whoever reads them finds nothing; size and time stay. */
function garble(path: string, kept: readonly number[] = []): void {
  const { size } = statSync(path);
  write(path, LINES.map((line, i) => (kept.includes(i) ? line : line.replaceAll(/ \d/g, ' x'))).join('\n'));
  expect(statSync(path).size).toBe(size);
}

/** First numbers of the vectors found, by word. */
async function firsts(known: KnownVectors, path: string, words: readonly string[]): Promise<Record<string, number>> {
  const { vectors } = await known.read(path, words);
  return Object.fromEntries([...vectors].map(([word, vector]) => [word, vector[0]!]));
}

test('words that were asked for before are known without opening the file, those that are absent too', async () => {
  const known = new KnownVectors();
  const path = createFile();
  const first = await known.read(path, ['word3', 'absent', 'word150']);
  expect(first).toMatchObject({ format: 'GloVe', width: 2, count: COUNT, broken: 0 });
  garble(path);
  vi.mocked(open).mockClear();
  expect(await known.read(path, ['word3', 'absent', 'word150'])).toEqual(first);
  expect(await firsts(known, path, ['word150', 'absent'])).toEqual({ word150: 150 });
  write(path, LINES.join('\n').replace('word199', 'absent!'));
  expect(await firsts(known, path, ['absent', 'word3'])).toEqual({ word3: 3 });
  expect(open).not.toHaveBeenCalled();
});

test('of a new word only its neighbourhood is read', async () => {
  const known = new KnownVectors();
  const path = createFile();
  await known.read(path, ['word3']);
  garble(path, [100]);
  expect(await known.read(path, ['word3', 'word100', 'word199'])).toMatchObject({
    count: COUNT,
    broken: 0,
    vectors: new Map([
      ['word3', Float32Array.of(3, 1)],
      ['word100', Float32Array.of(100, 1)],
    ]),
  });
});

test('a file that has changed, and another file, are read anew', async () => {
  const known = new KnownVectors();
  const path = createFile();
  await known.read(path, ['word3', 'word4']);
  write(path, 'word3 7 1\nword5 5 1\n', 1_001);
  expect(await known.read(path, ['word3', 'word4'])).toMatchObject({ count: 2, vectors: new Map([['word3', Float32Array.of(7, 1)]]) });
  expect(await firsts(known, path, ['word4', 'word5'])).toEqual({ word5: 5 });
  expect(await firsts(known, createFile(), ['word4', 'word5'])).toEqual({ word4: 4, word5: 5 });
});

test('a file that is deleted is missed, even when all words are known', async () => {
  const known = new KnownVectors();
  const path = createFile();
  await known.read(path, ['word3']);
  rmSync(path);
  await expect(known.read(path, ['word3'])).rejects.toMatchObject({ fault: { code: 'model-missing' } });
  write(path, 'word3 8 1\nword4 4 1\n');
  expect(await firsts(known, path, ['word3'])).toEqual({ word3: 8 });
});

test('a reading that is cancelled leaves what was known', async () => {
  const known = new KnownVectors();
  const [path, other] = [createFile(), createFile()];
  await known.read(path, ['word3']);
  await expect(known.read(other, ['word3'], { cancelled: true })).rejects.toMatchObject({ fault: { code: 'cancelled' } });
  await expect(known.read(path, ['word3', 'word9'], { cancelled: true })).rejects.toMatchObject({ fault: { code: 'cancelled' } });
  garble(path, [9]);
  expect(await firsts(known, path, ['word3', 'word9'])).toEqual({ word3: 3, word9: 9 });
  expect(await firsts(known, other, ['word9'])).toEqual({ word9: 9 });
});

test('what was asked for longest ago is forgotten first, what was asked for last never', async () => {
  // Room for two words of two numbers.
  const known = new KnownVectors(2 * 210);
  const path = createFile();
  await known.read(path, ['word1', 'word2']);
  await known.read(path, ['word1']);
  await known.read(path, ['word3']);
  garble(path);
  expect(await firsts(known, path, ['word1', 'word3'])).toEqual({ word1: 1, word3: 3 });
  expect(await firsts(known, path, ['word1', 'word2', 'word3'])).toEqual({ word1: 1, word3: 3 });
  write(path, LINES.join('\n'));
  // Nobody looks again for `word2`, which has just been asked for.
  expect(await firsts(known, path, ['word2'])).toEqual({});
  expect(await firsts(known, path, ['word4', 'word5', 'word6'])).toEqual({ word4: 4, word5: 5, word6: 6 });
  garble(path);
  expect(await firsts(known, path, ['word4', 'word5', 'word6'])).toEqual({ word4: 4, word5: 5, word6: 6 });
});

test('a file with more words than an index holds is read again for a new word', async () => {
  const known = new KnownVectors(undefined, () => new VectorIndex(COUNT - 1));
  const path = createFile();
  await known.read(path, ['word3']);
  expect(await firsts(known, path, ['word100'])).toEqual({ word100: 100 });
  garble(path, [7]);
  expect(await firsts(known, path, ['word100', 'word3'])).toEqual({ word3: 3, word100: 100 });
});

test('a file that is written while it is read is refused, nothing of it is kept, and it is read when it is complete', async () => {
  const known = new KnownVectors();
  const path = createFile();
  const later = [...LINES.slice(0, 100), ...LINES.slice(100).map(line => line.replace(/ 1$/, ' 2'))].join('\n');
  let pieces = 0;
  const progress = (): void => {
    if (pieces++ === 0) write(path, later, 2_000);
  };
  const changed = { fault: { code: 'stale-run', title: 'The file of word vectors changed' } };
  await expect(known.read(path, ['word3', 'word150'], { cancelled: false, progress })).rejects.toMatchObject(changed);
  expect((await known.read(path, ['word150'])).vectors.get('word150')).toEqual(Float32Array.of(150, 2));
  // Found by the index.
  pieces = 0;
  const again = (): void => {
    if (pieces++ === 0) write(path, LINES.join('\n'), 3_000);
  };
  await expect(known.read(path, ['word3'], { cancelled: false, progress: again })).rejects.toMatchObject(changed);
  expect((await known.read(path, ['word3', 'word150'])).vectors.get('word150')).toEqual(Float32Array.of(150, 1));
});
