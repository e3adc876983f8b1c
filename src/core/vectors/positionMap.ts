import type { Vectors } from './vectors.ts';

/** Largest side of a map of positions. */
const LARGEST_SIDE = 128;

/** Which positions of a table are drawn: every `step`-th from the first one on. */
export function samplePositions(rows: number): { readonly step: number; readonly size: number } {
  const step = Math.max(1, Math.ceil(rows / LARGEST_SIDE));
  return { step, size: Math.ceil(rows / step) };
}

/** How the columns of a table of sines and cosines are arranged. */
export type SinusoidLayout = 'alternating' | 'halves';

/** Rounding to 8 bits moves a sine by up to 1/254; a learned table is further from the formula than that. */
const TOLERANCE = 5e-3;

/**
 * Whether a table is that of Vaswani et al. 2017, section 3.5: sin(p w) and cos(p w) with w = 10000^(-2i / width), in alternating columns as in
 * the paper or all sines first, for the positions p = first, first + 1, ...
 *
 * @param table [rows, width]
 */
export function sinusoidLayout(table: Float32Array, width: number, first: number): SinusoidLayout | null {
  if (width % 2 !== 0 || table.length === 0) return null;
  const half = width / 2;
  const matches = (column: (pair: number, isCosine: number) => number): boolean => {
    for (let row = 0; row * width < table.length; row++) {
      for (let pair = 0; pair < half; pair++) {
        const angle = (first + row) * 10_000 ** (-pair / half);
        const sine = table[row * width + column(pair, 0)]! - Math.sin(angle);
        const cosine = table[row * width + column(pair, 1)]! - Math.cos(angle);
        // Written so that NaN fails.
        if (!(Math.abs(sine) <= TOLERANCE && Math.abs(cosine) <= TOLERANCE)) return false;
      }
    }
    return true;
  };
  if (matches((pair, isCosine) => 2 * pair + isCosine)) return 'alternating';
  return matches((pair, isCosine) => pair + half * isCosine) ? 'halves' : null;
}

/**
 * cos(p w) and sin(p w) of every frequency, for the positions p = 0, step, 2 step, ... The cosine of two of these vectors is the mean of
 * cos((i - j) w) over the frequencies.
 */
export function rotaryVectors(frequencies: ArrayLike<number>, step: number, size: number): Vectors {
  const count = frequencies.length;
  const values = new Float64Array(2 * size * count);
  for (let index = 0; index < size; index++) {
    for (let i = 0; i < count; i++) {
      const angle = index * step * frequencies[i]!;
      values[2 * (index * count + i)] = Math.cos(angle);
      values[2 * (index * count + i) + 1] = Math.sin(angle);
    }
  }
  return { count: size, width: 2 * count, values };
}

/**
 * The frequencies w of stored tables [rows, width] of sines and cosines of position x w: one table with both (halves or alternating columns), or
 * one of each. One for each pair of columns; the cosine of two rows, of both tables together, is then the mean of cos((i - j) w), as for {@link rotaryVectors}.
 * Null for tables of anything else.
 */
export function rotaryFrequencies(tables: readonly Float32Array[], width: number): Float64Array | null {
  const [first, second, ...others] = tables;
  if (!first || others.length > 0 || first.length < 2 * width) return null;
  if (second) return second.length === first.length ? turns(first, second, width, width, column => [column, column]) : null;
  const half = width / 2;
  if (!Number.isInteger(half)) return null;
  return (
    turns(first, first, width, half, pair => [pair, pair + half]) ?? turns(first, first, width, half, pair => [2 * pair, 2 * pair + 1])
  );
}

/** The angle from row to row of each pair of columns, which start at angle 0; null when one of them turns by no angle of its own. */
function turns(
  a: Float32Array,
  b: Float32Array,
  width: number,
  pairs: number,
  columns: (pair: number) => readonly [number, number],
): Float64Array | null {
  const found = new Float64Array(pairs);
  for (let pair = 0; pair < pairs; pair++) {
    const [inA, inB] = columns(pair);
    const sineInA = a[inA]! < 0.5;
    const sine = (row: number): number => (sineInA ? a[row * width + inA]! : b[row * width + inB]!);
    const cosine = (row: number): number => (sineInA ? b[row * width + inB]! : a[row * width + inA]!);
    if (!(Math.abs(sine(0)) <= TOLERANCE && Math.abs(cosine(0) - 1) <= TOLERANCE)) return null;
    const rows = a.length / width;
    for (let row = 0; row + 1 < rows; row++) {
      const sineError = sine(row + 1) - (sine(row) * cosine(1) + cosine(row) * sine(1));
      const cosineError = cosine(row + 1) - (cosine(row) * cosine(1) - sine(row) * sine(1));
      if (!(Math.abs(sineError) <= TOLERANCE && Math.abs(cosineError) <= TOLERANCE)) return null;
    }
    const angleAt = (row: number) => Math.atan2(sine(row), cosine(row));
    // A small angle says little in few bits: it is read where it has grown, as long as it has not gone round.
    let row = 1;
    while (2 * row < rows && angleAt(row) < Math.PI / 4) row *= 2;
    found[pair] = angleAt(row) / row;
  }
  return found;
}

/** Tokens after which each frequency has turned once, 2 pi / w, shortest first; columns that turn alike stand once. @returns none for a frequency of 0 */
export function wavelengthsOf(frequencies: ArrayLike<number>): Float32Array {
  const lengths = Array.from(frequencies, frequency => (2 * Math.PI) / Math.abs(frequency)).filter(Number.isFinite);
  lengths.sort((a, b) => a - b);
  return Float32Array.from(lengths.filter((length, place) => place === 0 || length > lengths[place - 1]! * SAME_LENGTH));
}

/** Two wavelengths that differ by less are one, by rounding: those of one model are further apart (256 pairs up to 10^4: a factor of 1.04). */
const SAME_LENGTH = 1.005;
