import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BETWEEN, type TextPair } from '../../src/core/text/textPair.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';
import { AttentionStore } from '../../src/engine/runs/attentionStore.ts';
import { Runner } from '../../src/engine/runner.ts';
import type { RunSummary } from '../../src/protocol/engineApi.ts';
import { textUnit } from '../support/textUnit.ts';
import { largestDifference } from '../support/tensors.ts';

// Its positions are computed: it reads as many tokens as config.json says.
const directory = mkdtempSync(join(tmpdir(), 'pair-by-rows-'));
cpSync('test/fixtures/models/llama-cached', directory, { recursive: true });
const config = join(directory, 'config.json');
writeFileSync(config, readFileSync(config, 'utf8').replace(/("max_position_embeddings": )\d+/, '$14096'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const [first, second] = ['hungry cat', 'dog'].map(who =>
  Array.from({ length: 14 }, (_, index) => `The ${who} ${index} sat, and the other looked at it.`).join(' '),
) as [string, string];
const from = first.length + BETWEEN.length;
const pair: TextPair = [
  { start: 0, end: first.length },
  { start: from, end: from + second.length },
];
const request = { directory, text: first + BETWEEN + second, pair, fit: 'start', caret: 0 } as const;

const whole = new Runner();
/** Holds a tenth of the maps of both. */
const rows = new Runner({ store: new AttentionStore({ runs: 4, bytes: 3e6 }) });
let wholeRun: RunSummary;
let run: RunSummary;
beforeAll(async () => {
  wholeRun = await whole.run(request);
  run = await rows.run(request);
});

const both = <R>(ask: (runner: Runner, runId: number) => Promise<R>) => Promise.all([ask(whole, wholeRun.runId), ask(rows, run.runId)]);

test('two texts whose maps weigh too much are held by rows, and are the same two texts', () => {
  expect([wholeRun.held, run.held]).toEqual(['maps', 'rows']);
  expect(run.pair).toEqual(pair);
  expect(sequenceOf(run).tokens.length).toBeGreaterThan(900);
  expect(sequenceOf(run)).toEqual(sequenceOf(wholeRun));
  expect(run.invalidHeads).toEqual(wholeRun.invalidHeads);
});

describe.each(['words', 'pieces'] as const)('%s', level => {
  const units = () => sequenceOf(run)[level];
  const ofSecond = () => units().findIndex(({ start }) => start >= from);

  test('the row of a unit of either text is that of the whole maps, with the text that each is of', async () => {
    const looks = [
      { selection: { kind: 'heads', heads: [[1, 2]] }, combine: 'mean' },
      { selection: { kind: 'all' }, combine: 'strongest' },
    ] as const;
    for (const look of looks)
      for (const unit of [3, ofSecond(), units().length - 1]) {
        const [a, b] = await both((runner, runId) => runner.row({ runId, level, ...look, ...textUnit(unit) }));
        for (const key of ['weights', 'low', 'high'] as const) expect(largestDifference(a[key], b[key])).toBeLessThan(1e-6);
        expect({ ...b, runId: 0, weights: 0, low: 0, high: 0 }).toEqual({ ...a, runId: 0, weights: 0, low: 0, high: 0 });
        expect([...b.sides!.of].filter(side => side === 1).length).toBe(units().filter(({ start }) => start >= from).length);
      }
  });

  test('the sampled rows are those of the matrix', async () => {
    const look = { level, selection: { kind: 'layer', layer: 1 }, combine: 'mean' } as const;
    const matrix = await whole.matrix({ runId: wholeRun.runId, ...look });
    const sampled = await rows.sampledRows({ runId: run.runId, ...look });
    expect(sampled.sides).toEqual(matrix.sides);
    expect(sampled.units.some(unit => unit >= ofSecond())).toBe(true);
    for (const [place, unit] of sampled.units.entries()) {
      const expected = matrix.values.subarray(unit * matrix.columns, (unit + 1) * matrix.columns);
      const found = sampled.weights.subarray(place * matrix.columns, (place + 1) * matrix.columns);
      // Those of the sample are kept in 16 bits.
      expect(largestDifference(found, expected), `unit ${unit}`).toBeLessThan(5e-4);
    }
  });

  test('heads are ranked by what goes to the other text, and the heads that link a word of each are the same', async () => {
    const unit = ofSecond() + 3;
    const [a, b] = await both((runner, runId) => runner.rankHeads({ runId, level, ...textUnit(unit), direction: 'to', hideSink: false }));
    expect(b.entries.map(({ layer, head, unit: far }) => [layer, head, far])).toEqual(
      a.entries.map(({ layer, head, unit: far }) => [layer, head, far]),
    );
    expect(b.entries.every(({ unit: far }) => far < ofSecond())).toBe(true);
    const [ofMaps, ofRows] = await both((runner, runId) => runner.linkHeads({ runId, level, from: [unit], to: [2, 4] }));
    for (const [index, { there }] of ofRows.heads.entries()) expect(there).toBeCloseTo(ofMaps.heads[index]!.there, 6);
  });
});
