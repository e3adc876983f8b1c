import { describe, expect, test } from 'vitest';
import { dotAt, fitsOnAxis, layoutDots, moveToDot, type Dot } from '../../src/draw/dotLayout.ts';

const DOTS: readonly Dot[] = [
  { row: 0, value: 2 },
  { row: 0, value: 0.5 },
  { row: 1, value: NaN },
  { row: 2, value: 1 },
  { row: 2, value: 3.2 },
  { row: 2, value: 1 },
];
const layout = layoutDots(334, 3, 3.2);

describe('dots in rows', () => {
  test('the axis goes from 0 to a whole number, and all of it fits', () => {
    expect([layout.most, layout.x(0), layout.x(4), layout.y(0), layout.height]).toEqual([4, 26, 326, 10, 60]);
    expect(layoutDots(300, 24, 0).most).toBe(1);
    expect(layoutDots(300, 24, 5).height).toBe(24 * 14);
    expect(layoutDots(10, 2, 5).x(5)).toBe(26);
  });

  test('the nearest dot of the row that is pointed at; a row without a value has none', () => {
    const at = (value: number, row: number) => dotAt(layout, DOTS, layout.x(value), layout.y(row));
    expect([at(0, 0), at(1.4, 0), at(4, 0), at(2.2, 2), at(0, 2)]).toEqual([1, 0, 0, 4, 3]);
    expect(at(1, 1)).toBe(-1);
    expect(dotAt(layout, DOTS, 0, -50)).toBe(1);
    expect(dotAt(layout, DOTS, 0, 500)).toBe(3);
  });

  test('the number of a value stands on the axis where it touches neither end, however long it is', () => {
    const wide = layoutDots(545, 6, 179.5); // seen in the panel: "170.0" ran into "180"
    expect([
      fitsOnAxis(wide, 170, '170.0'),
      fitsOnAxis(wide, 150, '150.0'),
      fitsOnAxis(wide, 4, '4.0'),
      fitsOnAxis(wide, 20, '20.0'),
    ]).toEqual([false, true, false, true]);
    expect(fitsOnAxis(layoutDots(500, 6, 11.9), 10.3, '10.3')).toBe(true);
    expect(fitsOnAxis(wide, NaN, '')).toBe(false);
  });

  test('keys reach every dot: along a row by value, over a row without one, and stop at the ends', () => {
    const move = (key: string, from: number) => moveToDot(key, layout, DOTS, from);
    expect([move('ArrowRight', 1), move('ArrowRight', 0), move('ArrowLeft', 0), move('ArrowLeft', 1)]).toEqual([0, 0, 1, 1]);
    expect([move('ArrowDown', 0), move('ArrowUp', 4), move('ArrowDown', 4), move('ArrowUp', 1)]).toEqual([3, 0, 4, 1]);
    expect([move('ArrowRight', 3), move('ArrowRight', 5), move('Home', 4), move('End', 3)]).toEqual([5, 4, 3, 4]);
    expect(move('Enter', 0)).toBeNull();
  });
});
