import { describe, expect, it } from 'vitest';
import { indexAt, layoutLine, pathOf, rangeOf } from '../../src/draw/lineLayout.ts';
import { layoutSlope, slopePath } from '../../src/draw/slopeLayout.ts';

describe('rangeOf', () => {
  it('covers all numbers and what is asked for, and is never empty', () => {
    expect(rangeOf([[0.2, NaN, 0.7]], null)).toEqual([0.2, 0.7]);
    expect(rangeOf([[0.2], [-0.1]], [0, 1])).toEqual([-0.1, 1]);
    expect(rangeOf([[2, 2]], null)).toEqual([1.5, 2.5]);
    expect(rangeOf([[NaN]], null)).toEqual([0, 1]);
  });
});

describe('layoutLine', () => {
  const layout = layoutLine(200, 7, [0, 1], false);

  it('spreads the places over the width and puts large values up', () => {
    const steps = Array.from({ length: 6 }, (_, i) => layout.x(i + 1) - layout.x(i));
    for (const step of steps) expect(step).toBeCloseTo(steps[0]!, 9);
    expect(layout.x(6)).toBeLessThanOrEqual(200);
    expect(layout.y(1)).toBeLessThan(layout.y(0));
    expect(layout.y(1)).toBeGreaterThan(0);
    expect(layout.y(0)).toBeLessThan(layout.height);
  });

  it('finds the nearest place, also outside', () => {
    for (let index = 0; index < 7; index++) expect(indexAt(layout, layout.x(index) + 3)).toBe(index);
    expect(indexAt(layout, -50)).toBe(0);
    expect(indexAt(layout, 500)).toBe(6);
    expect(indexAt(layoutLine(200, 1, [0, 1], false), 10)).toBe(0);
  });

  it('leaves a gap where there is no value', () => {
    const parts = pathOf(layout, [NaN, 0, 1, NaN, 0.5]).split('M').slice(1);
    expect(parts.map(part => part.split('L').length)).toEqual([2, 1]);
  });
});

describe('layoutSlope', () => {
  it('fills the width with columns and gaps, at 320 px too', () => {
    for (const width of [288, 480, 820])
      for (const columns of [2, 3]) {
        const layout = layoutSlope(width, columns, 10);
        expect(layout.columnLeft(columns - 1) + layout.column).toBeCloseTo(width, 6);
        expect(layout.gap).toBeGreaterThan(20);
      }
    expect(layoutSlope(288, 3, 10).narrow).toBe(true);
    expect(layoutSlope(480, 3, 10).narrow).toBe(false);
  });

  it('draws a curve from row to row inside the gap', () => {
    const layout = layoutSlope(600, 3, 10);
    const [x1, y1, ...rest] = slopePath(layout, 2, 7)
      .match(/[\d.]+/g)!
      .map(Number);
    expect(x1).toBeGreaterThan(0);
    expect(y1).toBe(layout.rowMiddle(2));
    expect(rest.at(-1)).toBe(layout.rowMiddle(7));
    expect(rest.at(-2)).toBeLessThan(layout.gap);
  });
});
