import { asPart, type InSteps } from '../inSteps.ts';
import { largestEigenpairs } from './symmetricEigen.ts';
import { dot, norm, productMatrix, vectorAt, type Vectors } from './vectors.ts';

export interface PrincipalComponents {
  /** Unit vectors [width], that of the largest variance first; all 0 where no variance is left. */
  readonly axes: readonly Float64Array[];
  /** Share of the whole variance on each axis. */
  readonly explained: readonly number[];
}

/** An eigenvalue below this part of the largest, or a number of a centred unit vector below it, is rounding. */
const ROUNDING = 1e-12;

/**
 * Principal component analysis (Pearson 1901) of centred vectors, by the eigenvectors of their products with each other (count x count) where a text has
 * fewer words than a vector has numbers, else of the products of these numbers (width x width): the axes are the same. The entry of each axis with the largest absolute value is positive, so that the same
 * vectors always give the same picture.
 *
 * @param vectors centred, all numbers finite
 */
export function* principalComponents(vectors: Vectors, axisCount: number): InSteps<PrincipalComponents> {
  const { count, width } = vectors;
  const isThin = count <= width;
  const size = Math.min(count, width);
  // In multiplications: of every two vectors, and of the reflections that follow.
  const productWork = Math.max(count, width) / 2;
  const products = productWork / (productWork + (4 / 3) * size);
  const matrix = yield* asPart(productMatrix(isThin ? vectors : transposed(vectors)), 0, products);
  const { values, vectors: found } = yield* asPart(largestEigenpairs(matrix, size, axisCount), products, 1);
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  const present = Array.from({ length: axisCount }, (_, axis) => axis < size && values[axis]! > ROUNDING * values[0]!);
  return {
    axes: present.map((isPresent, axis) =>
      isPresent ? oriented(isThin ? addedUp(vectors, found[axis]!) : found[axis]!) : new Float64Array(width),
    ),
    explained: present.map((isPresent, axis) => (isPresent ? values[axis]! / total : 0)),
  };
}

/** The vectors scaled to length 1, then moved so that their mean is 0; vectors that are all equal become 0 exactly. */
export function scaleAndCentre(vectors: Vectors): Vectors {
  const { count, width } = vectors;
  const values = Float64Array.from(vectors.values);
  for (let index = 0; index < count; index++) {
    const vector = values.subarray(index * width, (index + 1) * width);
    const length = norm(vector);
    if (length > 0) for (let i = 0; i < width; i++) vector[i]! /= length;
  }
  for (let i = 0; i < width; i++) {
    let sum = 0;
    for (let at = i; at < values.length; at += width) sum += values[at]!;
    for (let at = i; at < values.length; at += width) {
      const centred = values[at]! - sum / count;
      values[at] = Math.abs(centred) > ROUNDING ? centred : 0;
    }
  }
  return { count, width, values };
}

/** Coordinates of vectors on axes, [count, axes]. */
export function project(vectors: Vectors, axes: readonly Float64Array[]): Float32Array {
  const points = new Float32Array(vectors.count * axes.length);
  for (let index = 0; index < vectors.count; index++) {
    for (const [axis, direction] of axes.entries()) points[index * axes.length + axis] = dot(vectorAt(vectors, index), direction);
  }
  return points;
}

/** Row i: the number i of every vector. */
function transposed({ count, width, values }: Vectors): Vectors {
  const turned = new Float64Array(values.length);
  for (let index = 0; index < count; index++) for (let i = 0; i < width; i++) turned[i * count + index] = values[index * width + i]!;
  return { count: width, width: count, values: turned };
}

/** The vectors added up by an eigenvector of their products. */
function addedUp(vectors: Vectors, weights: Float64Array): Float64Array {
  const axis = new Float64Array(vectors.width);
  for (let index = 0; index < vectors.count; index++) {
    const vector = vectorAt(vectors, index);
    for (let i = 0; i < axis.length; i++) axis[i]! += weights[index]! * vector[i]!;
  }
  return axis;
}

/** At length 1, its entry with the largest absolute value positive. */
function oriented(axis: Float64Array): Float64Array {
  let largest = 0;
  for (const value of axis) if (Math.abs(value) > Math.abs(largest)) largest = value;
  const length = Math.sign(largest) * norm(axis);
  return axis.map(value => value / length);
}
