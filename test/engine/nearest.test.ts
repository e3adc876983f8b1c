import { describe, expect, test } from 'vitest';
import type { EntryKind, VocabularyEntry } from '../../src/core/vocabularyEntry.ts';
import { nearestEntries } from '../../src/engine/nearest.ts';
import { createWordTable, type WordTable } from '../../src/engine/wordTable.ts';
import { Random } from '../support/random.ts';

const KINDS: readonly EntryKind[] = ['word', 'piece', 'unused', 'special'];

/** Coarse numbers, so that ties are many; some rows of zeros, of NaN and infinity, doubled rows, ids without an entry. */
function randomTable(random: Random, rows: number, width: number): WordTable {
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
  return createWordTable(width, values, entries);
}

/** Every cosine by its definition, sorted. */
function naiveNeighbours({ width, values, entries }: WordTable, vector: Float32Array, top: number, leftOut: number | null): string[] {
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
    const entries = await nearestEntries(table, vector, top, leftOut);
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
  const table = createWordTable(width, values, entries);
  const vector = Float32Array.from(base);
  for (const top of [1, 5, 20]) {
    const found = await nearestEntries(table, vector, top, null);
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
  const table = createWordTable(2, Float32Array.of(2, 0, 3, 3, 0, 0.1, -1, 0), entries);

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

  test('rows that are not compared are not counted', () => {
    expect(table.compared).toBe(4);
    expect(createWordTable(2, Float32Array.of(0, 0, NaN, 1, 1, 1), entries).compared).toBe(1);
  });
});
