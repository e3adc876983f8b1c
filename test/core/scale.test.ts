import { describe, expect, it } from 'vitest';
import {
  bucketOfCosine,
  bucketOfDrift,
  bucketOfShift,
  bucketOfWeight,
  FLOOR,
  paintThreshold,
  scaleOfRow,
  SHARE_MULTIPLES,
  SHIFT_MULTIPLES,
  shiftThreshold,
  STRENGTHS,
  weightScale,
} from '../../src/core/scale.ts';

/** The step of a word of one token. */
const stepIn = (tokens: number, weight: number, pieces = 1) => bucketOfWeight(weight, pieces, weightScale(tokens));

describe('bucketOfWeight', () => {
  it('follows the square root in texts of up to 100 tokens, from the table of the look', () => {
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
    for (const [weight, bucket] of expected) expect(stepIn(100, weight), String(weight)).toBe(bucket);
  });
  it('paints nothing below an even share, nor below the floor', () => {
    expect(stepIn(13, 0.0769)).toBe(0);
    expect(stepIn(13, 0.077)).toBe(2);
    expect(stepIn(100, 0.0199)).toBe(0);
    expect(stepIn(100, FLOOR)).toBe(1);
  });
  it('counts in even shares in longer texts: twice as much is one step more, from 2 even shares on', () => {
    expect(weightScale(512).limits[0]).toBe(2 / 512);
    SHARE_MULTIPLES.normal.forEach((multiple, index) => {
      expect(stepIn(512, (multiple * 1.0001) / 512)).toBe(index + 1);
      expect(stepIn(512, (multiple * 0.9999) / 512)).toBe(index);
    });
    expect(stepIn(512, 1)).toBe(8);
  });
  it('counts what a person chose: weights in long texts, even shares in short ones', () => {
    const weights = weightScale(512, { unit: 'share', strength: 'normal' });
    expect([weights.inShares, weights.floor, weights.limits]).toEqual([false, FLOOR, weightScale(50).limits]);
    const shares = weightScale(10, { unit: 'evenShare', strength: 'normal' });
    expect([shares.inShares, shares.floor, shares.limits[2]]).toEqual([true, 0.2, 0.8]);
    expect(scaleOfRow(shares, 0.25)).toEqual({ ...shares, evenShare: 0.25, floor: 0.5, limits: SHARE_MULTIPLES.normal.map(n => n / 4) });
  });
  it('starts each step earlier the stronger it is, and paints no weight more or less for that', () => {
    for (const tokens of [12, 512]) {
      const [soft, normal, strong] = STRENGTHS.map(strength => weightScale(tokens, { unit: 'auto', strength }));
      expect(new Set([soft!.floor, normal!.floor, strong!.floor]).size).toBe(1);
      for (let step = 1; step < 8; step++) {
        expect(strong!.limits[step]).toBeLessThan(normal!.limits[step]!);
        expect(normal!.limits[step]).toBeLessThan(soft!.limits[step]!);
        for (const { limits } of [soft!, normal!, strong!]) expect(limits[step]).toBeGreaterThan(limits[step - 1]!);
      }
    }
  });
  it('changes by one step at most where one way of counting follows the other', () => {
    expect(weightScale(100).inShares).toBe(false);
    expect(weightScale(101).inShares).toBe(true);
    for (let weight = 0; weight <= 0.4; weight += 0.001)
      expect(Math.abs(stepIn(100, weight) - stepIn(101, weight)), String(weight)).toBeLessThanOrEqual(1);
  });
  it('paints no less in a longer text than in a shorter one', () => {
    for (let tokens = 3; tokens < 600; tokens++)
      expect(weightScale(tokens + 1).floor, String(tokens)).toBeLessThanOrEqual(weightScale(tokens).floor);
  });
  it('asks more of a word of several pieces', () => {
    expect(paintThreshold(3, weightScale(10))).toBeCloseTo(0.3);
    expect(stepIn(10, 0.25, 3)).toBe(0);
    expect(stepIn(10, 0.25, 1)).toBe(4);
    expect(stepIn(500, 0.0059, 3)).toBe(0);
    expect(stepIn(500, 0.0061, 3)).toBe(1);
  });
  it('never paints what is not a weight', () => {
    for (const tokens of [10, 500]) {
      for (const value of [Number.NaN, -0.1, Number.NEGATIVE_INFINITY]) expect(stepIn(tokens, value)).toBe(0);
      expect(stepIn(tokens, Number.POSITIVE_INFINITY)).toBe(8);
    }
  });
  it('has limits that are the smallest weights of their steps', () => {
    for (const tokens of [1, 20, 100, 101, 512]) {
      const scale = weightScale(tokens);
      scale.limits.forEach((limit, index) => {
        if (limit <= scale.floor) return;
        expect(bucketOfWeight(limit + 1e-9, 0, scale)).toBe(index + 1);
        expect(bucketOfWeight(limit - 1e-9, 0, scale)).toBe(index);
      });
    }
  });
});

describe('bucketOfDrift', () => {
  it('follows the square root whatever the length of the text, from the floor on', () => {
    expect([NaN, 0, 0.0199, 0.02, 0.04, 0.2, 1].map(bucketOfDrift)).toEqual([0, 0, 0, 1, 2, 4, 8]);
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
