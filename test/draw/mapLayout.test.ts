import { describe, expect, it } from 'vitest';
import { layoutMap, nearestPoint, placeLabels, type MapLayout, type Point } from '../../src/draw/mapLayout.ts';
import { createRandom } from '../support/random.ts';

describe('the map of the words', () => {
  it('has one scale for both axes, and the second points up', () => {
    const { points, origins } = layoutMap(480, 236, Float32Array.of(0, 0, 2, 1), Float32Array.of(1, 0.5, 1, 0.5));
    const [[x1, y1], [x2, y2]] = points as [Point, Point];
    expect(x2 - x1).toBeCloseTo(400);
    expect(y1 - y2).toBeCloseTo(200);
    expect(origins[0]).toEqual([240, 118]);
  });

  it('stays inside, whatever the shape of the cloud', () => {
    const random = createRandom(3);
    for (const [sx, sy] of [
      [1, 0.1],
      [0.1, 1],
      [1, 1],
      [0, 1],
    ] as const) {
      const values = Float32Array.from({ length: 200 }, (_, i) => (random() - 0.5) * (i % 2 === 0 ? sx : sy));
      const { points } = layoutMap(300, 220, values, new Float32Array(0));
      for (const [x, y] of points) {
        expect(x).toBeGreaterThanOrEqual(39.9);
        expect(x).toBeLessThanOrEqual(260.1);
        expect(y).toBeGreaterThanOrEqual(17.9);
        expect(y).toBeLessThanOrEqual(202.1);
      }
    }
  });

  it('puts points that are all the same in the middle', () => {
    expect(layoutMap(300, 220, Float32Array.of(0.5, 0.5, 0.5, 0.5), new Float32Array(0)).points).toEqual([
      [150, 110],
      [150, 110],
    ]);
  });

  it('finds the nearest point within reach', () => {
    const points: Point[] = [
      [10, 10],
      [20, 10],
    ];
    expect(nearestPoint(points, [16, 10], 24)).toBe(1);
    expect(nearestPoint(points, [100, 10], 24)).toBe(-1);
  });
});

describe('labels of the map', () => {
  const layoutOf = (points: Point[], origins: Point[] = [], width = 200, height = 100): MapLayout => ({ width, height, points, origins });

  it('stand on the side that the line does not come from', () => {
    const [left] = placeLabels(layoutOf([[100, 50]], [[150, 50]]), [30], [0]);
    const [right] = placeLabels(layoutOf([[100, 50]], [[50, 50]]), [30], [0]);
    expect([left!.anchor, right!.anchor]).toEqual(['end', 'start']);
  });

  it('never overlap, cover no point and stay inside', () => {
    const random = createRandom(5);
    const points = Array.from({ length: 300 }, (): Point => [random() * 400, random() * 250]);
    const widths = points.map(() => 10 + random() * 60);
    const placed = placeLabels(layoutOf(points, [], 400, 250), widths, [...points.keys()].slice(1));
    expect(placed.length).toBeGreaterThan(20);
    const boxes = placed.slice(1).map(({ index, anchor, x, y }) => {
      const left = x - { start: 0, middle: widths[index]! / 2, end: widths[index]! }[anchor];
      return { left, right: left + widths[index]!, top: y - 10, bottom: y + 2 };
    });
    for (const [at, a] of boxes.entries()) {
      expect(a.left).toBeGreaterThanOrEqual(0);
      expect(a.right).toBeLessThanOrEqual(400);
      for (const b of boxes.slice(at + 1)) expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
      for (const [x, y] of points) expect(x > a.left && x < a.right && y > a.top && y < a.bottom).toBe(false);
    }
  });

  it('always have the first of the order', () => {
    const crowd = Array.from({ length: 50 }, (_, i): Point => [40 + (i % 10) * 4, 40 + Math.floor(i / 10) * 4]);
    expect(
      placeLabels(
        layoutOf(crowd),
        crowd.map(() => 30),
        [22, 0, 1],
      )[0]!.index,
    ).toBe(22);
  });
});
