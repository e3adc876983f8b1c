import { describe, expect, test } from 'vitest';
import { Random } from '../support/random.ts';
import { summaryOf, vectorFolder } from '../support/vectorFiles.ts';

const { readBytes } = vectorFolder();

/** The same by splitting text. */
function naiveText(text: string, width: number, words: ReadonlySet<string>): object {
  const vectors: Record<string, number[]> = {};
  let [count, broken] = [0, 0];
  for (const line of text.split('\n').map(line => line.replace(/[ \t\r]+$/, ''))) {
    if (line === '') continue;
    const match = new RegExp(`^(.+?)((?:[ \\t]+[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?){${width}})$`).exec(line);
    const word = match?.[1]?.trimEnd();
    if (!match || !word || /^[ \t]/.test(line)) {
      broken++;
      continue;
    }
    count++;
    if (words.has(word))
      vectors[word] ??= match[2]!
        .trim()
        .split(/[ \t]+/)
        .map(field => Math.fround(Number(field)));
  }
  return { count, broken, vectors };
}

describe.each(Array.from({ length: 12 }, (_, seed) => seed))('seed %i: the same as a naive parser', seed => {
  const PARTS = ['a', 'b', 'the', 'Été', '日本', '🧿', '.', '5', 'new', 'York'];
  const random = new Random(seed);
  const width = 2 + random.below(6);
  const word = (): string => Array.from({ length: 1 + (random.below(8) === 0 ? random.below(3) : 0) }, () => random.pick(PARTS)).join(' ');
  const number = (): string =>
    random.pick([() => (random.next() - 0.5).toFixed(random.below(9)), () => String(random.next() * 1e-5), () => '-3'])();
  const numbers = (length: number): string[] => Array.from({ length }, number);

  test('text', async () => {
    const end = random.pick(['\n', '\r\n', ' \n']);
    const lines = Array.from({ length: 100 + random.below(300) }, () => {
      const kind = random.below(20);
      if (kind === 0) return [word(), ...numbers(random.below(2 * width))].join(' ');
      if (kind === 1) return [word(), ...numbers(width - 1), random.pick(['nan', '1.2.3', '-', 'x'])].join(' ');
      if (kind === 2) return '';
      return [word(), ...numbers(width)].join(' ');
    });
    const text = lines.join(end) + (random.below(2) === 0 ? end : '');
    const words = new Set(Array.from({ length: 8 }, word));
    expect(summaryOf(await readBytes(text, words))).toEqual({ format: 'GloVe', width, ...naiveText(text, width, words) });
  });

  test('binary', async () => {
    const vectors: Record<string, number[]> = {};
    const count = 50 + random.below(200);
    const wanted = random.pick(PARTS);
    const records = Array.from({ length: count }, () => {
      const entry = random.pick(PARTS);
      const values = Float32Array.from({ length: width }, () => random.next() - 0.5);
      if (entry === wanted) vectors[entry] ??= [...values];
      return Buffer.concat([Buffer.from(`${entry} `), Buffer.from(values.buffer), Buffer.from(random.below(2) === 0 ? '\n' : '')]);
    });
    const bytes = Buffer.concat([Buffer.from(`${count} ${width}\n`), ...records]);
    expect(summaryOf(await readBytes(bytes, [wanted]))).toEqual({ format: 'word2vec binary', width, count, broken: 0, vectors });
  });
});
