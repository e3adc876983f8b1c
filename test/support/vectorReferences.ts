import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Occurrence } from '../../src/protocol/embeddingApi.ts';

/** What PyTorch computes of the vectors of a model, see training/make_vector_references.py. */
export interface VectorReference {
  readonly texts: readonly string[];
  readonly variant: string;
  /** Token indices of each word of the first text. */
  readonly words: readonly (readonly number[])[];
  readonly occurrences: readonly Occurrence[];
  /** Row-major; empty for what the model does not have. */
  array(name: string): Float32Array;
  /** Entry `index` of the first axis of an array. */
  at(name: string, index: number): Float32Array;
}

interface Index extends Pick<VectorReference, 'texts' | 'variant' | 'words' | 'occurrences'> {
  readonly arrays: Readonly<Record<string, { readonly offset: number; readonly shape: readonly number[] }>>;
}

export function readVectorReference(name: string): VectorReference {
  const folder = resolve('test/fixtures/vectors');
  const { arrays, ...facts } = JSON.parse(readFileSync(resolve(folder, `${name}.json`), 'utf8')) as Index;
  const numbers = new Float32Array(Uint8Array.from(readFileSync(resolve(folder, `${name}.bin`))).buffer);
  const array = (key: string): Float32Array => {
    const block = arrays[key];
    if (!block) return new Float32Array(0);
    return numbers.slice(block.offset, block.offset + block.shape.reduce((product, length) => product * length, 1));
  };
  const at = (key: string, index: number): Float32Array => {
    const all = array(key);
    const length = all.length / arrays[key]!.shape[0]!;
    return all.slice(index * length, (index + 1) * length);
  };
  return { ...facts, array, at };
}

/** Column `column` of a [rows, columns] array. */
export function columnOf(values: Float32Array, columns: number, column: number): Float32Array {
  return values.filter((_, index) => index % columns === column);
}
