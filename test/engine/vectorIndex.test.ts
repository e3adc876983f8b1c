import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findVectors, openVectorFile, readVectors } from '../../src/engine/wordVectors/file.ts';
import { VectorIndex } from '../../src/engine/wordVectors/index.ts';
import { hashOf, WantedWords } from '../../src/engine/wordVectors/wantedWords.ts';
import { Random } from '../support/random.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-index-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const STEMS = ['the', 'Été', '日本', '🧿', '5', 'new york'];

/** What follows a binary vector that cannot be the start of the next: the reader is lost from here on. */
const LOST = Buffer.from(`${'x'.repeat(3_000)} `);

describe.each(Array.from({ length: 8 }, (_, seed) => seed))('seed %i: looking up finds what reading all finds, and reads little', seed => {
  const random = new Random(seed);
  const width = 2 + random.below(5);
  const word = (): string => `${random.pick(STEMS)}${random.below(4_000)}`;
  const words = (): string[] => Array.from({ length: 6 }, word);

  async function check(bytes: Uint8Array, asked: readonly string[]): Promise<void> {
    const path = join(folder, 'file');
    writeFileSync(path, bytes);
    const file = await openVectorFile(path);
    try {
      const index = new VectorIndex();
      const { vectors: none, ...facts } = await readVectors(file, [], index);
      const all = await readVectors(file, asked, null);
      expect(none.size).toBe(0);
      expect(all.vectors.size).toBeGreaterThan(0);
      const readPart = vi.spyOn(file.handle, 'read');
      expect(await findVectors(file, facts, index, asked)).toEqual(all.vectors);
      const parts = await Promise.all(readPart.mock.results.map(result => result.value as Promise<{ readonly bytesRead: number }>));
      expect(parts.reduce((sum, { bytesRead }) => sum + bytesRead, 0)).toBeLessThan(bytes.length / 2);
    } finally {
      await file.handle.close();
    }
  }

  test('in text, with lines that are broken, empty, or too long', async () => {
    const numbers = (length: number): string => Array.from({ length }, () => (random.next() - 0.5).toFixed(4)).join(' ');
    const lines = Array.from({ length: 3_000 }, () => {
      const kind = random.below(20);
      if (kind === 0) return `${word()} ${numbers(random.below(2 * width))}`;
      return kind === 1 ? '' : `${word()} ${numbers(width)}`;
    });
    const asked = [...words(), lines.find(line => line.startsWith('the'))!.split(' ')[0]!, lines.at(-1)!.split(' ')[0]!];
    lines.splice(1_500, 0, `${asked[0]} ${'1 '.repeat(700_000)}`);
    await check(Buffer.from(lines.join(random.pick(['\n', '\r\n', ' \n']))), asked);
  });

  test('in binary records, until they cannot be told apart', async () => {
    const entries = Array.from({ length: 3_000 }, () => word().replace(' ', '_'));
    const records = entries.map(entry => {
      const values = Float32Array.from({ length: width }, () => (random.below(30) === 0 ? NaN : random.next() - 0.5));
      return Buffer.concat([Buffer.from(`${entry} `), Buffer.from(values.buffer), Buffer.from(random.pick(['', '\n']))]);
    });
    const parts = [Buffer.from(`3000 ${width}\n`), ...records, LOST, Buffer.alloc(100_000, 1)];
    await check(Buffer.concat(parts), [...words(), ...entries.slice(5, 10)]);
  });
});

test('an index that would be too large is none', () => {
  const wanted = new WantedWords(['a']);
  const hash = hashOf(Buffer.from('a'), 0, 1);
  const index = new VectorIndex(2);
  index.add(hash, 10, 20);
  index.add(hash, 20, 30);
  expect(index.isComplete).toBe(true);
  expect([...index.partsWith(wanted)]).toEqual([[10, 30]]);
  index.add(hash, 30, 40);
  expect(index.isComplete).toBe(false);
  expect([...index.partsWith(wanted)]).toEqual([]);
});

test('words of the 100,000 of an index are found wherever they stand', () => {
  const wanted = new WantedWords(['a', 'b']);
  const [a, b] = ['a', 'b'].map(word => hashOf(Buffer.from(word), 0, 1));
  const index = new VectorIndex();
  for (let place = 0; place < 100_000; place++) {
    const hash = place === 65_535 ? a! : place === 65_536 || place === 99_999 ? b! : place;
    index.add(hash, 10 * place, 10 * place + 9);
  }
  expect([...index.partsWith(wanted)]).toEqual([
    [655_040, 655_360],
    [655_360, 655_680],
    [999_680, 999_999],
  ]);
});
