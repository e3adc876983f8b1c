import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { ModelCache, type ModelLimits } from '../../src/engine/model/cache.ts';
import { chooseModel } from '../../src/engine/model/chooseModel.ts';
import { freeMemory, modelMemory, runMemory, sizesOf, vectorBytes } from '../../src/engine/model/memory.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { GraphBuilder } from '../onnx/support/graphBuilder.ts';
import { oneLayer } from '../onnx/support/oneLayer.ts';

const MB = 1e6;
const stored = (weights: Readonly<Record<string, number>>) => ({ weights: new Map(Object.entries(weights)) });
const [PLAIN, AS_FLOATS] = [{ disableQuantQdq: false }, { disableQuantQdq: true }];

describe('what a model takes', () => {
  // Peaks of a process without its 51 MB, weights left in the file, ONNX Runtime 1.30 on Linux.
  test.each<[string, Readonly<Record<string, number>>, { readonly disableQuantQdq: boolean }, number]>([
    ['float32', { float32: 295 * MB }, PLAIN, 221 * MB],
    ['float16, computed in float32', { float16: 148 * MB }, PLAIN, 260 * MB],
    ['4 bits beside a table', { uint8: 34 * MB, float32: 94 * MB }, PLAIN, 53 * MB],
    ['8 bits that are read as floats', { int8: 53 * MB, float32: 94 * MB }, AS_FLOATS, 183 * MB],
    ['8 bits that are computed in', { uint8: 53 * MB, float32: 94 * MB }, PLAIN, 77 * MB],
  ])('%s: no less than was measured, and less than twice as much with the runtime', (_, weights, graph, measured) => {
    const estimated = modelMemory(stored(weights), graph);
    expect(estimated).toBeGreaterThanOrEqual(measured);
    expect(estimated).toBeLessThan(2 * (51 * MB + measured));
  });

  test('float16 saves no memory, 4 bits do', () => {
    const of = (type: string, bytes: number) => modelMemory(stored({ [type]: bytes * MB }), PLAIN);
    expect(of('float16', 150)).toBe(of('float32', 300));
    expect(of('bfloat16', 150)).toBe(of('float32', 300));
    expect(of('uint8', 38)).toBeLessThan(of('float32', 300) / 2);
  });

  test('a text: its maps twice, and its vectors', () => {
    // SmolLM2-135M: 30 layers of 9 heads, and of each the state before it and two updates.
    const updates = Array.from({ length: 30 }, () => ({ attention: '', feedForward: '' }));
    const bytes = vectorBytes({ hidden: Array<string>(31).fill(''), updates }, 576);
    expect(bytes).toBe(91 * 576 * 4);
    expect(runMemory(Array<number>(30).fill(9), bytes, 512)).toBe(2 * 270 * 512 ** 2 * 4 + bytes * 512);
    expect(runMemory([2, 3], 0, 10)).toBe(2 * 5 * 100 * 4);
  });

  test('sizes are those of the graph, by type', () => {
    const builder = new GraphBuilder(null);
    builder.floats([1000, 3], new Float32Array(3000));
    const bytes = oneLayer({}, builder);
    const { weights } = sizesOf(indexModel({ size: bytes.length, read: (start, end) => bytes.subarray(start, end) }));
    expect(weights.get('float32')).toBeGreaterThanOrEqual(12_000);
  });

  test('what is free is no more than the limit leaves', () => {
    expect(freeMemory(0)).toBe(0);
    expect(freeMemory(process.memoryUsage.rss() + MB)).toBeLessThanOrEqual(MB);
    expect(freeMemory(Infinity)).toBeGreaterThan(0);
  });
});

describe('a folder with two variants', () => {
  let directory = '';
  let large = 0;
  let small = 0;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'attention-lens-memory-'));
    mkdirSync(join(directory, 'onnx'));
    const copy = (from: string, to: string) => cpSync(resolve('test/fixtures/models', from), join(directory, to));
    const sizes = ['bert-eager', 'electra'].map(name => chooseModel(resolve('test/fixtures/models', name)).needed);
    const names = ['bert-eager', 'electra'];
    const [first, second] = sizes[0]! > sizes[1]! ? names : names.toReversed();
    copy(`${first!}/onnx/model.onnx`, 'onnx/model.onnx');
    copy(`${second!}/onnx/model.onnx`, 'onnx/model_q4.onnx');
    copy('bert-eager/tokenizer.json', 'tokenizer.json');
    large = chooseModel(directory, 'fp32').needed;
    small = chooseModel(directory, 'q4').needed;
    expect(large).toBeGreaterThan(small);
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  test('the most exact one that fits comfortably is taken; what did not fit is said with its numbers', () => {
    expect(chooseModel(directory, undefined, large / 0.8).variant.name).toBe('model');
    const less = chooseModel(directory, undefined, large / 0.8 - 1);
    expect(less.variant.name).toBe('model_q4');
    expect(less.notes).toEqual([
      expect.stringMatching(/^The variant model was passed over: it needs about \d+ MB of memory, and \d+ MB are free\.$/),
    ]);
  });

  test('where none fits comfortably the smallest that fits is taken; one that was asked for needs only to fit', () => {
    expect(chooseModel(directory, undefined, small).variant.name).toBe('model_q4');
    expect(chooseModel(directory, 'fp32', large).variant.name).toBe('model');
  });

  test('what does not fit is refused with the numbers, before anything is loaded, and the smaller variant is named', async () => {
    const cacheOf = (free: number) => {
      const limits: ModelLimits = { bytes: 1e9, runBytes: 1e9, free: () => free };
      return new ModelCache({ need: () => 'none', forget: () => undefined }, limits);
    };
    const faultOf = async (opening: Promise<unknown>) => {
      const error: unknown = await opening.catch((reason: unknown) => reason);
      if (!(error instanceof FaultError)) throw new Error('it opened');
      return error.fault;
    };
    const nothing = await faultOf(cacheOf(5 * MB).open(directory));
    expect(nothing).toMatchObject({
      code: 'out-of-memory',
      cause: expect.stringMatching(/^model_q4 with a paragraph of text needs about \d+ MB of memory, and 5\.0 MB are free\.$/) as string,
      nextStep: 'Close other programs or use a smaller model.',
    });
    const asked = await faultOf(cacheOf(large - 1).open(directory, 'fp32'));
    expect(asked.nextStep).toBe('Choose the smaller variant model_q4, or close other programs.');
  });
});
