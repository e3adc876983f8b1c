import { toTheEnd, type InSteps } from '../inSteps.ts';

/** Vectors of one width, one after the other: [count, width], row-major. */
export interface Vectors {
  readonly count: number;
  readonly width: number;
  readonly values: Float64Array;
}

/** The vector at an index, as a view. */
export function vectorAt(vectors: Vectors, index: number): Float64Array {
  return vectors.values.subarray(index * vectors.width, (index + 1) * vectors.width);
}

/** One row of a [rows, width] tensor, as a view. */
export function rowAt(rows: Float32Array, width: number, index: number): Float32Array {
  return rows.subarray(index * width, (index + 1) * width);
}

/** Some rows of a [rows, width] tensor, [indices, width]. */
export function rowsAt(rows: Float32Array, width: number, indices: readonly number[]): Float32Array {
  const some = new Float32Array(indices.length * width);
  for (const [place, index] of indices.entries()) some.set(rowAt(rows, width, index), place * width);
  return some;
}

/** Sum of products, added up in order in float64, so that equal vectors give equal sums. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Euclidean length. */
export function norm(a: ArrayLike<number>): number {
  return Math.sqrt(dot(a, a));
}

/** Cosine of two vectors, -1 to 1; exactly 1 for equal ones, NaN when one has no length or holds a NaN. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return cosineOf(dot(a, b), dot(a, a), dot(b, b));
}

/** From the three dot products. One root of the product, not a product of roots: the root of a square is exact, so equal vectors give 1. */
function cosineOf(product: number, squareA: number, squareB: number): number {
  return Math.max(-1, Math.min(1, product / Math.sqrt(squareA * squareB)));
}

/** Mean of the rows of each group, e.g. of a word's tokens; a group without rows gives NaN. `rows` is [rows, width]. */
export function poolRows(rows: Float32Array, width: number, groups: readonly (readonly number[])[]): Vectors {
  const values = new Float64Array(groups.length * width);
  for (const [group, members] of groups.entries()) {
    const start = group * width;
    for (const row of members) {
      for (let i = 0; i < width; i++) values[start + i]! += rows[row * width + i]!;
    }
    // Dividing a single row by 1 leaves it as it is.
    for (let i = start; i < start + width; i++) values[i]! /= members.length;
  }
  return { count: groups.length, width, values };
}

/**
 * Cosine of every two vectors, [count, count], symmetric. The diagonal is exactly 1, as are all pairs of equal vectors; the row and column of a
 * vector without length are NaN.
 */
export function cosineMatrix(vectors: Vectors): Float32Array {
  const { count } = vectors;
  const products = toTheEnd(productMatrix(vectors));
  const squareOf = (index: number): number => products[index * count + index]!;
  const matrix = new Float32Array(count * count);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      const place = row * count + column;
      matrix[place] = cosineOf(products[place]!, squareOf(row), squareOf(column));
    }
  }
  return matrix;
}

/** {@link dot} of every two vectors, [count, count], symmetric. */
export function* productMatrix(vectors: Vectors): InSteps<Float64Array> {
  const { count } = vectors;
  const matrix = new Float64Array(count * count);
  const set = (row: number, column: number, product: number): void => {
    matrix[row * count + column] = product;
    matrix[column * count + row] = product;
  };
  for (let row = 0; row < count; row += TILE_ROWS) {
    const rows = Math.min(TILE_ROWS, count - row);
    const tiledEnd = rows === TILE_ROWS ? count - ((count - row) % TILE_COLUMNS) : row;
    for (let column = row; column < tiledEnd; column += TILE_COLUMNS) {
      const products = tileOfProducts(vectors, row, column);
      for (let i = 0; i < products.length; i++) set(row + Math.floor(i / TILE_COLUMNS), column + (i % TILE_COLUMNS), products[i]!);
    }
    for (let column = tiledEnd; column < count; column++) {
      const other = vectorAt(vectors, column);
      for (let lane = 0; lane < rows; lane++) set(row + lane, column, dot(vectorAt(vectors, row + lane), other));
    }
    yield 1 - (1 - row / count) ** 2;
  }
  return matrix;
}

const TILE_ROWS = 2;
const TILE_COLUMNS = 4;
const tile = new Float64Array(TILE_ROWS * TILE_COLUMNS);

/**
 * The products of two vectors with four others, as eight sums that do not wait for each other: 512 vectors of 384 take 26 ms so, 60 ms by
 * {@link dot}. Each sum adds up in the order of {@link dot}.
 */
function tileOfProducts({ values, width }: Vectors, row: number, column: number): Float64Array {
  const a0 = row * width;
  const a1 = a0 + width;
  const b0 = column * width;
  const b1 = b0 + width;
  const b2 = b1 + width;
  const b3 = b2 + width;
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  for (let i = 0; i < width; i++) {
    const x = values[a0 + i]!;
    const y = values[a1 + i]!;
    const p = values[b0 + i]!;
    const q = values[b1 + i]!;
    const r = values[b2 + i]!;
    const s = values[b3 + i]!;
    s00 += x * p;
    s01 += x * q;
    s02 += x * r;
    s03 += x * s;
    s10 += y * p;
    s11 += y * q;
    s12 += y * r;
    s13 += y * s;
  }
  tile.set([s00, s01, s02, s03, s10, s11, s12, s13]);
  return tile;
}
