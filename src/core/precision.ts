/** Element types in which attention is computed. */
export type Precision = 'float32' | 'float16' | 'bfloat16';

/** Significant bits, the leading one included, and the smallest number above 0. */
const PRECISIONS: Readonly<Record<Precision, { readonly bits: number; readonly smallest: number }>> = {
  float32: { bits: 24, smallest: 2 ** -149 },
  float16: { bits: 11, smallest: 2 ** -24 },
  bfloat16: { bits: 8, smallest: 2 ** -133 },
};

/** By how much kernels are off whatever the type: approximated exponentials, sums in an order of their own. */
const KERNEL_TOLERANCE = 1e-3;

/**
 * How far the weights of one query may be from summing to 1. Rounding moves a number by up to 2^-bits of itself, and so the sum of a row by up to
 * 2^-bits (equal weights are all rounded the same way: 0.4 % in bfloat16); a sum that was rounded before the weights were divided by it moves them by as
 * much again. Below the normal range a number is moved by up to half of the smallest one, which adds up over a row of `keys`.
 */
export function rowSumTolerance(precision: Precision, keys: number): number {
  const { bits, smallest } = PRECISIONS[precision];
  return KERNEL_TOLERANCE + 2 * 2 ** -bits + (keys * smallest) / 2;
}

/**
 * The type that numbers were rounded to, told by the bits that are zero in all of them: a graph may cast what it computed in 16 bits to float32, and the
 * tensor's own type says nothing of that.
 */
export function precisionOf(values: Float32Array): Precision {
  let used = 0;
  for (const bits of new Uint32Array(values.buffer, values.byteOffset, values.length)) used |= bits;
  if ((used & 0xffff) === 0) return 'bfloat16';
  return (used & 0x1fff) === 0 ? 'float16' : 'float32';
}
