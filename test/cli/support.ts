import { expect } from 'vitest';
import { runInProcess, TINY_MODEL, type CommandResult } from '../support/commandLine.ts';
import { loadNpz, type LoadedArray } from '../support/npz.ts';

/** One command with the tiny model. */
export function tiny(command: string, ...args: readonly string[]): Promise<CommandResult> {
  return runInProcess([command, '--model', TINY_MODEL, ...args]);
}

/** The JSON of a command that succeeds without a message. */
export async function tinyJson<T>(command: string, ...args: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await tiny(command, '--format', 'json', ...args);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(String(stdout)) as T;
}

export async function tinyNpz(command: string, ...args: readonly string[]): Promise<Map<string, LoadedArray>> {
  const { code, stdout, stderr } = await tiny(command, '--format', 'npz', ...args);
  expect([code, stderr]).toEqual([0, '']);
  return loadNpz(stdout);
}

export function floatsOf(array: LoadedArray | undefined): Float32Array {
  if (array?.dtype !== '<f4') throw new Error('no such float array');
  return new Float32Array(array.bytes.slice().buffer);
}

/** Written again from its definition, so that the engine's is not compared with itself. */
export function naiveCosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [product, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!;
    squareA += a[i]! ** 2;
    squareB += b[i]! ** 2;
  }
  return product / (Math.sqrt(squareA) * Math.sqrt(squareB));
}
