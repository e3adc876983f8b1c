import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HEAT_COLORS } from '../../../src/contributions/ids.ts';
import { colorEntries } from '../../../src/contributions/manifest/colors.ts';
import { visibilityIn } from '../../../src/core/state/viewModel.ts';
import { INITIAL_STATE } from '../../../src/core/state/viewState.ts';
import type { Sides } from '../../../src/core/text/textPair.ts';
import { VIEW_PICTURES, type ViewPicture } from '../../../src/core/export/kinds.ts';
import type { Taken } from '../../../src/core/export/taken.ts';
import { HeadCodes, signsOfPlaces } from '../../../src/draw/files/headCodes.ts';
import { htmlFile, MOST_PAGE_CELLS } from '../../../src/draw/files/htmlFile.ts';
import { contrastOf, forFile, over } from '../../../src/draw/files/opaque.ts';
import { COLOURS, paletteIn, themeOfPage } from '../../../src/draw/files/palettes.ts';
import { pictureOf, svgOf } from '../../../src/draw/files/picture.ts';
import { exported } from '../../core/export/exported.ts';
import { materialOf } from '../answers/material.ts';
import { HIGH_CONTRAST } from '../pictures.ts';

const HOSTILE = ['</script><script>alert(1)</script>', '<!--', '&amp;', '"', "'", '\u202e', '<img src=x onerror=alert(1)>'];
const PRINT = paletteIn('print');
const PRINT_THEME = PRINT.heat;
const svg = (kind: ViewPicture, taken: Taken, theme = PRINT_THEME) => {
  const material = { ...materialOf(['it', 'is']), taken };
  return svgOf(kind, material, pictureOf(kind, material, null, { ...PRINT, heat: theme })!);
};
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

function page(words: readonly string[]): string {
  const taken = exported(words);
  const codes = new HeadCodes(taken.rowUnits, taken.columnUnits);
  codes.add('shown', taken.matrix, taken.visibility);
  codes.add('L0 H0', taken.matrix, taken.visibility);
  return htmlFile(taken, codes.coded(), PRINT_THEME, sha256);
}

describe('a picture as SVG', () => {
  const taken = exported(HOSTILE);

  it.each(VIEW_PICTURES.filter(kind => kind !== 'heads'))('of %s is the same twice, has where it is from, and no word as markup', kind => {
    const made = svg(kind, taken);
    expect(svg(kind, taken)).toBe(made);
    expect(made).toContain('text SHA-256: ab12</desc>');
    expect(made).not.toMatch(/<(script|img|!--)/);
    expect(made).toContain('&lt;img');
  });

  it('has opaque colours alone, which every program knows', () => {
    const colours = [...svg('words', taken).matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, color]) => color!);
    expect(colours.filter(color => color !== 'none' && !/^#[0-9a-f]{6}$/.test(color))).toEqual([]);
  });

  it('of a text with more cells than a call may have arguments is drawn', () => {
    const words = Array.from({ length: 498 }, (_, index) => `w${index}`);
    const long = exported(words, {}, { matrix: { ...exported(words).matrix, causal: true } });
    expect(svg('words', long).match(/class="ground"/g)!.length).toBeGreaterThan(120_000);
  });

  it('of all heads hatches what a word cannot see; from one text to another each word sees all of it', () => {
    const words = ['a', 'b', 'c', 'd'];
    const { model, matrix } = exported(words);
    const heads = { heads: [2, 2, 2, 2], rows: 2, columns: 2, buckets: new Uint8Array(32).fill(1), hideSink: false, sampled: null };
    const empty = new Float32Array(0);
    const slice = { runId: 1, level: 'words' as const, hideSpecial: false, sinkShares: empty, alignments: empty, ...heads };
    const drawn = (sides?: Sides) => {
      const attention = { ...model.attention, causal: true };
      const taken = exported(words, {}, { model: { ...model, attention }, matrix: { ...matrix, ...(sides && { sides }) } });
      const material = { ...materialOf(words), taken };
      return svgOf('heads', material, pictureOf('heads', material, slice, PRINT)!);
    };
    expect(drawn()).toContain('class="unseen"');
    const of = Int8Array.of(-1, 0, 0, 1, 1, -1);
    expect(drawn({ of, far: 'other' })).not.toContain('class="unseen"');
    expect(drawn({ of, far: 'own' })).toContain('class="unseen"');
  });

  it('in high contrast says the weight by the area of squares', () => {
    expect(svg('words', taken, HIGH_CONTRAST)).toContain('class="square"');
  });
});

describe('colours', () => {
  it.each([
    ['print', 'light'],
    ['light', 'light'],
    ['dark', 'dark'],
  ] as const)('of %s are those of %s themes, laid twice on the ground of a cell', (colours, kind) => {
    const contributed = new Map(colorEntries().map(({ id, defaults }) => [id, defaults[kind]]));
    for (const [hue, meaning] of [
      ['heat', 'attention'],
      ['likeness', 'fixed'],
      ['contextual', 'contextual'],
    ] as const) {
      const theme = paletteIn(colours)[hue];
      expect(theme.heat.slice(1)).toEqual(HEAT_COLORS[meaning].steps.map(id => over(contributed.get(id)!, theme.ground, 2)));
      expect(theme.line).toBe(contributed.get(HEAT_COLORS[meaning].border)!.toLowerCase());
    }
  });

  const ofText = ({ background, foreground, muted, source, heat, cellText }: typeof PRINT_THEME) => [
    ...[foreground, muted, source].map(color => contrastOf(color, background)),
    ...heat.slice(1).map((step, at) => contrastOf(cellText[at + 1]!, step)),
  ];

  it.each(COLOURS)('of text in %s have a contrast of 4.5 at least', colours => {
    for (const theme of Object.values(paletteIn(colours))) expect(Math.min(...ofText(theme))).toBeGreaterThanOrEqual(4.5);
  });

  it('of a theme that has less are made readable, and the others stay', () => {
    let seed = 3;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const any = () => `rgb(${Math.floor(256 * random())} ${Math.floor(256 * random())} ${Math.floor(256 * random())} / ${random()})`;
    for (let round = 0; round < 200; round++) {
      const theme = forFile({
        ...PRINT_THEME,
        background: any(),
        foreground: any(),
        muted: any(),
        source: any(),
        ground: any(),
        heat: PRINT_THEME.heat.map(any),
        cellText: PRINT_THEME.heat.map(any),
      });
      expect(Math.min(...ofText(theme))).toBeGreaterThanOrEqual(4.5);
    }
    expect(forFile({ ...PRINT_THEME, muted: '#707070' }).muted).toBe('#707070');
  });

  it('of a page in a theme of high contrast tell the steps', () => {
    const steps = themeOfPage(forFile(HIGH_CONTRAST)).heat.slice(1);
    expect(new Set(steps).size).toBe(8);
    expect(themeOfPage(PRINT_THEME)).toBe(PRINT_THEME);
  });

  it.each([
    ['#ff000080', '#ff7f7f'],
    ['rgba(255, 0, 0, 0.5)', '#ff8080'],
    ['rgb(255 0 0 / 50%)', '#ff8080'],
    ['color(srgb 1 0 0 / 0.5)', '#ff8080'],
    ['transparent', '#ffffff'],
    ['url(#x)', '#ffffff'],
  ])('%s over white', (color, expected) => {
    expect(over(color, '#fff')).toBe(expected);
  });
});

describe('a page', () => {
  it('runs its own script and style alone', () => {
    const html = page(['it', 'is']);
    const script = /<script>([\s\S]*?)<\/script>\n<\/body>/.exec(html)![1]!;
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)![1]!;
    expect(html).toContain(`default-src 'none'; script-src 'sha256-${sha256(script)}'; style-src 'sha256-${sha256(style)}'`);
    expect(html).not.toMatch(/https?:|src=|href=|style="|\son\w+=/);
  });

  it('has no word as markup', () => {
    const html = page(HOSTILE);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).not.toMatch(/<img|<!--/);
  });

  it('has every number as the screen writes it, with its step', () => {
    const taken = exported(['it', 'is']);
    const codes = new HeadCodes(taken.rowUnits, taken.columnUnits);
    codes.add('shown', taken.matrix, taken.visibility);
    const { cells, entries, signs } = codes.coded();
    const read = Array.from(cells[0]!, sign => entries[signs.indexOf(sign)]!);
    expect(read.slice(4, 8)).toEqual([
      ['0.14', 0],
      ['0.21', 0],
      ['0.29', taken.visibility.bucketOf(2 / 7, 1, 2)],
      ['0.36', taken.visibility.bucketOf(5 / 14, 1, 3)],
    ]);
  });

  it('names the word with most by the weights themselves, where two are written alike', () => {
    const taken = exported(['it', 'saw', 'France']);
    const size = taken.units.length;
    const values = Float32Array.from(taken.matrix.values);
    values.set([0.1, 0.1, 0.3501, 0.3512, 0.0987], size);
    const codes = new HeadCodes(taken.rowUnits, taken.columnUnits);
    codes.add('shown', { ...taken.matrix, values }, taken.visibility);
    const { most } = codes.coded();
    const places = signsOfPlaces(size);
    expect(places.indexOf(most[0]![1]!) - 1).toBe(3);
    // From the other side, who gives the last one most.
    const received = Array.from({ length: size }, (_, row) => (row === 4 ? -1 : values[row * size + 4]!));
    expect(places.indexOf(most[0]![size + 4]!) - 1).toBe(received.indexOf(Math.max(...received)));
  });

  it('stays below 2 MB with as many cells as it may have, whatever the numbers', () => {
    const words = Array.from({ length: 126 }, (_, index) => `word${index}`);
    const taken = exported(words);
    const size = taken.units.length;
    const codes = new HeadCodes(taken.rowUnits, taken.columnUnits);
    const heads = Math.floor(MOST_PAGE_CELLS / size ** 2) - 1;
    expect([size, heads]).toEqual([128, 90]);
    let seed = 1;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    for (let head = 0; head <= heads; head++) {
      // Steeper than attention is, so that every number that can be written occurs.
      const values = Float32Array.from({ length: size * size }, () => random() ** 4);
      const matrix = { ...taken.matrix, values };
      codes.add(`L0 H${head}`, matrix, visibilityIn(matrix, taken.units, size, INITIAL_STATE));
    }
    expect(Buffer.byteLength(htmlFile(taken, codes.coded(), PRINT_THEME, sha256))).toBeLessThan(2e6);
  });
});
