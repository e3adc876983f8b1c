import { describe, expect, it } from 'vitest';
import { fontSizeFor, roomForFewLabels, roomForLabels, withCorner } from '../../src/draw/labels.ts';
import { layoutStrips, stripCellAt } from '../../src/draw/stripLayout.ts';

describe('a word layer by layer', () => {
  it('has one cell a word while 3 px are left for each, with labels from 10 px', () => {
    expect(layoutStrips(400, 6, 13)).toMatchObject({ block: 1, step: 30, gap: 1, allLabels: true, width: 390 });
    expect(layoutStrips(800, 6, 13)).toMatchObject({ step: 53, width: 689 });
    expect(layoutStrips(400, 6, 100)).toMatchObject({ block: 1, step: 4, gap: 0, allLabels: false });
  });

  it('gathers words into dots for long texts', () => {
    const layout = layoutStrips(400, 6, 376);
    expect(layout.block).toBe(2);
    expect(layout.width).toBeLessThanOrEqual(400);
    expect(layout.width).toBeGreaterThan(370);
  });

  it('finds layer and word at a point', () => {
    const layout = layoutStrips(400, 6, 13);
    expect(stripCellAt(layout, 2.5 * 30, 3.2 * layout.rowStep)).toEqual([3, 2]);
    expect(stripCellAt(layout, 13 * 30 + 1, 0)).toBeNull();
    expect(stripCellAt(layout, 1, 6 * layout.rowStep)).toBeNull();
    const long = layoutStrips(400, 6, 376);
    expect(stripCellAt(long, 50.5 * long.step, 0)).toEqual([0, 100]);
  });
});

describe('room for labels', () => {
  it('follows the longest label up to 90 px, and the last column leans out', () => {
    expect(roomForLabels(400, [20, 66, 30])).toEqual({ size: 12, left: 78, top: 69, right: 38 });
    expect(roomForLabels(400, [1000, 10, 10, 10]).left).toBe(96);
    expect(roomForLabels(320, [20]).size).toBe(11);
  });

  it('has a corner for two lines, also beside labels of one letter', () => {
    expect(withCorner(roomForLabels(400, [7, 7]))).toEqual({ size: 12, left: 48, top: 36, right: 4 });
    expect(withCorner(roomForLabels(400, [66, 66])).left).toBe(78);
  });

  it('is smaller for labels that stand alone; above them is the corner, of two lines', () => {
    const few = roomForFewLabels(400, [200]);
    expect(few).toEqual({ size: 12, left: 76, top: 44, right: 0 });
    const all = roomForLabels(400, [200]);
    expect([all.left > few.left, all.top > few.top, all.right > few.right]).toEqual([true, true, true]);
  });

  it('shrinks the font with low rows, to 10 px', () => {
    expect([10, 13, 14, 28].map(step => fontSizeFor(12, step))).toEqual([10, 11, 12, 12]);
  });
});
