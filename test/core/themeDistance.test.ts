import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Theme {
  readonly name: string;
  readonly kind: 'dark' | 'light';
  readonly background: string;
  /** Highlight of the current line. */
  readonly line: string | null;
  /** What the editor paints under words by itself: other places of the word at the caret, read and written, and of the selection. */
  readonly word: string;
  readonly wordStrong: string;
  readonly selectionMatch: string;
}
type Triple = readonly [number, number, number];

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as unknown;
const { themes } = read('../fixtures/themes/popular.json') as { themes: Theme[] };
const { contributes } = read('../../package.json') as { contributes: { colors: { id: string; defaults: Record<string, string> }[] } };

function over(color: string | null, ground: Triple): Triple {
  if (color === null) return ground;
  const value = (at: number) => Number.parseInt(color.slice(at, at + 2), 16);
  const alpha = color.length === 9 ? value(7) / 255 : 1;
  const mix = (at: number, below: number) => value(at) * alpha + below * (1 - alpha);
  return [mix(1, ground[0]), mix(3, ground[1]), mix(5, ground[2])];
}

/** OKLab (Ottosson 2020), times 100. */
function oklab(color: Triple): Triple {
  const [r, g, b] = color.map(channel => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as unknown as Triple;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    100 * (0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s),
    100 * (1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s),
    100 * (0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s),
  ];
}

/** Euclidean distance in OKLab; 2 is about what an eye can just tell apart. */
function distance(a: Triple, b: Triple): number {
  const [x, y] = [oklab(a), oklab(b)];
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

it('measures what it should', () => {
  expect(oklab([255, 255, 255]).map(value => Math.round(value) + 0)).toEqual([100, 0, 0]);
  expect(distance([255, 0, 0], [255, 0, 0])).toBe(0);
  expect(distance([0, 0, 0], [255, 255, 255])).toBeCloseTo(100, 1);
});

/** How far a painted step is at least from what VS Code paints under words: below the step with the first line, only attention's own hue. */
const HUES = [
  ['heat', 2],
  ['likeness', 1],
  ['contextual', 1.5],
] as const;

describe.each(themes)('$name', ({ kind, background, line, word, wordStrong, selectionMatch }) => {
  const ground = over(background, [0, 0, 0]);
  const onLine = over(line, ground);
  const colorOf = (id: string) => contributes.colors.find(color => color.id === `attentionLens.${id}`)!.defaults[kind]!;

  it.each(HUES)('%s: the weakest step can be seen on the text and on the current line, the next one well', hue => {
    for (const at of [ground, onLine]) {
      expect(distance(over(colorOf(`${hue}1`), at), at)).toBeGreaterThanOrEqual(2);
      expect(distance(over(colorOf(`${hue}2`), at), at)).toBeGreaterThanOrEqual(4);
    }
  });

  it.each(HUES)('%s: no step from 2 on looks like a highlight of VS Code', (hue, least) => {
    for (const step of [2, 3, 4, 5, 6, 7, 8])
      for (const [name, highlight] of Object.entries({ word, wordStrong, selectionMatch }))
        expect(distance(over(colorOf(`${hue}${step}`), ground), over(highlight, ground)), `${step} ${name}`).toBeGreaterThanOrEqual(least);
  });
});
