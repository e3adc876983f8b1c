import { describe, expect, it } from 'vitest';
import { NUMBER_GAP, placeAmong, spreadNumbers, type PlacedNumber } from '../../src/draw/numberLayout.ts';
import { createRandom } from '../support/random.ts';

const number = (middle: number, width = 18): PlacedNumber => ({ middle, width });

describe('numbers of one line', () => {
  it('stay under their words where there is room', () => {
    expect(spreadNumbers([number(20), number(60), number(120)], 0, 200)).toEqual([20, 60, 120]);
  });

  it('share what is missing between them', () => {
    expect(spreadNumbers([number(50), number(60)], 0, 200)).toEqual([44, 66]);
  });

  it('stay inside of the line', () => {
    expect(spreadNumbers([number(2), number(10)], 0, 200)).toEqual([9, 31]);
    expect(spreadNumbers([number(190), number(198)], 0, 200)).toEqual([169, 191]);
  });

  it('keep order and room, and no number could be nearer alone', () => {
    const random = createRandom(3);
    for (let round = 0; round < 200; round++) {
      const numbers = Array.from({ length: 1 + Math.floor(random() * 8) }, () => number(random() * 300, 15 + random() * 25)).toSorted(
        (a, b) => a.middle - b.middle,
      );
      const middles = spreadNumbers(numbers, -1000, 1000);
      const roomBefore = (at: number) =>
        at === 0 ? Infinity : middles[at]! - middles[at - 1]! - (numbers[at]!.width + numbers[at - 1]!.width) / 2 - NUMBER_GAP;
      for (const [at, { middle }] of numbers.entries()) {
        expect(roomBefore(at)).toBeGreaterThan(-1e-9);
        const off = middles[at]! - middle;
        if (off > 1e-9) expect(roomBefore(at)).toBeLessThan(1e-9);
        if (off < -1e-9) expect(at + 1 < numbers.length ? roomBefore(at + 1) : Infinity).toBeLessThan(1e-9);
      }
    }
  });
});

describe('one more number', () => {
  it('stands under its word, or beside it as far as there is room', () => {
    expect(placeAmong(number(60), [number(20), number(100)], 0, 200)).toEqual({ middle: 60, covered: [] });
    expect(placeAmong(number(60), [number(50)], 0, 200)).toEqual({ middle: 70, covered: [] });
    // Between two words of one letter.
    expect(placeAmong(number(60, 15), [number(42, 15), number(78, 15)], 0, 200)).toEqual({ middle: 60, covered: [] });
    expect(placeAmong(number(2), [], 0, 200)).toEqual({ middle: 9, covered: [] });
  });

  it('stands under its word where there is none, and says what it covers', () => {
    expect(placeAmong(number(60), [number(48), number(70), number(150)], 0, 200)).toEqual({ middle: 60, covered: [0, 1] });
  });
});
