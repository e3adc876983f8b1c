/** Steps of heat: 0 is unpainted, 8 the strongest. In one text a step means the same weight in the editor, the strip, the thumbnails and the matrix. */
export const BUCKETS = 8;

/** Below this weight nothing is painted in texts of up to 100 tokens. In longer ones twice an even share is less, and counts instead. */
export const FLOOR = 0.02;

/** What a weight has to be, in even shares, to be painted in a long text: a third of all weights are above 1, about one in fifteen above 2. */
const LONG_TEXT_MULTIPLE = 2;

/** What the steps count: weights in texts of up to 100 tokens and even shares in longer ones, or one of the two in every text. */
export const SCALE_UNITS = ['auto', 'share', 'evenShare'] as const;
/** How early the strong steps start. */
export const STRENGTHS = ['soft', 'normal', 'strong'] as const;

/** What of the scale a person may choose. */
export interface ScaleChoice {
  readonly unit: (typeof SCALE_UNITS)[number];
  readonly strength: (typeof STRENGTHS)[number];
}

/** What a person may switch to while looking: not what the length of a text decides. */
export type ScaleUnit = Exclude<ScaleChoice['unit'], 'auto'>;

export const USUAL_SCALE: ScaleChoice = { unit: 'auto', strength: 'normal' };

export function isSameScale(a: ScaleChoice, b: ScaleChoice): boolean {
  return a.unit === b.unit && a.strength === b.strength;
}

/** How the attention weights of one text become steps. */
export interface WeightScale {
  readonly choice: ScaleChoice;
  /** The weight of a token if attention were spread evenly over all tokens that can be seen. */
  readonly evenShare: number;
  /** Whether the steps count in even shares, as they do in long texts, or in weights. */
  readonly inShares: boolean;
  /** The smallest weight that is painted for a unit of one token. */
  readonly floor: number;
  /** The smallest weight of each step 1..8. Of those of step 1 only the ones from `floor` on are painted. */
  readonly limits: readonly number[];
}

const rootLimits = (power: number): readonly number[] => Array.from({ length: BUCKETS }, (_, i) => ((i + 0.5) / BUCKETS) ** power);

/** Square root, because most weights are small. */
const ROOT_LIMITS = rootLimits(2);

/** What each step 1..8 starts from as a weight. */
const WEIGHT_LIMITS: Readonly<Record<ScaleChoice['strength'], readonly number[]>> = {
  soft: rootLimits(1.5),
  normal: ROOT_LIMITS,
  strong: rootLimits(3),
};

/** What each step 1..8 starts from in a long text, in even shares. */
export const SHARE_MULTIPLES: Readonly<Record<ScaleChoice['strength'], readonly number[]>> = {
  soft: [LONG_TEXT_MULTIPLE, 5, 12, 30, 75, 190, 470, 1200],
  normal: Array.from({ length: BUCKETS }, (_, i) => LONG_TEXT_MULTIPLE * 2 ** i),
  strong: [LONG_TEXT_MULTIPLE, 3, 4, 6, 9, 14, 21, 32],
};

/**
 * The scale of a text of so many tokens, special ones included. Where nothing else was chosen: up to 100 tokens a step is a weight. In longer texts, where most weights are too
 * small for that, step 1 starts at 2 even shares and each further step at twice the one before: at 100 tokens both scales nearly agree.
 */
export function weightScale(visibleTokens: number, choice: ScaleChoice = USUAL_SCALE): WeightScale {
  const evenShare = 1 / visibleTokens;
  return scaleAt(evenShare, choice.unit === 'auto' ? LONG_TEXT_MULTIPLE * evenShare < FLOOR : choice.unit === 'evenShare', choice);
}

/** The scale of a row that sees less than the whole text: it has an even share of its own, and its steps count what those of the text do. */
export function scaleOfRow({ inShares, choice }: WeightScale, evenShare: number): WeightScale {
  return scaleAt(evenShare, inShares, choice);
}

function scaleAt(evenShare: number, inShares: boolean, choice: ScaleChoice): WeightScale {
  const { strength } = choice;
  if (!inShares) return { choice, evenShare, inShares, floor: Math.max(evenShare, FLOOR), limits: WEIGHT_LIMITS[strength] };
  const limits = SHARE_MULTIPLES[strength].map(multiple => multiple * evenShare);
  return { choice, evenShare, inShares, floor: LONG_TEXT_MULTIPLE * evenShare, limits };
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
