import type { ProductShape } from '../../../src/engine/runtime/matmul.ts';

/** The product of two row-major matrices, in the place of that by ONNX Runtime. */
export async function multiply(left: Float32Array, right: Float32Array, { rows, inner, columns }: ProductShape): Promise<Float32Array> {
  const product = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let k = 0; k < inner; k++) {
      const factor = left[row * inner + k]!;
      for (let column = 0; column < columns; column++) product[row * columns + column]! += factor * right[k * columns + column]!;
    }
  return product;
}
