import { describe, expect, test } from 'vitest';
import type { EntryKind, VocabularyEntry } from '../../src/core/text/vocabularyEntry.ts';
import { multiply } from '../../src/engine/runtime/matmul.ts';
import { nearestEntries } from '../../src/engine/analyses/nearest.ts';
import { WordTable, type TableLimits } from '../../src/engine/analyses/wordTable.ts';
import { dot, norm, rowAt } from '../../src/core/vectors/vectors.ts';
import { Random } from '../support/random.ts';

interface Table {
  readonly width: number;
  readonly values: Float32Array;
  readonly entries: ReadonlyMap<number, VocabularyEntry>;
}

/** Counts what is read of it. */
function wordTable({ width, values, entries }: Table, limits?: TableLimits): { readonly table: WordTable; readonly read: number[] } {
  const read: number[] = [];
  const shape = { rows: values.length / width, width };
  const rows = (from: number, to: number): Float32Array => {
    read.push(to - from);
    return values.slice(from * width, to * width);
  };
  return { table: new WordTable(shape, entries, rows, limits), read };
}

/** Stretches of this many rows, of a table that is kept or not. */
const stretchesOf = (rows: number, width: number, kept: boolean): TableLimits => {
  const bytes = 4 * rows * width;
  return { keptBytes: kept ? Infinity : 0, keptStretchBytes: bytes, stretchBytes: bytes };
};

const KINDS: readonly EntryKind[] = ['word', 'piece', 'unused', 'special'];

/** Coarse numbers, so that ties are many; some rows of zeros, of NaN and infinity, doubled rows, ids without an entry. */
function randomTable(random: Random, rows: number, width: number): Table {
  const values = Float32Array.from({ length: rows * width }, () => random.below(7) - 3);
  const entries = new Map<number, VocabularyEntry>();
  for (let row = 0; row < rows; row++) {
    const own = values.subarray(row * width, (row + 1) * width);
    const what = random.below(12);
    if (what === 0) own.fill(0);
    else if (what === 1) own[random.below(width)] = random.pick([NaN, Infinity]);
    else if (what < 5 && row > 0) own.set(values.subarray((row - 1) * width, row * width));
    if (random.below(20) > 0) entries.set(row, { token: `t${row}`, kind: random.pick(KINDS) });
  }
  return { width, values, entries };
}

/** Every cosine by its definition, sorted. */
function naiveNeighbours({ width, values, entries }: Table, vector: Float32Array, top: number, leftOut: number | null): string[] {
  const found: { id: number; cosine: number; kind: EntryKind }[] = [];
  for (const [id, { kind }] of entries) {
    let [product, own, other] = [0, 0, 0];
    for (let i = 0; i < width; i++) {
      product += values[id * width + i]! * vector[i]!;
      own += values[id * width + i]! ** 2;
      other += vector[i]! ** 2;
    }
    const cosine = product / (Math.sqrt(own) * Math.sqrt(other));
    if (id !== leftOut && Number.isFinite(cosine) && Number.isFinite(own)) found.push({ id, cosine, kind });
  }
  return found
    .sort((a, b) => b.cosine - a.cosine || a.id - b.id)
    .slice(0, top)
    .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
    .map(({ id, cosine, kind }) => `${id} ${kind} ${cosine.toFixed(12)}`);
}

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('seed %i: the same as comparing one by one', async seed => {
  const random = new Random(seed);
  const width = 1 + random.below(20);
  const rows = 1 + random.below(400);
  const table = randomTable(random, rows, width);
  for (const top of [1, 2, 10, 50, rows + 3]) {
    const vector = Float32Array.from({ length: width }, () => random.below(7) - 3);
    vector[0]! += 0.5;
    const leftOut = random.below(2) === 0 ? null : random.below(rows);
    const entries = await nearestEntries(wordTable(table).table, vector, top, leftOut);
    expect(entries.map(({ id, kind, cosine }) => `${id} ${kind} ${cosine.toFixed(12)}`)).toEqual(
      naiveNeighbours(table, vector, top, leftOut),
    );
    for (const { id, token } of entries) expect(token).toBe(`t${id}`);
  }
});

test('rows that float32 sums cannot tell apart come in the order of exact sums', async () => {
  const random = new Random(31);
  const [rows, width] = [300, 96];
  const base = Array.from({ length: width }, () => random.next() - 0.5);
  const values = Float32Array.from({ length: rows * width }, (_, i) => base[i % width]! + 1e-5 * (random.next() - 0.5));
  const entries = new Map(Array.from({ length: rows }, (_, row) => [row, { token: `t${row}`, kind: 'word' as const }]));
  const table = { width, values, entries };
  const vector = Float32Array.from(base);
  for (const top of [1, 5, 20]) {
    const found = await nearestEntries(wordTable(table).table, vector, top, null);
    expect(found.map(({ id, kind, cosine }) => `${id} ${kind} ${cosine.toFixed(12)}`)).toEqual(naiveNeighbours(table, vector, top, null));
  }
});

describe('a table of four', () => {
  const entries = new Map<number, VocabularyEntry>([
    [0, { token: 'east', kind: 'word' }],
    [1, { token: '##ne', kind: 'piece' }],
    [2, { token: 'north', kind: 'word' }],
    [3, { token: 'west', kind: 'word' }],
  ]);
  const { table } = wordTable({ width: 2, values: Float32Array.of(2, 0, 3, 3, 0, 0.1, -1, 0), entries });

  test('whole words stand before a piece that is closer', async () => {
    const found = await nearestEntries(table, Float32Array.of(1, 0), 3, null);
    expect(found.map(({ token, cosine }) => `${token} ${cosine.toFixed(3)}`)).toEqual(['east 1.000', 'north 0.000', '##ne 0.707']);
  });

  test('the entry itself is left out', async () => {
    const found = await nearestEntries(table, Float32Array.of(1, 0), 2, 0);
    expect(found.map(({ token }) => token)).toEqual(['north', '##ne']);
  });

  test('a vector without a length has no neighbours', async () => {
    expect(await nearestEntries(table, Float32Array.of(0, 0), 3, null)).toEqual([]);
    expect(await nearestEntries(table, Float32Array.of(NaN, 1), 3, null)).toEqual([]);
  });

  test('rows that are not compared are not counted', async () => {
    const [four, one] = [table, wordTable({ width: 2, values: Float32Array.of(0, 0, NaN, 1, 1, 1), entries }).table];
    for (const some of [four, one]) await nearestEntries(some, Float32Array.of(0, 0), 1, null);
    expect([four.compared, one.compared]).toEqual([4, 1]);
  });
});

/** The whole table at once, as before it was searched in stretches: one product, then exact sums of what is near the last place. */
async function inOneGo({ width, values, entries }: Table, vector: Float32Array, top: number, leftOut: number | null): Promise<unknown[]> {
  const rows = values.length / width;
  const length = norm(vector);
  const lengths = Float64Array.from({ length: rows }, (_, row) => {
    const own = entries.has(row) ? norm(rowAt(values, width, row)) : 0;
    return own > 0 && own < Infinity ? own : NaN;
  });
  const scores = await multiply(
    values,
    vector.map(value => value / length),
    { rows, inner: width, columns: 1 },
  );
  for (let row = 0; row < rows; row++) scores[row]! /= lengths[row]!;
  if (leftOut !== null) scores[leftOut] = NaN;
  const sorted = [...scores].filter(score => !Number.isNaN(score)).sort((a, b) => b - a);
  const threshold = (sorted[top - 1] ?? -Infinity) - 1e-4;
  return [...scores.keys()]
    .filter(id => scores[id]! >= threshold)
    .map(id => {
      const exact = dot(rowAt(values, width, id), vector) / (lengths[id]! * length);
      return { id, ...entries.get(id)!, cosine: Math.max(-1, Math.min(1, exact)) };
    })
    .sort((a, b) => b.cosine - a.cosine || a.id - b.id)
    .slice(0, top)
    .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
}

describe('in stretches', () => {
  test.each([11, 12, 13, 14, 15, 16])('seed %i: bit for bit what the whole table at once gives', async seed => {
    const random = new Random(seed);
    const width = 1 + random.below(40);
    const rows = 1 + random.below(300);
    const table = randomTable(random, rows, width);
    // Half of the rounds with numbers that are no ties.
    if (seed % 2 === 0) for (let i = 0; i < table.values.length; i++) table.values[i]! += random.next();
    for (const top of [1, 7, rows + 2]) {
      const vector = Float32Array.from({ length: width }, () => random.next() - 0.4);
      const leftOut = random.below(2) === 0 ? null : random.below(rows);
      const expected = await inOneGo(table, vector, top, leftOut);
      for (const rowsAtOnce of [1, 2, 17, rows, 2 * rows]) {
        for (const kept of [true, false]) {
          const { table: cut } = wordTable(table, stretchesOf(rowsAtOnce, width, kept));
          // Twice: lengths and kept numbers are known the second time.
          for (const _ of [1, 2]) expect(await nearestEntries(cut, vector, top, leftOut)).toEqual(expected);
        }
      }
    }
  });

  const table = randomTable(new Random(3), 100, 8);
  const vector = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);

  test('no more than a stretch of a table that is not kept is read at a time, and all of it for each search; a kept one once', async () => {
    const [kept, anew] = [true, false].map(keep => wordTable(table, stretchesOf(30, 8, keep)));
    for (const { table: cut } of [kept!, anew!]) for (const _ of [1, 2]) await nearestEntries(cut, vector, 3, null);
    expect(kept!.read).toEqual([30, 30, 30, 10]);
    expect(anew!.read).toEqual([30, 30, 30, 10, 30, 30, 30, 10]);
    expect(anew!.table.compared).toBe(kept!.table.compared);
  });

  test('a search that is cancelled between two stretches reads no further, and the next one is complete', async () => {
    const { table: cut, read } = wordTable(table, stretchesOf(30, 8, true));
    let pauses = 0;
    const search = nearestEntries(cut, vector, 3, null, () =>
      ++pauses === 3 ? Promise.reject(new Error('cancelled')) : Promise.resolve(),
    );
    await expect(search).rejects.toThrow('cancelled');
    expect(read).toEqual([30, 30]);
    expect(await nearestEntries(cut, vector, 3, null)).toEqual(await inOneGo(table, vector, 3, null));
    expect(read).toEqual([30, 30, 30, 10]);
  });
});
