/** What of each token's input is looked at, one value a token; empty where the model has no such part. */
export interface InputLengths {
  /** Lengths of the sum of its parts, and of what the first layer reads. */
  readonly sumNorms: Float32Array;
  readonly normalisedNorms: Float32Array;
  /** Cosines of the word part to both. */
  readonly wordSumCosines: Float32Array;
  readonly wordNormalisedCosines: Float32Array;
}

/** Of lengths and cosines, by rounding. */
const TOLERANCE = 1e-4;

/**
 * What the first layer reads is the sum times this number, the same for every token: 1 in most decoders, which normalise nothing before it, the root of the
 * width where embeddings are scaled (Gemma). Null where it is something else: normalised, projected, or not known.
 */
export function inputFactor({ sumNorms, normalisedNorms, wordSumCosines, wordNormalisedCosines }: InputLengths): number | null {
  const same = (values: Float32Array, others: Float32Array, times = 1): boolean =>
    values.length > 0 &&
    values.length === others.length &&
    values.every((value, at) => Math.abs(times * value - others[at]!) <= TOLERANCE * (1 + times * value));
  if (!same(wordSumCosines, wordNormalisedCosines)) return null;
  if (same(sumNorms, normalisedNorms)) return 1;
  const factor = normalisedNorms[0]! / sumNorms[0]!;
  // Of one token alone any change of length is a factor.
  return sumNorms.length > 1 && same(sumNorms, normalisedNorms, factor) ? factor : null;
}
