import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KnownVectors } from '../../src/engine/wordVectors/knownVectors.ts';
import { Random } from '../support/random.ts';
import { vectorFolder } from '../support/vectorFiles.ts';

const { readBytes, inFolder } = vectorFolder();

/** Numbers of a record that nothing else has. */
function numbersOf(place: number, width: number): number[] {
  return Array.from({ length: width }, (_, i) => Math.fround(Math.sin(1 + place * 7 + i)));
}

function record(word: string | Uint8Array, numbers: readonly number[], lineEnd = ''): Buffer {
  return Buffer.concat([Buffer.from(word), Buffer.from(' '), Buffer.from(Float32Array.from(numbers).buffer), Buffer.from(lineEnd)]);
}

function file(width: number, words: readonly (string | Uint8Array)[], lineEnd = ''): Buffer {
  return Buffer.concat([
    Buffer.from(`${words.length} ${width}\n`),
    ...words.map((word, place) => record(word, numbersOf(place, width), lineEnd)),
  ]);
}

describe('words that are no single word', () => {
  test.for<[name: string, odd: string]>([
    ['two parts', 'New York'],
    ['two parts a number apart', 'at all the'],
    ['two parts, the second of three letters', 'not one'],
    ['four parts', 'a lot of it'],
    ['a space before', ' York'],
    ['a space behind', 'York '],
    ['signs of another script', '日本 東京'],
  ])('%s: its vector, and all others', async ([, odd]) => {
    for (const width of [3, 20, 300]) {
      for (const lineEnd of ['', '\n']) {
        const words = ['king', odd, 'queen', 'man', odd.trim().split(' ')[0]!];
        const { vectors, count, broken } = await readBytes(file(width, words, lineEnd), words);
        expect([width, count, broken]).toEqual([width, 5, 0]);
        for (const [place, word] of words.entries())
          expect([word, vectors.get(word)]).toEqual([word, Float32Array.from(numbersOf(place, width))]);
      }
    }
  });

  test('none at all: it is counted, and nothing behind it is lost', async () => {
    for (const width of [4, 100]) {
      const { vectors, count, broken } = await readBytes(file(width, ['king', '', 'queen', '', '', 'man']), ['king', 'queen', 'man', '']);
      expect([count, broken, [...vectors.keys()]]).toEqual([3, 3, ['king', 'queen', 'man']]);
      expect(vectors.get('man')).toEqual(Float32Array.from(numbersOf(5, width)));
    }
  });

  test('bytes that are no UTF-8: counted, and the others are there', async () => {
    const { vectors, count, broken } = await readBytes(file(20, ['king', Buffer.from('caf\xe9', 'latin1'), 'queen']), [
      'king',
      'caf\ufffd',
      'queen',
    ]);
    expect([count, broken, [...vectors.keys()]]).toEqual([2, 1, ['king', 'queen']]);
  });
});

describe.each([5, 25, 300])('a file of %i numbers that was damaged anywhere', width => {
  const words = Array.from({ length: 200 }, (_, place) => `w${place}`);
  const whole = file(width, words);
  const header = whole.indexOf(0x0a) + 1;

  test.for<[name: string, damage: (random: Random, at: number) => Buffer]>([
    ['a byte too many', (_, at) => Buffer.concat([whole.subarray(0, at), Buffer.from('x'), whole.subarray(at)])],
    ['bytes that are missing', (random, at) => Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1 + random.below(40))])],
    [
      'bytes of anything',
      (random, at) => {
        const bytes = Buffer.from(whole);
        for (let i = 0; i < 30 && at + i < bytes.length; i++) bytes[at + i] = random.below(256);
        return bytes;
      },
    ],
  ])('%s: no vector that is not true but the damaged ones, most are found, and it is said', async ([, damage]) => {
    const random = new Random(width);
    for (let round = 0; round < 25; round++) {
      const at = header + random.below(whole.length - header);
      const { vectors, broken } = await readBytes(damage(random, at), words);
      const wrong = words.filter(
        (word, place) => vectors.has(word) && numbersOf(place, width).some((value, i) => value !== vectors.get(word)![i]),
      );
      // Bytes of one record may change without a trace; nothing else may.
      expect(wrong.length).toBeLessThanOrEqual(2);
      for (const word of wrong) expect(Math.abs(Number(word.slice(1)) - (at - header) / (4 * width + 4.5))).toBeLessThan(12);
      expect(vectors.size).toBeGreaterThan(200 - 2 - Math.ceil(80 / (4 * width)) * 6);
      // One word may have become another.
      if (vectors.size < 199) expect(broken).toBeGreaterThan(0);
    }
  });
});

test('what follows a place where nothing can be trusted any more is counted by the header', async () => {
  const rest = Buffer.alloc(100_000, 0xff);
  const { count, broken } = await readBytes(Buffer.concat([file(20, ['king', 'queen']), rest]).fill('9', 0, 1), ['king']);
  expect([count, broken >= 9 - count]).toEqual([count, true]);
  expect(count).toBeGreaterThan(0);
});

test('by its index the same words are found', async () => {
  const words = Array.from({ length: 300 }, (_, place) => (place % 50 === 7 ? '' : place % 50 === 8 ? `New York ${place}` : `w${place}`));
  writeFileSync(inFolder('indexed'), file(20, words));
  const known = new KnownVectors();
  await known.read(inFolder('indexed'), ['w0']);
  for (const place of [6, 9, 58, 299]) {
    const { vectors } = await known.read(inFolder('indexed'), [words[place]!]);
    expect(vectors.get(words[place]!)).toEqual(Float32Array.from(numbersOf(place, 20)));
  }
});

test('in text, a number that float32 cannot hold and a word that is no UTF-8 are counted', async () => {
  const { vectors, broken } = await readBytes(
    Buffer.concat([Buffer.from('big 1e39 1\nking 1 2\n'), Buffer.from('caf\xe9 3 4\n', 'latin1')]),
    ['big', 'king', 'caf\ufffd'],
  );
  expect([[...vectors.keys()], broken]).toEqual([['king'], 2]);
});

test('entries as ConceptNet writes them are told', async () => {
  const { hasPaths } = await readBytes('3 2\n/c/en/king 1 2\n/c/fr/roi 3 4\nman 5 6\n');
  expect(hasPaths).toBe(true);
  expect((await readBytes('2 2\n/c/ 1 2\nking 3 4\n')).hasPaths).toBe(false);
});

test.each([
  ['line breaks', '\n'],
  ['letters', 'x'],
])('where its place is lost, spaces before very many %s cost no more than others', async (_, filler) => {
  // Each of the spaces may end a word whose record ends among the others.
  const part = Buffer.concat([Buffer.alloc(4_000, ' '), Buffer.alloc(500_000, filler)]);
  const lost = Buffer.concat([file(1_000, ['king', 'queen', 'man']), Buffer.alloc(9_000, 0xff), part, part, part]);
  const used = process.cpuUsage();
  const { count } = await readBytes(lost, ['king']);
  expect(process.cpuUsage(used).user / 1e6).toBeLessThan(1);
  expect(count).toBeGreaterThan(1);
});
