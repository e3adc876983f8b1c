import { describe, expect, test } from 'vitest';
import { excerpt } from '../../src/draw/excerpt.ts';

const TEXT = 'I visited France last summer because it has wonderful food .'.split(' ');
/** Eight pixels a letter, a space before each word. */
const WIDTHS = TEXT.map(word => 8 * (word.length + 1));
const [FRANCE, IT] = [2, 6];

const shown = (kept: readonly number[], room: number) => {
  const runs = excerpt(WIDTHS, kept, 16, room);
  return (runs[0]!.from > 0 ? '… ' : '') + runs.map(({ from, to }) => TEXT.slice(from, to).join(' ')).join(' … ');
};

describe('a text on one line', () => {
  test('is whole where it fits, and begins at its start where nothing has to be seen', () => {
    expect(shown([FRANCE, IT], 480)).toBe(TEXT.join(' '));
    expect(shown([], 300)).toBe(TEXT.join(' '));
    expect(shown([], 100)).toBe('I visited France last summer');
  });

  test('begins so that the subject and its strongest word are seen, with what is before as far as there is room', () => {
    expect(shown([IT], 200)).toBe('… summer because it has wonderful food .');
    expect(shown([FRANCE, IT], 390)).toBe('… visited France last summer because it has wonderful food .');
    expect(shown([FRANCE, IT], 300)).toBe('… France last summer because it has wonderful food .');
  });

  test('leaves out between them what does not fit, whichever comes first', () => {
    expect(shown([FRANCE, IT], 230)).toBe('… France … because it has wonderful food .');
    expect(shown([IT, FRANCE], 230)).toBe('… France … because it has wonderful food .');
    expect(shown([0, 8], 60)).toBe('I … wonderful food .');
  });

  test('of a long text ends soon beyond the edge, wherever it begins', () => {
    const widths = Array.from({ length: 10_000 }, () => 40);
    for (const kept of [[], [0], [5000], [9, 5000], [9999]]) {
      const words = excerpt(widths, kept, 16, 400).reduce((sum, { from, to }) => sum + to - from, 0);
      expect(words).toBeLessThan(30);
    }
  });

  test('has each word once, in order, whatever the room and the words', () => {
    for (let room = 0; room < 600; room += 7)
      for (let one = 0; one < TEXT.length; one++)
        for (let other = 0; other < TEXT.length; other++) {
          const places = excerpt(WIDTHS, [one, other], 16, room).flatMap(({ from, to }) =>
            Array.from({ length: to - from }, (_, at) => from + at),
          );
          expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));
          expect(places).toEqual(expect.arrayContaining([one, other]));
        }
  });
});
