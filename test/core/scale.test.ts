import { describe, expect, it } from 'vitest';
import {
  BUCKET_THRESHOLDS,
  bucketOfCosine,
  bucketOfShift,
  bucketOfWeight,
  evenShare,
  FLOOR,
  paintThreshold,
  SHIFT_MULTIPLES,
  shiftThreshold,
} from '../../src/core/scale.ts';

describe('bucketOfWeight', () => {
  it('follows the square root, from the table of the look', () => {
    const expected: [number, number][] = [
      [0.035, 1],
      [0.0352, 2],
      [0.097, 2],
      [0.098, 3],
      [0.192, 4],
      [0.317, 5],
      [0.473, 6],
      [0.661, 7],
      [0.879, 8],
      [1, 8],
    ];
    for (const [weight, bucket] of expected) expect(bucketOfWeight(weight, 0.01), String(weight)).toBe(bucket);
  });
  it('paints nothing below an even share, nor below the floor', () => {
    expect(bucketOfWeight(0.0769, 1 / 13)).toBe(0);
    expect(bucketOfWeight(0.077, 1 / 13)).toBe(2);
    expect(bucketOfWeight(0.019, 1 / 512)).toBe(0);
    expect(bucketOfWeight(0.02, 1 / 512)).toBe(1);
    expect(paintThreshold(0.001)).toBe(FLOOR);
  });
  it('asks more of a word of several pieces', () => {
    expect(evenShare(3, 10)).toBeCloseTo(0.3);
    expect(bucketOfWeight(0.25, evenShare(3, 10))).toBe(0);
    expect(bucketOfWeight(0.25, evenShare(1, 10))).toBe(4);
  });
  it('never paints what is not a weight', () => {
    for (const value of [Number.NaN, -0.1, Number.NEGATIVE_INFINITY]) expect(bucketOfWeight(value, 0.1)).toBe(0);
    expect(bucketOfWeight(Number.POSITIVE_INFINITY, 0.1)).toBe(8);
  });
  it('has thresholds that are the smallest weights of their steps', () => {
    BUCKET_THRESHOLDS.forEach((limit, index) => {
      expect(bucketOfWeight(limit + 1e-9, 0)).toBe(limit < FLOOR ? 0 : index + 1);
      if (index > 1) expect(bucketOfWeight(limit - 1e-9, 0)).toBe(index);
    });
  });
});

describe('bucketOfCosine', () => {
  it('is linear and leaves negative values unpainted', () => {
    expect([-1, -0.01, 0, 0.05, 0.07, 0.5, 0.63, 1, 1.0000001].map(bucketOfCosine)).toEqual([0, 0, 0, 0, 1, 4, 5, 8, 8]);
    expect(bucketOfCosine(Number.NaN)).toBe(0);
  });
});

describe('bucketOfShift', () => {
  it('counts in multiples of the control, and paints nothing up to it', () => {
    const expected: [number, number][] = [
      [0.002, 0],
      [0.0021, 1],
      [0.0039, 1],
      [0.0041, 2],
      [0.0081, 3],
      [0.2559, 7],
      [0.2561, 8],
      [1.9, 8],
      [NaN, 0],
    ];
    for (const [shift, bucket] of expected) expect(bucketOfShift(shift, 0.002), String(shift)).toBe(bucket);
  });
  it('takes rounding for nothing when the control is 0, as in a model that looks back only', () => {
    expect(bucketOfShift(0.9e-5, 0)).toBe(0);
    expect(bucketOfShift(1.1e-5, 0)).toBe(1);
  });
  it('marks what is above a control of any size: in the first layers shifts are small', () => {
    expect(bucketOfShift(0.00058, 0.00017)).toBe(2);
    expect(bucketOfShift(0.00016, 0.00017)).toBe(0);
  });
  it('paints nothing without a control', () => expect(bucketOfShift(1, NaN)).toBe(0));
  it('starts each bucket where the legend says', () => {
    for (const control of [0, 0.003, 0.2])
      SHIFT_MULTIPLES.forEach((multiple, index) => {
        const shift = multiple * shiftThreshold(control);
        expect(bucketOfShift(shift * 1.0001, control)).toBe(index + 1);
        expect(bucketOfShift(shift * 0.9999, control)).toBe(index);
      });
  });
});
