import { resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Combine, HeadSelection } from '../../src/core/attention/lens.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';
import { Runner } from '../../src/engine/runner.ts';
import type { RunSummary } from '../../src/protocol/engineApi.ts';
import { textUnit } from '../support/textUnit.ts';

const TEXT = 'The hungry cat sat, and the dog looked at it without a word.';
const SEEN: readonly (readonly [string, HeadSelection, Combine])[] = [
  ['a head', { kind: 'heads', heads: [[1, 2]] }, 'mean'],
  ['a layer', { kind: 'layer', layer: 0 }, 'mean'],
  ['the strongest of all heads', { kind: 'all' }, 'max'],
  ['rollout', { kind: 'rollout', layer: 1 }, 'mean'],
];

const runner = new Runner();
let run: RunSummary;
beforeAll(async () => {
  run = await runner.run({ directory: resolve('test/fixtures/models/llama-cached'), text: TEXT, fit: 'start', caret: 0 });
});

describe.each(['words', 'pieces'] as const)('%s', level => {
  test.each(SEEN)('%s: the row of a unit is that of the matrix, and so is each of a sample', async (_, selection, combine) => {
    const { runId } = run;
    const request = { runId, level, selection, combine } as const;
    const { values, low, high, ...whole } = await runner.matrix(request);
    const { columns } = whole;
    const rowOf = (numbers: Float32Array, unit: number) => numbers.slice(unit * columns, (unit + 1) * columns);
    const check = (units: readonly number[], { weights, ...rows }: { weights: Float32Array; low: Float32Array; high: Float32Array }) => {
      for (const [place, unit] of units.entries()) {
        expect(rowOf(weights, place)).toEqual(rowOf(values, unit));
        if (low.length > 0) expect([rowOf(rows.low, place), rowOf(rows.high, place)]).toEqual([rowOf(low, unit), rowOf(high, unit)]);
      }
    };
    for (const unit of [0, 3, sequenceOf(run)[level].length - 1]) {
      const { units, ...row } = await runner.row({ ...request, ...textUnit(unit) });
      expect(units).toEqual([unit]);
      expect(row).toMatchObject({ ...whole });
      check(units, row);
    }
    const { units, ...sample } = await runner.sampledRows(request);
    // A short text is all of its sample.
    expect(units).toEqual([...sequenceOf(run)[level].keys()]);
    expect(sample).toMatchObject({ ...whole });
    check(units, sample);
  });
});
