import { equalHeads } from '../../src/core/model/stack.ts';
import { describe, expect, it } from 'vitest';
import type { HeadRef } from '../../src/core/attention/lens.ts';
import { headAt, headRect, layoutHeads, moveToHead, ringsOf, takesWholeWidth } from '../../src/draw/headsLayout.ts';

const everyHead = (layers: number, heads: number): HeadRef[] =>
  Array.from({ length: layers * heads }, (_, i): HeadRef => [Math.floor(i / heads), i % heads]);

describe('layout of the heads', () => {
  it('takes whole pixels per cell where that keeps three quarters of the room', () => {
    const layout = layoutHeads(436, equalHeads(6, 12), 13);
    expect(layout.thumbnail).toBe(26);
    expect(layout.step).toBe(29);
  });

  it('fills the room where whole pixels would waste it', () => {
    // 32 px fit; 20 cells of one pixel would leave 12 of them empty.
    expect(layoutHeads(436, equalHeads(6, 12), 20).thumbnail).toBe(32);
  });

  it.each([
    [296, 12, 14],
    [288, 12, 14],
    [900, 12, 36],
    [296, 16, 14],
  ])('in %i px with %i heads stays between 14 and 36 px and inside the room', (room, heads, smallest) => {
    const layout = layoutHeads(room, equalHeads(6, heads), 48);
    expect(layout.thumbnail).toBeGreaterThanOrEqual(smallest);
    expect(layout.thumbnail).toBeLessThanOrEqual(36);
    expect(layout.left + heads * layout.step).toBeLessThanOrEqual(room + 3);
  });

  it('shrinks below 14 px only for more heads than fit', () => {
    const layout = layoutHeads(296, equalHeads(32, 32), 48);
    expect(layout.thumbnail).toBeLessThan(14);
    expect(layout.width).toBeLessThanOrEqual(300);
  });

  it('finds every head again at the middle of its thumbnail, and nothing beside the grid', () => {
    const layout = layoutHeads(436, equalHeads(6, 12), 13);
    for (const head of everyHead(6, 12)) {
      const { x, y, width, height } = headRect(layout, head);
      expect(headAt(layout, x + width / 2, y + height / 2)).toEqual(head);
    }
    expect(headAt(layout, 2, 60)).toBeNull();
    expect(headAt(layout, 60, 2)).toBeNull();
    expect(headAt(layout, layout.left + 12 * layout.step + 1, 60)).toBeNull();
  });

  it('rings single heads, whole layers and the whole grid', () => {
    const layout = layoutHeads(436, equalHeads(6, 12), 13);
    const row = everyHead(1, 12);
    expect(ringsOf(layout, [[3, 1]])).toEqual([{ x: 16 + 29 - 2, y: 18 + 3 * 29 - 2, width: 30, height: 30 }]);
    expect(
      ringsOf(layout, [
        [2, 0],
        [3, 1],
      ]),
    ).toHaveLength(2);
    const [layer] = ringsOf(layout, row);
    expect(layer).toEqual({ x: 14, y: 16, width: 11 * 29 + 26 + 4, height: 30 });
    const all = ringsOf(layout, everyHead(6, 12));
    expect(all).toEqual([{ x: 14, y: 16, width: 11 * 29 + 26 + 4, height: 5 * 29 + 26 + 4 }]);
    expect(ringsOf(layout, [])).toEqual([]);
  });

  it('has no head behind the last one of a shorter layer', () => {
    const layout = layoutHeads(436, [2, 4, 3], 13);
    const at = (layer: number, head: number) => {
      const { x, y } = headRect(layout, [layer, head]);
      return headAt(layout, x + 1, y + 1);
    };
    expect([at(0, 1), at(0, 2), at(1, 3), at(2, 3)]).toEqual([[0, 1], null, [1, 3], null]);
    expect(moveToHead(layout, 'ArrowUp', [1, 3])).toEqual([0, 1]);
    const layers = [2, 4, 3].flatMap((heads, layer) => Array.from({ length: heads }, (_, head): HeadRef => [layer, head]));
    expect(ringsOf(layout, layers).map(({ width }) => width)).toEqual(
      [2, 4, 3].map(heads => (heads - 1) * layout.step + layout.thumbnail + 4),
    );
  });

  it('lays a deep model on its side where there is room, and its ways of walking with it', () => {
    const wide = layoutHeads(764, equalHeads(30, 9), 22);
    expect([wide.turned, wide.thumbnail]).toEqual([true, 22]);
    expect(wide.width).toBeLessThanOrEqual(768);
    expect(headRect(wide, [16, 3])).toEqual({ x: 16 + 16 * 25, y: 18 + 3 * 25, width: 22, height: 22 });
    for (const head of everyHead(30, 9)) {
      const { x, y } = headRect(wide, head);
      expect(headAt(wide, x + 1, y + 1)).toEqual(head);
    }
    expect(headAt(wide, wide.left + 1, wide.top + 9 * 25 + 1)).toBeNull();
    expect(['ArrowRight', 'ArrowDown', 'Home', 'End', 'a'].map(key => moveToHead(wide, key, [16, 3]))).toEqual([
      [17, 3],
      [16, 4],
      [0, 3],
      [29, 3],
      null,
    ]);
    expect(ringsOf(wide, everyHead(1, 9))).toEqual([{ x: 14, y: 16, width: 26, height: 8 * 25 + 26 }]);
    expect(ringsOf(wide, everyHead(30, 9))).toEqual([{ x: 14, y: 16, width: 29 * 25 + 26, height: 8 * 25 + 26 }]);
  });

  it('keeps a deep model upright in a narrow panel, and no higher than a screen', () => {
    const narrow = layoutHeads(368, equalHeads(30, 9), 22);
    expect([narrow.turned, narrow.thumbnail]).toEqual([false, 22]);
    expect(narrow.height).toBeLessThan(800);
  });

  it('gives the whole width to models that are deep or have many heads', () => {
    expect([equalHeads(6, 12), equalHeads(12, 12), equalHeads(30, 9), equalHeads(32, 32), [2, 4, 3]].map(takesWholeWidth)).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
  });
});
