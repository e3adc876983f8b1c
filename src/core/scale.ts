/** Steps of heat: 0 is unpainted, 8 the strongest. A step means the same weight in the editor, the strip, the thumbnails and the matrix. */
export const BUCKETS = 8;

/** Below this weight nothing is painted, however long the text: an even share of 400 words is noise. */
export const FLOOR = 0.02;

/** The weight a unit would receive if attention were spread evenly over all tokens: its own tokens / tokens that can be seen. */
export function evenShare(unitTokens: number, visibleTokens: number): number {
  return unitTokens / visibleTokens;
}

/** The smallest weight that is painted for a unit with this even share. */
export function paintThreshold(share: number): number {
  return Math.max(share, FLOOR);
}

/** Attention weight 0..1 to a bucket 0..8: square root, because most weights are small; 0 below max(even share, 0.02) and for NaN. */
export function bucketOfWeight(weight: number, share: number): number {
  if (!(weight >= paintThreshold(share))) return 0;
  return Math.min(BUCKETS, Math.max(1, Math.round(BUCKETS * Math.sqrt(weight))));
}

/** Cosine similarity to a bucket: linear, negative unpainted. A cosine is not a share of anything. */
export function bucketOfCosine(cosine: number): number {
  if (!(cosine > 0)) return 0;
  return Math.min(BUCKETS, Math.round(BUCKETS * cosine));
}

/** The smallest weight of each bucket 1..8: the numbers of the legend. */
export const BUCKET_THRESHOLDS: readonly number[] = Array.from({ length: BUCKETS }, (_, i) => ((i + 0.5) / BUCKETS) ** 2);

/** Smaller shifts may come from rounding, whatever the control: those of the built-in model agree with PyTorch's within 1e-6. */
export const SHIFT_FLOOR = 1e-5;

/** The shift (1 - cosine) that has to be exceeded for colour; NaN without a control, and then nothing has colour. */
export function shiftThreshold(control: number): number {
  return Math.max(control, SHIFT_FLOOR);
}

/**
 * A shift to a bucket, in multiples of the control: 1 just above it, then one more for every doubling, so that 4 times
 * the control is 3, and 8 starts at 128 times. Shifts differ by orders of magnitude from layer to layer; only beside the control they say something.
 */
export function bucketOfShift(shift: number, control: number): number {
  const threshold = shiftThreshold(control);
  if (!(shift > threshold)) return 0;
  return Math.min(BUCKETS, 1 + Math.floor(Math.log2(shift / threshold)));
}

/** What each bucket 1..8 of shifts starts from, in multiples of {@link shiftThreshold}: the numbers of its legend. */
export const SHIFT_MULTIPLES: readonly number[] = Array.from({ length: BUCKETS }, (_, i) => 2 ** i);

/** A value between two limits to a bucket 1..8, linear; 0 for NaN. For pictures whose legend states both limits. */
export function bucketBetween(value: number, low: number, high: number): number {
  if (Number.isNaN(value)) return 0;
  if (high <= low) return BUCKETS;
  return Math.max(1, Math.min(BUCKETS, 1 + Math.floor((BUCKETS * (value - low)) / (high - low))));
}
