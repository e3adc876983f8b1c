import { describe, expect, it } from 'vitest';
import type { PairLink } from '../../src/core/state/pairLinks.ts';
import { heightAt, layoutLinks, LINE, linkPath, moveInLinks, placeAt, rowsOfText, shapeOf } from '../../src/draw/pairLinksLayout.ts';
import { drawnLinks, MOST_LINKS } from '../../src/draw/views/pairLinks.ts';

const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, unit) => from + unit);
const link = (from: number, to: number, weight = 0.5): PairLink => ({ from, to, weight, step: 5 });

describe('the words of a text', () => {
  it('all stand in their column, of a long text those that a line comes to, with how many are left out between', () => {
    expect(rowsOfText(upTo(60), () => false)).toHaveLength(60);
    expect(rowsOfText(upTo(100), unit => [0, 7, 8].includes(unit))).toEqual([
      { unit: 0 },
      { leftOut: 6 },
      { unit: 7 },
      { unit: 8 },
      { leftOut: 91 },
    ]);
  });

  it('have the lines of the strongest, of the pinned word and, where there is a place, of the word that is pointed at', () => {
    const links = [...upTo(MOST_LINKS).map(at => link(at % 10, 500 + at)), link(80, 501, 0.1), link(90, 600, 0.1), link(90, 502, 0.1)];
    const ofUnit = (unit: number) => links.filter(({ from, to }) => from === unit || to === unit);
    const drawn = drawnLinks({ strongest: links.slice(0, MOST_LINKS), ofUnit }, 80, 90);
    expect(drawn.links).toHaveLength(MOST_LINKS + 1);
    const shape = shapeOf(upTo(100), upTo(200, 500), drawn.links, drawn.more);
    const named = shape.columns[0].flatMap(row => ('unit' in row ? [row.unit] : []));
    expect(named).toEqual([...upTo(10), 80]);
    expect(shape.lines).toHaveLength(MOST_LINKS + 1);
    const short = shapeOf(upTo(50, 50), upTo(200, 500), drawn.links, drawn.more);
    expect(short.lines.map(({ from, to }) => [from, to])).toEqual([
      [80, 501],
      [90, 502],
    ]);
  });
});

describe('two columns', () => {
  const shape = shapeOf(upTo(3), upTo(5, 10), [link(0, 14, 0.9), link(0, 10, 0.4), link(2, 12, 0.3)]);
  const layout = layoutLinks(400, 60, [3, 5]);

  it('keep within the room at any width; the shorter text is spread', () => {
    for (const room of [130, 230, 400, 900, 1400]) expect(layoutLinks(room, 200, [3, 5]).width).toBeLessThanOrEqual(room);
    expect(layout.middles[0](2)).toBeGreaterThan(layout.middles[1](3));
    for (const side of [0, 1] as const) expect(layout.middles[side](side === 0 ? 2 : 4)).toBeLessThan(layout.height);
    expect(linkPath(layout, shape.lines[0]!)).not.toMatch(/NaN/);
  });

  it('are hit at words, and at lines where they are at that place', () => {
    expect(placeAt(layout, shape, 5, layout.middles[0](1))).toEqual([0, 1]);
    expect(placeAt(layout, shape, layout.width - 5, layout.middles[1](4))).toEqual([1, 4]);
    for (const [index, line] of shape.lines.entries())
      for (const x of [0.3, 0.5, 0.7]) {
        const y = heightAt(layout, line, x * layout.gap);
        expect(placeAt(layout, shape, layout.column + x * layout.gap, y)).toEqual([LINE, index]);
      }
    expect(heightAt(layout, shape.lines[0]!, 0)).toBeCloseTo(layout.middles[0](0), 0);
    expect(heightAt(layout, shape.lines[0]!, layout.gap)).toBeCloseTo(layout.middles[1](4), 0);
    expect(placeAt(layout, shape, layout.column + 5, layout.height - 1)).toBeNull();
  });

  it('are walked by keys: along a column, along the strongest line, from line to line', () => {
    const go = (place: readonly [0 | 1 | 2, number], ...keys: string[]) =>
      keys.reduce<readonly [0 | 1 | 2, number] | null>((at, key) => at && moveInLinks(key, at, shape), place);
    expect(go([0, 0], 'ArrowRight')).toEqual([1, 4]);
    expect(go([1, 4], 'ArrowLeft')).toEqual([0, 0]);
    expect(go([0, 0], 'ArrowDown', 'ArrowDown')).toEqual([0, 2]);
    expect(go([0, 1], 'ArrowRight')).toEqual([1, 1]);
    expect([go([1, 3], 'Home'), go([1, 0], 'End'), go([0, 0], 'ArrowUp'), go([0, 0], 'ArrowLeft')]).toEqual([[1, 0], [1, 4], null, null]);
    expect(go([LINE, 1], 'ArrowDown')).toEqual([LINE, 0]);
    expect(go([LINE, 0], 'ArrowDown')).toEqual([LINE, 2]);
    expect(go([LINE, 2], 'ArrowRight')).toEqual([1, 2]);
    const long = shapeOf(upTo(100), upTo(3, 200), [link(40, 200), link(60, 201)]);
    expect(moveInLinks('ArrowDown', [0, 1], long)).toEqual([0, 3]);
  });
});
