import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunTensors } from '../../src/engine/files/tensors.ts';
import { Runner } from '../../src/engine/runner.ts';
import { dequantise } from '../support/dequantise.ts';
import { BUILT_IN_MODEL } from '../support/processes.ts';
import { largestDifference } from '../support/tensors.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';

interface Block {
  /** In bytes. */
  readonly offset: number;
  readonly shape: readonly number[];
}

/** Float model (PyTorch, eager attention), float16: see training/measure_minilm.py. */
interface Reference {
  readonly texts: readonly { readonly text: string; readonly ids: readonly number[]; readonly attention: Block; readonly hidden: Block }[];
}

const { texts } = JSON.parse(readFileSync(resolve('test/fixtures/minilm/reference.json'), 'utf8')) as Reference;
const bytes = readFileSync(resolve('test/fixtures/minilm/reference.bin'));

let twin = '';

beforeAll(() => {
  twin = mkdtempSync(join(tmpdir(), 'attention-lens-twin-'));
  cpSync(BUILT_IN_MODEL, twin, { recursive: true });
  writeFileSync(join(twin, 'onnx/model.onnx'), dequantise(readFileSync(join(BUILT_IN_MODEL, 'onnx/model.onnx'))));
});

afterAll(() => {
  rmSync(twin, { recursive: true });
});

async function runAll(directory: string): Promise<RunTensors[]> {
  const runner = new Runner({ hidden: true });
  const runs: RunTensors[] = [];
  for (const { text } of texts) {
    const { runId } = await runner.run({ directory, text, fit: 'start', caret: 0 });
    runs.push(await runner.tensors(runId));
  }
  return runs;
}

test('the built-in model agrees with the float model within its stated bounds', async () => {
  const runs = await runAll(BUILT_IN_MODEL);
  let [difference, weights, agreeing, rows, cosines, tokens] = [0, 0, 0, 0, 0, 0];
  for (const [index, { summary, attention, hidden }] of runs.entries()) {
    const expected = texts[index]!;
    expect(sequenceOf(summary).tokens.map(token => token.id)).toEqual(expected.ids);
    const wanted = readHalves(expected.attention);
    const given = attention.maps.flatMap(map => Array.from(map));
    for (let i = 0; i < wanted.length; i++) difference += Math.abs(wanted[i]! - given[i]!);
    weights += wanted.length;
    const length = expected.ids.length;
    for (let row = 0; row < wanted.length; row += length) {
      rows++;
      if (largestIndex(wanted, row, length) === largestIndex(given, row, length)) agreeing++;
    }
    const states = readHalves(expected.hidden);
    const width = expected.hidden.shape[1]!;
    for (let token = 0; token < length; token++, tokens++) cosines += cosine(states, hidden.at(-1)!, token * width, width);
  }
  // Whatever the text says, [CLS] takes from three even shares to dozens: the one sink of this model.
  for (const { attention, summary } of runs) {
    const [sink, ...others] = attention.sinks;
    expect([sink?.token, others]).toEqual([0, []]);
    expect(sink!.share * sequenceOf(summary).tokens.length).toBeGreaterThan(3);
  }
  expect(difference / weights).toBeLessThanOrEqual(0.0005);
  expect(agreeing / rows).toBeGreaterThanOrEqual(0.985);
  expect(cosines / tokens).toBeGreaterThanOrEqual(0.999);
});

test('the engine computes it in floats: its de-quantised twin gives the same within 1e-5', async () => {
  const [runs, twins] = [await runAll(BUILT_IN_MODEL), await runAll(twin)];
  for (const [index, run] of runs.entries()) {
    const other = twins[index]!;
    for (const [layer, map] of run.attention.maps.entries()) {
      expect(largestDifference(map, other.attention.maps[layer]!)).toBeLessThanOrEqual(1e-5);
    }
    for (const [layer, state] of run.hidden.entries()) expect(largestDifference(state, other.hidden[layer]!)).toBeLessThanOrEqual(1e-5);
  }
});

function readHalves({ offset, shape }: Block): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset);
  const count = shape.reduce((a, b) => a * b, 1);
  return Float64Array.from({ length: count }, (_, index) => {
    const bits = view.getUint16(2 * index, true);
    const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff];
    const magnitude = exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25);
    return bits & 0x8000 ? -magnitude : magnitude;
  });
}

function largestIndex(values: ArrayLike<number>, start: number, length: number): number {
  let best = start;
  for (let i = start; i < start + length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>, start: number, length: number): number {
  let [product, aa, bb] = [0, 0, 0];
  for (let i = start; i < start + length; i++) {
    product += a[i]! * b[i]!;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  return product / Math.sqrt(aa * bb);
}
