import type { InSteps } from '../inSteps.ts';
import { dot } from './vectors.ts';

export interface Eigenpairs {
  /** Largest first. */
  readonly values: Float64Array;
  /** Unit vectors, one for each of the largest values that was asked for. */
  readonly vectors: readonly Float64Array[];
}

/**
 * All eigenvalues of a symmetric matrix [size, size], and the eigenvectors of the `count` largest: Householder tridiagonalisation, then implicit QL
 * (Golub and Van Loan, Matrix Computations, 8.3). The rotations of QL are kept and run backwards for the few vectors that are wanted, which
 * saves most of the work of the usual way. Equal eigenvalues get orthogonal vectors.
 *
 * @param matrix finite numbers; it is overwritten
 */
export function* largestEigenpairs(matrix: Float64Array, size: number, count: number): InSteps<Eigenpairs> {
  const tridiagonal = yield* tridiagonalise(matrix, size);
  const rotations = diagonalise(tridiagonal);
  const { diagonal } = tridiagonal;
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[b]! - diagonal[a]! || a - b);
  const vectors = order.slice(0, count).map(place => {
    const vector = new Float64Array(size);
    vector[place] = 1;
    rotateBack(vector, rotations);
    reflectBack(vector, matrix, size);
    return vector;
  });
  return { values: Float64Array.from(order, place => diagonal[place]!), vectors };
}

interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** Entry i stands between i and i + 1. */
  readonly beside: Float64Array;
}

/**
 * Householder reflections. Only the upper triangle is read and kept; reflection k makes row k tridiagonal, and its vector (of length sqrt 2) is
 * left there, from column k + 1 on.
 */
function* tridiagonalise(matrix: Float64Array, size: number): InSteps<Tridiagonal> {
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(size);
  const product = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    diagonal[k] = matrix[k * size + k]!;
    if (k + 1 === size) break;
    const row = matrix.subarray(k * size, (k + 1) * size);
    beside[k] = makeReflection(row.subarray(k + 1));
    multiplyBlock(matrix, size, k + 1, row, product);
    const half = dot(row.subarray(k + 1), product.subarray(k + 1)) / 2;
    for (let i = k + 1; i < size; i++) product[i]! -= half * row[i]!;
    reflectBlock(matrix, size, k + 1, row, product);
    // What is left is a matrix of size - k: nearly all work is here, and goes by the cube.
    yield 1 - (1 - (k + 1) / size) ** 3;
  }
  return { diagonal, beside };
}

/** product = A v on the rows and columns from `from` on. */
function multiplyBlock(matrix: Float64Array, size: number, from: number, v: Float64Array, product: Float64Array): void {
  product.fill(0, from);
  for (let i = from; i < size; i++) {
    const start = i * size;
    const own = v[i]!;
    let sum = product[i]! + matrix[start + i]! * own;
    for (let j = i + 1; j < size; j++) {
      const entry = matrix[start + j]!;
      sum += entry * v[j]!;
      product[j]! += entry * own;
    }
    product[i] = sum;
  }
}

/** A - v w' - w v' on the rows and columns from `from` on: with w = A v - (v' A v / 2) v that is (I - v v') A (I - v v'). */
function reflectBlock(matrix: Float64Array, size: number, from: number, v: Float64Array, w: Float64Array): void {
  for (let i = from; i < size; i++) {
    const start = i * size;
    const ownV = v[i]!;
    const ownW = w[i]!;
    for (let j = i; j < size; j++) matrix[start + j]! -= ownV * w[j]! + ownW * v[j]!;
  }
}

/** Turns x into the v of I - v v' that maps x to a multiple of the first unit vector, and returns that multiple. v is 0 when x is there already. */
function makeReflection(x: Float64Array): number {
  const norm = Math.sqrt(dot(x, x));
  const first = x[0]!;
  if (norm === Math.abs(first)) {
    x.fill(0);
    return first;
  }
  const target = first > 0 ? -norm : norm;
  x[0] = first - target;
  // |v|^2 = 2, from |x - target e|^2 = 2 norm (norm + |first|).
  const scale = 1 / Math.sqrt(norm * (norm + Math.abs(first)));
  for (let i = 0; i < x.length; i++) x[i]! *= scale;
  return target;
}

/** Real matrices need two or three sweeps a value. */
const MOST_SWEEPS = 60;

/**
 * Implicit QL with Wilkinson's shift: leaves the eigenvalues in `diagonal`, in no order.
 * @returns the rotations in order, three numbers each: i, cosine and sine, of the coordinates i and i + 1
 */
function diagonalise({ diagonal, beside }: Tridiagonal): number[] {
  const rotations: number[] = [];
  for (let low = 0; low < diagonal.length; low++) {
    for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      const high = endOfBlock(diagonal, beside, low);
      if (high === low) break;
      sweepBlock(diagonal, beside, low, high, rotations);
    }
  }
  return rotations;
}

/** Where the unreduced block that starts at `low` ends: before the first negligible entry beside the diagonal. */
function endOfBlock(diagonal: Float64Array, beside: Float64Array, low: number): number {
  let high = low;
  while (high + 1 < diagonal.length) {
    const scale = Math.abs(diagonal[high]!) + Math.abs(diagonal[high + 1]!);
    if (Math.abs(beside[high]!) <= Number.EPSILON * scale) break;
    high++;
  }
  return high;
}

function sweepBlock(diagonal: Float64Array, beside: Float64Array, low: number, high: number, rotations: number[]): void {
  const ratio = (diagonal[low + 1]! - diagonal[low]!) / (2 * beside[low]!);
  const root = Math.hypot(ratio, 1);
  let bulge = diagonal[high]! - diagonal[low]! + beside[low]! / (ratio + (ratio >= 0 ? root : -root));
  let cosine = 1;
  let sine = 1;
  let carried = 0;
  for (let i = high - 1; i >= low; i--) {
    const along = sine * beside[i]!;
    const across = cosine * beside[i]!;
    const length = Math.hypot(along, bulge);
    beside[i + 1] = length;
    if (length === 0) {
      // Only by underflow. The block falls apart here: finish it and start again.
      diagonal[i + 1]! -= carried;
      beside[high] = 0;
      return;
    }
    sine = along / length;
    cosine = bulge / length;
    const shifted = diagonal[i + 1]! - carried;
    const turned = (diagonal[i]! - shifted) * sine + 2 * cosine * across;
    carried = sine * turned;
    diagonal[i + 1] = shifted + carried;
    bulge = cosine * turned - across;
    rotations.push(i, cosine, sine);
  }
  diagonal[low]! -= carried;
  beside[low] = bulge;
  beside[high] = 0;
}

function rotateBack(vector: Float64Array, rotations: readonly number[]): void {
  for (let at = rotations.length - 3; at >= 0; at -= 3) {
    const place = rotations[at]!;
    const cosine = rotations[at + 1]!;
    const sine = rotations[at + 2]!;
    const first = vector[place]!;
    const second = vector[place + 1]!;
    vector[place] = cosine * first + sine * second;
    vector[place + 1] = cosine * second - sine * first;
  }
}

function reflectBack(vector: Float64Array, matrix: Float64Array, size: number): void {
  for (let k = size - 2; k >= 0; k--) {
    const reflection = matrix.subarray(k * size + k + 1, (k + 1) * size);
    const tail = vector.subarray(k + 1);
    const amount = dot(reflection, tail);
    for (let i = 0; i < tail.length; i++) tail[i]! -= amount * reflection[i]!;
  }
}
