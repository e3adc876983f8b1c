import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Runner } from '../../src/engine/runner.ts';
import { TINY_MODEL } from '../support/commandLine.ts';
import { schemaErrors } from '../support/jsonSchema.ts';
import { naiveCosine, tiny, tinyJson } from './support.ts';
import { ranText } from '../support/ranText.ts';

const SCHEMA = JSON.parse(readFileSync('docs/compare-schema.json', 'utf8')) as Record<string, unknown>;

/** "Unwanted" is several pieces, so that their mean counts. */
const TEXT = 'The unwanted book. She read an unwanted letter to the man! Unwanted, he ran.';

interface CompareJson {
  readonly word: string;
  readonly occurrences: readonly { readonly start: number; readonly end: number }[];
  readonly static: readonly (readonly number[])[];
  readonly layers: readonly (readonly (readonly number[])[])[];
}

const runner = new Runner({ hidden: true });

/** Vectors of a word in every hidden state, before them its word embedding, by plain means over its tokens. */
async function vectorsOf(text: string, start: number, end: number): Promise<number[][]> {
  const { runId, tokens } = ranText(await runner.run({ directory: TINY_MODEL, text, fit: 'start', caret: 0 }));
  const { fixed, hidden } = await runner.embeddings(runId);
  const own = tokens.flatMap((token, index) => (token.start >= start && token.end <= end ? [index] : []));
  return [fixed, ...hidden].map(values => {
    const width = values.length / tokens.length;
    return Array.from({ length: width }, (_, i) => own.reduce((sum, token) => sum + values[token * width + i]!, 0) / own.length);
  });
}

function expectCosines(report: CompareJson, vectors: readonly (readonly (readonly number[])[])[]): void {
  for (const [state, matrix] of [report.static, ...report.layers].entries()) {
    expect(matrix.length).toBe(vectors.length);
    for (const [row, values] of matrix.entries())
      for (const [column, value] of values.entries())
        expect(value).toBeCloseTo(naiveCosine(vectors[row]![state]!, vectors[column]![state]!), 5);
  }
}

describe('json', () => {
  test('every occurrence in the whole text: the cosines of plain means', async () => {
    const report = await tinyJson<CompareJson>('compare', '--text', TEXT, '--word', 'unwanted');
    expect(schemaErrors(report, SCHEMA)).toEqual([]);
    expect(report.word).toBe('unwanted');
    expect(report.occurrences.map(({ start, end }) => TEXT.slice(start, end))).toEqual(['unwanted', 'unwanted', 'Unwanted']);
    expect(report.layers.length).toBe(4);
    // One word has one embedding, wherever it stands.
    expect(report.static.flat()).toEqual(Array(9).fill(1));
    expectCosines(report, await Promise.all(report.occurrences.map(({ start, end }) => vectorsOf(TEXT, start, end))));
    expect(report.layers[3]![0]![1]).toBeLessThan(0.999);
  });

  test('a warning says where the word is unknown', async () => {
    const { code, stderr } = await tiny('compare', '--format', 'json', '--text', 'the cat food, the cat🙂 food', '--word', 'cat');
    expect([code, stderr]).toEqual([
      0,
      'warning: In place 2 the model does not know “cat” as it is written there: it reads its unknown token, so these vectors say nothing about the word.\n',
    ]);
  });

  test('every occurrence in its own sentence', async () => {
    const report = await tinyJson<CompareJson>('compare', '--text', TEXT, '--word', 'UNWANTED', '--context', 'sentence');
    expect(schemaErrors(report, SCHEMA)).toEqual([]);
    const sentences = ['The unwanted book.', 'She read an unwanted letter to the man!', 'Unwanted, he ran.'];
    const vectors = sentences.map(async sentence => {
      const start = sentence.toLowerCase().indexOf('unwanted');
      return vectorsOf(sentence, start, start + 8);
    });
    expectCosines(report, await Promise.all(vectors));
  });

  test('one occurrence is compared with itself only', async () => {
    const report = await tinyJson<CompareJson>('compare', '--text', 'a cat', '--word', 'cat');
    expect(schemaErrors(report, SCHEMA)).toEqual([]);
    expect(report).toEqual({ word: 'cat', occurrences: [{ start: 2, end: 5 }], static: [[1]], layers: [[[1]], [[1]], [[1]], [[1]]] });
  });
});

test('text: the places, the range of each state, and the parting in two', async () => {
  const { code, stdout, stderr } = await tiny('compare', '--text', TEXT, '--word', 'unwanted');
  expect([code, stderr]).toEqual([0, '']);
  const report = String(stdout);
  expect(report).toContain('  2  \u2026unwanted book. She read an >unwanted< letter to the man! Unwanted, \u2026');
  expect(report).toMatch(/^word embedding +1\.00 +1\.00 +1\.00$/m);
  expect(report.match(/^(?:before any layer|after \d of 3 layers) +\S+ +\S+ +\S+$/gm)!.length).toBe(4);
  const { layers } = await tinyJson<CompareJson>('compare', '--text', TEXT, '--word', 'unwanted');
  for (const [state, matrix] of layers.entries()) {
    const pairs = [matrix[0]![1]!, matrix[0]![2]!, matrix[1]![2]!];
    const figures = [pairs.reduce((sum, cosine) => sum + cosine) / 3, Math.min(...pairs), Math.max(...pairs)];
    const name = state === 0 ? 'before any layer' : `after ${state} of 3 layers`;
    expect(new RegExp(`^${name} +(.*)$`, 'm').exec(report)![1]!.split(/ +/)).toEqual(figures.map(figure => figure.toFixed(2)));
  }
  // Two of the three stand together: within is their cosine, between the mean of the other two.
  const [own, ...others] = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 2, 0],
  ]
    .map(([a, b, alone]) => ({ pair: `${a! + 1} and ${b! + 1}`, alone: String(alone! + 1), cosine: layers[2]![a!]![b!]! }))
    .toSorted((a, b) => b.cosine - a.cosine);
  const between = (others[0]!.cosine + others[1]!.cosine) / 2;
  const said = /^(?:Two groups part|All places are alike) after 2 of 3 layers: (?:parted in two \()?(.*?)\)?[;,] mean cosine (.*)\.$/m.exec(
    report,
  )!;
  expect(said[1]!.split(' from ').toSorted()).toEqual([own!.pair, own!.alone].toSorted());
  expect(said[2]).toBe(`${own!.cosine.toFixed(2)} within the groups, ${between.toFixed(2)} between them`);
  expect(report).toContain('any places can be parted in two, whether or not the word has two senses.');
  // The matrix, in the order of the groups, with a line between them.
  const table = report.trim().split('\n').slice(-5);
  const names = table[0]!.trim().split(/ +/).map(Number);
  const line = table.findIndex(row => /^-+$/.test(row));
  expect([1, 2]).toContain(line - 1);
  expect(table.filter((_, index) => index > 0 && index !== line).map(row => row.split(/ +/))).toEqual(
    names.map(row => [String(row), ...names.map(column => layers[2]![row - 1]![column - 1]!.toFixed(2))]),
  );
});

test('text: one place is compared with nothing, two are not grouped', async () => {
  const { stdout: one } = await tiny('compare', '--text', 'a cat', '--word', 'cat');
  expect(String(one)).toBe(
    'bert-dynamo, "cat" in 1 place, read in the whole text\n\n  1  a >cat<\n\nThere is only one place, so there is nothing to part.\n',
  );
  const { layers } = await tinyJson<CompareJson>('compare', '--text', 'a cat, the cat', '--word', 'cat');
  const { stdout: two } = await tiny('compare', '--text', 'a cat, the cat', '--word', 'cat');
  expect(String(two)).toContain('"cat" in 2 places, each read in the whole text\n');
  expect(String(two)).toMatch(new RegExp(`\n\nThe two places have cosine ${layers[2]![0]![1]!.toFixed(2)} after 2 of 3 layers\\.\n$`));
  expect(String(two)).not.toContain('parted in two');
});

test('more than sixty: the first sixty, and a warning', async () => {
  const { code, stdout, stderr } = await tiny('compare', '--text', 'cat '.repeat(70), '--word', 'cat', '--format', 'json');
  expect([code, stderr]).toEqual([0, 'warning: 60 places are compared, the first of each text; 10 more were left out.\n']);
  expect((JSON.parse(String(stdout)) as CompareJson).occurrences.length).toBe(60);
});
