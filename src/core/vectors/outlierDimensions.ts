import { dot, vectorAt, type Vectors } from './vectors.ts';

/** A few dimensions that hold most of the length of all vectors, and so make them all alike. */
export interface OutlierDimensions {
  /** The largest first. */
  readonly dimensions: readonly number[];
  /** What they hold of the squared length of a vector, the mean over the vectors. */
  readonly share: number;
  /** Mean cosine of two different vectors, with all dimensions and without these. */
  readonly meanCosine: number;
  readonly meanWithout: number;
}

/**
 * The bars, all of them choices: a dimension counts where it holds a twentieth of the squared length of a vector on average; those that count are told where
 * there are at most ten of them, a mean cosine is at least 0.5 with them, and falls by 0.1 or more without them.
 */
const LEAST_SHARE = 0.05;
const MOST_DIMENSIONS = 10;
const LEAST_COSINE = 0.5;
const LEAST_FALL = 0.1;

/** Outlier dimensions of the vectors of a text (Timkey and van Schijndel 2021); null where none make them alike. Vectors without a length are left out. */
export function findOutlierDimensions(vectors: Vectors): OutlierDimensions | null {
  const { count, width } = vectors;
  const shares = new Float64Array(width);
  let counted = 0;
  for (let index = 0; index < count; index++) {
    const vector = vectorAt(vectors, index);
    const square = dot(vector, vector);
    if (!hasLength(square)) continue;
    counted++;
    for (let i = 0; i < width; i++) shares[i]! += vector[i]! ** 2 / square;
  }
  if (counted < 2) return null;
  const dimensions = Array.from(shares.keys())
    .filter(dimension => shares[dimension]! / counted >= LEAST_SHARE)
    .sort((a, b) => shares[b]! - shares[a]! || a - b);
  if (dimensions.length === 0 || dimensions.length > MOST_DIMENSIONS || dimensions.length >= width) return null;
  const share = dimensions.reduce((sum, dimension) => sum + shares[dimension]!, 0) / counted;
  const meanCosine = meanOfPairs(vectors);
  const meanWithout = meanOfPairs(withoutDimensions(vectors, dimensions));
  return meanCosine >= LEAST_COSINE && meanCosine - meanWithout >= LEAST_FALL ? { dimensions, share, meanCosine, meanWithout } : null;
}

/** The same vectors with 0 in some dimensions. */
export function withoutDimensions({ count, width, values }: Vectors, dimensions: readonly number[]): Vectors {
  const kept = values.slice();
  for (let index = 0; index < count; index++) for (const dimension of dimensions) kept[index * width + dimension] = 0;
  return { count, width, values: kept };
}

/** Mean cosine of two different vectors; those without a length are left out. The sum of all vectors of length 1 has every pair in its square. */
function meanOfPairs(vectors: Vectors): number {
  const sum = new Float64Array(vectors.width);
  let counted = 0;
  for (let index = 0; index < vectors.count; index++) {
    const vector = vectorAt(vectors, index);
    const square = dot(vector, vector);
    if (!hasLength(square)) continue;
    counted++;
    const length = Math.sqrt(square);
    for (let i = 0; i < vectors.width; i++) sum[i]! += vector[i]! / length;
  }
  return (dot(sum, sum) - counted) / (counted * (counted - 1));
}

const hasLength = (square: number): boolean => square > 0 && square < Infinity;
