import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HEAT_COLORS } from '../../../src/contributions/ids.ts';
import { colorEntries } from '../../../src/contributions/manifest/colors.ts';
import { visibilityIn } from '../../../src/core/state/viewModel.ts';
import { INITIAL_STATE } from '../../../src/core/state/viewState.ts';
import { captionOf } from '../../../src/core/export/tables.ts';
import { HeadCodes } from '../../../src/draw/files/headCodes.ts';
import { htmlFile, MOST_PAGE_CELLS } from '../../../src/draw/files/htmlFile.ts';
import { over } from '../../../src/draw/files/opaque.ts';
import { pictureOf, PICTURES } from '../../../src/draw/files/picture.ts';
import { PRINT_THEME } from '../../../src/draw/files/printTheme.ts';
import { svgFile } from '../../../src/draw/files/svgFile.ts';
import { exported } from '../../core/export/exported.ts';
import { HIGH_CONTRAST } from '../pictures.ts';

const HOSTILE = ['</script><script>alert(1)</script>', '<!--', '&amp;', '"', "'", '\u202e', '<img src=x onerror=alert(1)>'];
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

function page(words: readonly string[]): string {
  const taken = exported(words);
  const codes = new HeadCodes(taken.rowUnits, taken.word.shown);
  codes.add('shown', taken.matrix, taken.visibility);
  codes.add('L0 H0', taken.matrix, taken.visibility);
  return htmlFile(taken, codes.coded(), PRINT_THEME, sha256);
}

describe('a picture as SVG', () => {
  const taken = exported(HOSTILE);

  it.each(PICTURES.filter(kind => kind !== 'heads'))('of %s is the same twice, has where it is from, and no word as markup', kind => {
    const svg = () => svgFile(taken, captionOf(taken, null), pictureOf(kind, taken, null, PRINT_THEME));
    expect(svg()).toBe(svg());
    expect(svg()).toContain('text SHA-256: ab12</desc>');
    expect(svg()).not.toMatch(/<(script|img|!--)/);
    expect(svg()).toContain('&lt;img');
  });

  it('has opaque colours alone, which every program knows', () => {
    const svg = svgFile(taken, '', pictureOf('words', taken, null, PRINT_THEME));
    const colours = [...svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, color]) => color!);
    expect(colours.filter(color => color !== 'none' && !/^#[0-9a-f]{6}$/.test(color))).toEqual([]);
  });

  it('of a text with more cells than a call may have arguments is drawn', () => {
    const words = Array.from({ length: 498 }, (_, index) => `w${index}`);
    const long = exported(words, {}, { matrix: { ...exported(words).matrix, causal: true } });
    const svg = svgFile(long, '', pictureOf('words', long, null, PRINT_THEME));
    expect(svg.match(/class="ground"/g)!.length).toBeGreaterThan(120_000);
  });

  it('in high contrast says the weight by the area of squares', () => {
    expect(svgFile(taken, '', pictureOf('words', taken, null, HIGH_CONTRAST))).toContain('class="square"');
  });
});

describe('print colours', () => {
  it('are the light ones, laid twice on the ground of a cell', () => {
    const light = new Map(colorEntries().map(({ id, defaults }) => [id, defaults.light]));
    expect(PRINT_THEME.heat.slice(1)).toEqual(HEAT_COLORS.attention.steps.map(id => over(light.get(id)!, PRINT_THEME.ground, 2)));
    expect(PRINT_THEME.line).toBe(light.get(HEAT_COLORS.attention.border)!.toLowerCase());
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
    const codes = new HeadCodes(taken.rowUnits, taken.word.shown);
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

  it('stays below 2 MB with as many cells as it may have, whatever the numbers', () => {
    const words = Array.from({ length: 126 }, (_, index) => `word${index}`);
    const taken = exported(words);
    const size = taken.units.length;
    const codes = new HeadCodes(taken.rowUnits, taken.word.shown);
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
