import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { BUNDLED_NODE, canHaveWorkbench, installWorkbench } from '../../scripts/workbenchPackage.mjs';
import { halfOf, ROUND_TO, TO_FLOATS } from '../../src/engine/runtime/floats.ts';
import { inputTensor } from '../../src/engine/runtime/tensors.ts';
import { createRandom } from '../support/random.ts';
import { HALVES, runHalfTensors } from './halfTensors.ts';

const EXPECTED = { doubled: HALVES.map(value => 2 * value), fedBack: HALVES.map(value => 4 * value), ofNothing: 0 };

test('float16 goes in and comes out on this Node.js', async () => {
  expect(await runHalfTensors()).toEqual({ hasFloat16Array: 'Float16Array' in globalThis, ...EXPECTED });
});

// VS Code of today runs the engine on it; the tests run on what people have.
test.runIf(canHaveWorkbench())('and on Node.js 24, which has numbers of that kind itself', () => {
  expect(installWorkbench()).toBe(true);
  const told = execFileSync(BUNDLED_NODE, [resolve('test/engine/halfTensors.ts')], { encoding: 'utf8' });
  expect(JSON.parse(told)).toEqual({ hasFloat16Array: true, ...EXPECTED });
});

test('every float16 is the one nearest to its own number, and halves are rounded to even', () => {
  const bits = Uint16Array.from({ length: 2 ** 16 }, (_, index) => index);
  const numbers = TO_FLOATS['float16']!(bits);
  expect(bits.filter((_, index) => !Number.isNaN(numbers[index]) && halfOf(numbers[index]!) !== index)).toEqual(Uint16Array.of());
  for (const [value, expected] of [
    [1 + 2 ** -11, 1],
    [1 + 3 * 2 ** -11, 1 + 2 ** -9],
    [2 ** -25, 0],
    [3 * 2 ** -25, 2 ** -23],
    [1 + 2 ** -11 + 2 ** -40, 1 + 2 ** -10],
    [2048 - 2 ** -30, 2048],
    [65519.99, 65504],
    [65520, Infinity],
    [-1e9, -Infinity],
  ] as const)
    expect(numbers[halfOf(value)]).toBe(expected);
  expect(numbers[halfOf(NaN)]).toBeNaN();
});

test('rounding to 16 bits gives the nearest number, ties to even', () => {
  const rounded = (type: keyof typeof ROUND_TO, ...values: number[]): number[] => {
    const numbers = Float32Array.of(0, ...values).subarray(1);
    ROUND_TO[type](numbers);
    return [...numbers];
  };
  const random = createRandom(7);
  const values = Array.from({ length: 20000 }, () => Math.fround((random() - 0.5) * 2 ** Math.floor(60 * random() - 30)));
  const bits = Uint16Array.from(values, halfOf);
  expect(rounded('float16', ...values)).toEqual([...TO_FLOATS['float16']!(bits)]);
  expect(rounded('float16', 65520, -70000, 65519, 2 ** -25, -0, NaN)).toEqual([Infinity, -Infinity, 65504, 0, -0, NaN]);
  const near = [1 + 2 ** -8, 1 + 3 * 2 ** -8, 1 + 2 ** -8 + 2 ** -20, -1.99999, -0, Infinity, 3.4e38];
  expect(rounded('bfloat16', ...near)).toEqual([1, 1 + 2 ** -6, 1 + 2 ** -7, -2, -0, Infinity, Infinity]);
  expect(rounded('bfloat16', NaN)).toEqual([NaN]);
});

test('inputs have the element type that is declared, and one that cannot be fed is said', () => {
  const fed = (type: string) => inputTensor(Tensor, type, [1, 0], [1, 2]);
  expect(fed('int64')).toMatchObject({ type: 'int64', dims: [1, 2], data: BigInt64Array.of(1n, 0n) });
  expect(fed('int32')).toMatchObject({ type: 'int32', data: Int32Array.of(1, 0) });
  expect(fed('float32')).toMatchObject({ type: 'float32', data: Float32Array.of(1, 0) });
  expect(fed('float64')).toMatchObject({ type: 'float64', data: Float64Array.of(1, 0) });
  expect(fed('bool')).toMatchObject({ type: 'bool', data: Uint8Array.of(1, 0) });
  for (const type of ['bfloat16', 'string']) expect(() => fed(type)).toThrow('The model uses a number format that is not read');
});
