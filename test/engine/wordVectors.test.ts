import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Level } from '../../src/core/text/token.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';
import { Runner } from '../../src/engine/runner.ts';
import { ranText } from '../support/ranText.ts';

const MODEL = resolve('test/fixtures/models/bert-dynamo');
const FIXTURES = resolve('test/fixtures/wordvectors');
const reference = JSON.parse(readFileSync(join(FIXTURES, 'reference.json'), 'utf8')) as {
  readonly vectors: { readonly words: readonly string[]; readonly similarity: readonly (readonly number[])[] };
};

const runner = new Runner();
const run = (text: string) => runner.run({ directory: MODEL, text, fit: 'start', caret: 0 });

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-word-vectors-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a file of gensim over a text', () => {
  test('gives the similarity of every two words, as written or else in lower case', async () => {
    const { runId, words } = ranText(await run('The cat sat on the mat. Alice gave Bob the unknowable Book!'));
    const slice = await runner.wordVectors({ file: join(FIXTURES, 'word2vec.bin'), runId, level: 'words' });
    expect(slice).toMatchObject({ runId, level: 'words', size: words.length, format: 'word2vec binary', width: 20, count: 29, broken: 0 });
    const written = words.map(({ label, special }) => (special || label === 'unknowable' ? null : label));
    expect(slice.missing).toEqual([...written.keys()].filter(unit => written[unit] === null));
    const { words: known, similarity } = reference.vectors;
    // `The` and `Book` are in the file in small letters only, `Alice` and `alice` are two words.
    const place = (word: string): number => known.indexOf(known.includes(word) ? word : word.toLowerCase());
    for (const [row, from] of written.entries()) {
      for (const [column, to] of written.entries()) {
        const value = slice.values[row * words.length + column]!;
        if (from === null || to === null) expect(value).toBeNaN();
        else expect(value).toBeCloseTo(similarity[place(from)]![place(to)]!, 5);
      }
    }
    expect(place('Alice')).not.toBe(place('alice'));
  });

  test('gives a piece the vector of its word', async () => {
    const { runId, words, pieces } = ranText(await run('He reads in France.'));
    expect(pieces.length).toBe(words.length);
    const file = join(folder, 'pieces.txt');
    writeFileSync(file, 'unbelievable 1 0\nun 0 1\ncat 1 1\n');
    const split = await run('unbelievable cat');
    const slice = await runner.wordVectors({ file, runId: split.runId, level: 'pieces' });
    const size = sequenceOf(split).pieces.length;
    expect(size).toBeGreaterThan(4);
    expect(slice.missing).toEqual([0, size - 1]);
    expect(slice.values[1 * size + 2]).toBe(1);
    expect(slice.values[1 * size + size - 2]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(runId).not.toBe(split.runId);
  });
});

test('accents may be composed in the file and not in the text', async () => {
  const { runId } = await run('Cafe\u0301 cat');
  const file = join(folder, 'accents.txt');
  writeFileSync(file, 'café 1 0\ncat 1 1\n');
  const { values, missing } = await runner.wordVectors({ file, runId, level: 'words' });
  expect(missing).toEqual([0, 3]);
  expect(values[1 * 4 + 2]).toBeCloseTo(Math.SQRT1_2, 6);
});

test('a file that has changed is read again, the same one for another level or another run is not', async () => {
  const { runId } = await run('the cat');
  const file = join(folder, 'changing.txt');
  const likeness = async (id: number, level: Level): Promise<number> =>
    (await runner.wordVectors({ file, runId: id, level })).values[1 * 4 + 2]!;
  const write = (text: string, seconds: number): void => {
    writeFileSync(file, text);
    utimesSync(file, 1_000, seconds);
  };
  write('the 1 0\ncat 0 1\n', 1_000);
  expect(await likeness(runId, 'words')).toBe(0);
  // Same size, same time: nobody looks into it again.
  write('the 1 0\ncat 1 0\n', 1_000);
  expect(await likeness(runId, 'pieces')).toBe(0);
  expect(await likeness((await run('The cat')).runId, 'words')).toBe(0);
  write('the 1 0\ncat 1 0\n', 1_005);
  expect(await likeness(runId, 'words')).toBe(1);
  rmSync(file);
  await expect(likeness(runId, 'words')).rejects.toThrow('was not found');
});

test('a run that was released is stale before the file is opened', async () => {
  const { runId } = await run('the cat');
  runner.release({ runId });
  await expect(runner.wordVectors({ file: join(folder, 'absent'), runId, level: 'words' })).rejects.toThrow('no longer in memory');
});
