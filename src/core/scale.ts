/** Steps of heat: 0 is unpainted, 8 the strongest. In one text a step means the same weight in the editor, the strip, the thumbnails and the matrix. */
export const BUCKETS = 8;

/** Below this weight nothing is painted in texts of up to 100 tokens. In longer ones twice an even share is less, and counts instead. */
export const FLOOR = 0.02;

/** What a weight has to be, in even shares, to be painted in a long text: a third of all weights are above 1, about one in fifteen above 2. */
const LONG_TEXT_MULTIPLE = 2;

/** How the attention weights of one text become steps. */
export interface WeightScale {
  /** The weight of a token if attention were spread evenly over all tokens that can be seen. */
  readonly evenShare: number;
  /** Whether the steps count in even shares, as they do in long texts, or in weights. */
  readonly inShares: boolean;
  /** The smallest weight that is painted for a unit of one token. */
  readonly floor: number;
  /** The smallest weight of each step 1..8. Of those of step 1 only the ones from `floor` on are painted. */
  readonly limits: readonly number[];
}

/** Square root, because most weights are small. */
const ROOT_LIMITS: readonly number[] = Array.from({ length: BUCKETS }, (_, i) => ((i + 0.5) / BUCKETS) ** 2);

/** What each step 1..8 starts from in a long text, in even shares. */
export const SHARE_MULTIPLES: readonly number[] = Array.from({ length: BUCKETS }, (_, i) => LONG_TEXT_MULTIPLE * 2 ** i);

/**
 * The scale of a text of so many tokens, special ones included. Up to 100 tokens a step is a weight. In longer texts, where most weights are too
 * small for that, step 1 starts at 2 even shares and each further step at twice the one before: at 100 tokens both scales nearly agree.
 */
export function weightScale(visibleTokens: number): WeightScale {
  const evenShare = 1 / visibleTokens;
  return scaleAt(evenShare, LONG_TEXT_MULTIPLE * evenShare < FLOOR);
}

/** The scale of a row that sees less than the whole text: it has an even share of its own, and its steps count what those of the text do. */
export function scaleOfRow({ inShares }: WeightScale, evenShare: number): WeightScale {
  return scaleAt(evenShare, inShares);
}

function scaleAt(evenShare: number, inShares: boolean): WeightScale {
  if (!inShares) return { evenShare, inShares, floor: Math.max(evenShare, FLOOR), limits: ROOT_LIMITS };
  return { evenShare, inShares, floor: LONG_TEXT_MULTIPLE * evenShare, limits: SHARE_MULTIPLES.map(multiple => multiple * evenShare) };
}

/** The smallest weight that is painted for a unit of so many tokens: never less than its own even share. */
export function paintThreshold(unitTokens: number, scale: WeightScale): number {
  return Math.max(unitTokens * scale.evenShare, scale.floor);
}

/** Attention weight 0..1 to a bucket 0..8; 0 below {@link paintThreshold} and for NaN. */
export function bucketOfWeight(weight: number, unitTokens: number, scale: WeightScale): number {
  return weight >= paintThreshold(unitTokens, scale) ? stepOfWeight(weight, scale) : 0;
}

/** The step of a weight that is painted. */
export function stepOfWeight(weight: number, { limits }: WeightScale): number {
  return stepFrom(weight, limits);
}

/** The step of a weight that is painted, at least 1. It never falls with the weight. */
function stepFrom(weight: number, limits: readonly number[]): number {
  let step = BUCKETS;
  while (step > 1 && weight < limits[step - 1]!) step--;
  return step;
}

/** Drift (1 - cosine) to a bucket: by the square root, painted from 0.02 on. */
export function bucketOfDrift(drift: number): number {
  return drift >= FLOOR ? stepFrom(drift, ROOT_LIMITS) : 0;
}

/** Cosine similarity to a bucket: linear, negative unpainted. A cosine is not a share of anything. */
export function bucketOfCosine(cosine: number): number {
  if (!(cosine > 0)) return 0;
  return Math.min(BUCKETS, Math.round(BUCKETS * cosine));
}

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
