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
 * Principal component analysis (Pearson 1901) of centred vectors, by the eigenvectors of their products with each other ("thin": count x count,
 * since there are fewer words than numbers in a vector). The entry of each axis with the largest absolute value is positive, so that the same
 * vectors always give the same picture.
 *
 * @param vectors centred, all numbers finite
 */
export function principalComponents(vectors: Vectors, axisCount: number): PrincipalComponents {
  const { count, width } = vectors;
  const { values, vectors: weights } = largestEigenpairs(productMatrix(vectors), count, axisCount);
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  const present = Array.from({ length: axisCount }, (_, axis) => axis < count && values[axis]! > ROUNDING * values[0]!);
  return {
    axes: present.map((isPresent, axis) => (isPresent ? axisOf(vectors, weights[axis]!) : new Float64Array(width))),
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

/** The vectors added up by an eigenvector of their products, at length 1. */
function axisOf(vectors: Vectors, weights: Float64Array): Float64Array {
  const axis = new Float64Array(vectors.width);
  for (let index = 0; index < vectors.count; index++) {
    const vector = vectorAt(vectors, index);
    for (let i = 0; i < axis.length; i++) axis[i]! += weights[index]! * vector[i]!;
  }
  let largest = 0;
  for (const value of axis) if (Math.abs(value) > Math.abs(largest)) largest = value;
  const length = Math.sign(largest) * norm(axis);
  return axis.map(value => value / length);
}
