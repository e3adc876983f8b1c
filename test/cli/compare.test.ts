import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Runner } from '../../src/engine/runner.ts';
import { TINY_MODEL } from '../support/commandLine.ts';
import { schemaErrors } from '../support/jsonSchema.ts';
import { naiveCosine, tiny, tinyJson } from './support.ts';

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
  const { runId, tokens } = await runner.run({ directory: TINY_MODEL, text, fit: 'start', caret: 0 });
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
  expect(report).toContain('  2  \u2026he unwanted book. She read an >unwanted< letter to the man! Unwanted, \u2026');
  expect(report).toMatch(/^word embedding +1\.00 +1\.00 +1\.00$/m);
  expect(report.match(/^(?:before any layer|after \d of 3 layers) +\S+ +\S+ +\S+$/gm)!.length).toBe(4);
  const { layers } = await tinyJson<CompareJson>('compare', '--text', TEXT, '--word', 'unwanted');
  const pairs = [layers[1]![0]![1]!, layers[1]![0]![2]!, layers[1]![1]![2]!];
  const figures = [pairs.reduce((sum, cosine) => sum + cosine) / 3, Math.min(...pairs), Math.max(...pairs)];
  expect(/^after 1 of 3 layers +(.*)$/m.exec(report)![1]!.split(/ +/)).toEqual(figures.map(figure => figure.toFixed(2)));
  expect(report).toMatch(/^Parted in two after 2 of 3 layers: \d \d? ?\| \d ?\d? \(mean cosine within /m);
});

test('more than sixty: the first sixty, and a warning', async () => {
  const { code, stdout, stderr } = await tiny('compare', '--text', 'cat '.repeat(70), '--word', 'cat', '--format', 'json');
  expect([code, stderr]).toEqual([0, 'warning: only the first 60 of 70 occurrences are compared\n']);
  expect((JSON.parse(String(stdout)) as CompareJson).occurrences.length).toBe(60);
});
