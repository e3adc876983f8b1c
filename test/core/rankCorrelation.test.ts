import { describe, expect, it } from 'vitest';
import { chanceBound, rankCorrelation, ranksOf } from '../../src/core/vectors/rankCorrelation.ts';
import { Random } from '../support/random.ts';

describe('ranksOf', () => {
  it('gives equal values the mean of their places', () => {
    expect([...ranksOf([3, 1, 4, 1, 5])]).toEqual([3, 1.5, 4, 1.5, 5]);
    expect([...ranksOf([7, 7, 7])]).toEqual([2, 2, 2]);
    expect([...ranksOf([])]).toEqual([]);
  });
});

describe('rankCorrelation', () => {
  it('is 1 for the same order, -1 for the reverse, however the values are spaced', () => {
    expect(rankCorrelation([1, 2, 3, 40], [0.1, 0.2, 0.25, 0.9])).toBe(1);
    expect(rankCorrelation([1, 2, 3, 40], [9, 4, 2, 1])).toBe(-1);
  });

  it('without ties is 1 - 6 sum d² / (n (n² - 1))', () => {
    // d = 1, -1, 2, 0, -2; 1 - 6 * 10 / 120
    expect(rankCorrelation([1, 2, 3, 4, 5], [2, 1, 5, 4, 3])).toBeCloseTo(0.5, 12);
  });

  it('with ties is what SciPy 1.17 gives', () => {
    expect(rankCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826816681233, 12);
    expect(rankCorrelation([1, 2, 2, 3, 5, 5, 5, 8], [2, 1, 4, 4, 9, 7, 7, 3])).toBeCloseTo(0.5404665063240887, 12);
    expect(rankCorrelation([0.1, 0.4, 0.4, 0.2, 0.9, 0.3], [3, 1, 2, 2, 0, 2])).toBeCloseTo(-0.8932596002688613, 12);
  });

  it('has no value for a constant side and for fewer than three pairs', () => {
    expect(rankCorrelation([1, 2, 3], [4, 4, 4])).toBeNaN();
    expect(rankCorrelation([1, 2], [1, 2])).toBeNaN();
    expect(rankCorrelation([], [])).toBeNaN();
  });

  it('leaves out pairs with a value that is not a number', () => {
    expect(rankCorrelation([1, NaN, 2, 3, 9], [1, 7, 2, 3, NaN])).toBe(1);
    expect(rankCorrelation([1, NaN, 2], [1, 7, 2])).toBeNaN();
  });

  it('stays within the chance bound for most unrelated orders', () => {
    const random = new Random(3);
    const trials = 400;
    let outside = 0;
    for (let trial = 0; trial < trials; trial++) {
      const a = Array.from({ length: 20 }, random.next);
      const b = Array.from({ length: 20 }, random.next);
      if (Math.abs(rankCorrelation(a, b)) > chanceBound(20)) outside++;
    }
    expect(outside / trials).toBeGreaterThan(0.02);
    expect(outside / trials).toBeLessThan(0.08);
  });
});

describe('chanceBound', () => {
  it('is 1.96 / sqrt(n - 1), never above 1', () => {
    expect(chanceBound(10)).toBeCloseTo(0.6533, 4);
    expect(chanceBound(4)).toBe(1);
    expect(chanceBound(2)).toBe(1);
  });
});
