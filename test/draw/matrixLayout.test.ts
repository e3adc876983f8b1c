import { describe, expect, it } from 'vitest';
import {
  clampScroll,
  describeSize,
  layoutMatrix,
  NO_SCROLL,
  offsetOf,
  positionAt,
  squareShape,
  scrollToCell,
  scrollToKeep,
  visiblePositions,
  zoomCells,
} from '../../src/draw/matrixLayout.ts';

describe('size of the matrix cells', () => {
  it.each([
    [350, 13, 26],
    [900, 13, 28],
    [350, 35, 10],
    [350, 36, 9],
    [350, 116, 3],
  ])('%i px for %i words: %i px a cell', (room, count, step) => {
    expect(layoutMatrix(room, squareShape(count), 0)).toMatchObject({
      rows: { step, block: 1 },
      columns: { step, block: 1 },
      gap: step >= 10 ? 1 : 0,
      allLabels: step >= 10,
    });
  });

  it('goes over to the largest of blocks where 3 px are too wide, and fills the room', () => {
    const layout = layoutMatrix(350, squareShape(302), 0);
    expect([layout.rows.block, layout.columns.block]).toEqual([2, 2]);
    expect(layout.rows.content).toBeGreaterThan(335);
    expect(layout.rows.content).toBeLessThanOrEqual(350);
    expect(layout.allLabels).toBe(false);
    expect(layoutMatrix(620, squareShape(512), 0).rows.block).toBe(2);
  });

  it('never is wider than its room', () => {
    for (let room = 40; room < 900; room += 37)
      for (let count = 1; count < 520; count += 11) {
        const layout = layoutMatrix(room, squareShape(count), 0);
        expect(layout.rows.viewport).toBeLessThanOrEqual(room);
        expect(layout.rows.content).toBe(layout.rows.viewport);
      }
  });

  it('fills the room with the rows of a sample as with the columns of all words, so that the diagonal stays one', () => {
    const shape = { rows: 128, columns: 4096, isSampled: true };
    const { rows, columns, ...looks } = layoutMatrix(400, shape, 0);
    expect([rows.block, rows.step, columns.block]).toEqual([1, 3, 21]);
    expect(Math.abs(rows.viewport - columns.viewport)).toBeLessThan(20);
    expect(looks).toEqual({ gap: 0, allLabels: false, showsValues: false });
    for (const row of [0, 63, 127])
      expect(positionAt({ rows, columns, ...looks }, NO_SCROLL, 0, offsetOf(rows, 0, row) + rows.step / 2)).toEqual([row, 0]);
    expect(describeSize({ rows, columns, ...looks }, 4096)).toEqual(['128 of 4,096 rows × 4,096', 'each dot is the largest of 1 × 21']);
    const zoomed = layoutMatrix(400, shape, 1);
    expect([zoomed.rows.step, zoomed.columns.step, zoomed.allLabels]).toEqual([10, 10, true]);
  });

  it('says what a dot stands for, and what part is on screen', () => {
    expect(describeSize(layoutMatrix(350, squareShape(13), 0))).toEqual(['13 × 13']);
    expect(describeSize(layoutMatrix(620, squareShape(512), 0))).toEqual(['512 × 512', 'each dot is the largest of 2 × 2']);
    expect(describeSize(layoutMatrix(350, squareShape(302), 1))).toEqual(['34 × 34 of 302 × 302']);
  });
});

describe('zoom', () => {
  it('goes to 10 px with labels, then to cells that hold their value', () => {
    expect(layoutMatrix(350, squareShape(302), 1)).toMatchObject({ rows: { step: 10, block: 1 }, allLabels: true, showsValues: false });
    expect(layoutMatrix(350, squareShape(302), 3)).toMatchObject({ rows: { step: 30 }, showsValues: true });
    expect(zoomCells(350, squareShape(302))).toEqual([10, 18, 30, 44]);
    expect(zoomCells(350, squareShape(13))).toEqual([30, 44]);
  });

  it('keeps the size of the picture', () => {
    const whole = layoutMatrix(350, squareShape(302), 0);
    for (const zoom of [1, 2, 3, 4]) expect(layoutMatrix(350, squareShape(302), zoom).rows.viewport).toBe(whole.rows.viewport);
  });

  it('keeps a cell under the pointer, as far as the edges allow', () => {
    const layout = layoutMatrix(350, squareShape(302), 1);
    const scroll = scrollToKeep(layout, 150, 120, 200, 100);
    expect(positionAt(layout, scroll, 200, 100)).toEqual([150, 120]);
    expect(scrollToKeep(layout, 0, 0, 200, 100)).toEqual(NO_SCROLL);
  });

  it('scrolls no further than the last cell', () => {
    const layout = layoutMatrix(350, squareShape(302), 1);
    const { x, y } = clampScroll(layout, { x: 1e6, y: -5 });
    expect([x, y]).toEqual([layout.rows.content - layout.rows.viewport, 0]);
  });

  it('brings a cell into view with the least movement', () => {
    const layout = layoutMatrix(350, squareShape(302), 1);
    expect(scrollToCell(layout, NO_SCROLL, 5, 5)).toEqual(NO_SCROLL);
    const scroll = scrollToCell(layout, NO_SCROLL, 100, 5);
    expect(scroll.x).toBe(0);
    expect(offsetOf(layout.rows, scroll.y, 100) + layout.rows.step).toBe(layout.rows.viewport);
  });
});

describe('hitting a cell', () => {
  it.each([
    [350, 13, 0],
    [350, 60, 0],
    [350, 302, 2],
  ])('finds every visible cell at its middle (%i px, %i words, zoom %i)', (room, count, zoom) => {
    const layout = layoutMatrix(room, squareShape(count), zoom);
    const scroll = clampScroll(layout, { x: 77, y: 33 });
    const [start, end] = visiblePositions(layout.rows, scroll.y);
    for (let row = start; row < end; row++) {
      const y = offsetOf(layout.rows, scroll.y, row) + layout.rows.step / 2;
      if (y < 0 || y >= layout.rows.viewport) continue;
      expect(positionAt(layout, scroll, 0.5, y)?.[0]).toBe(row);
    }
  });

  it('names the first unit of a block, and nothing outside', () => {
    const layout = layoutMatrix(350, squareShape(302), 0);
    expect(positionAt(layout, NO_SCROLL, layout.columns.step * 3.5, 0)).toEqual([0, 6]);
    expect(positionAt(layout, NO_SCROLL, -1, 5)).toBeNull();
    expect(positionAt(layout, NO_SCROLL, 5, layout.rows.viewport)).toBeNull();
  });
});
