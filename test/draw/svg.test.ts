import { describe, expect, it } from 'vitest';
import { barPath } from '../../src/draw/barRows.ts';
import { headRect } from '../../src/draw/headsLayout.ts';
import { pathOf } from '../../src/draw/lineLayout.ts';
import { layoutMatrix } from '../../src/draw/matrixLayout.ts';
import { svgText } from '../../src/draw/svgPainter.ts';
import { slopePath } from '../../src/draw/slopeLayout.ts';
import { marksOf, parseSvg, rectOf, type ParsedElement } from '../support/svg.ts';
import {
  BARS,
  barsPicture,
  bucketAt,
  causal,
  HEADS,
  headsPicture,
  HIGH_CONTRAST,
  LINE,
  linePicture,
  MAP,
  MAP_LABELS,
  mapPicture,
  matrixPicture,
  ORDERS,
  SLOPE,
  slopePicture,
  STRIPS,
  stripsPicture,
  THEME,
  type TestPicture,
} from './pictures.ts';

const drawn = ({ width, height, paint }: TestPicture): ParsedElement => parseSvg(svgText(width, height, paint));
const measure = (label: string) => 7 * label.length;

describe.each([
  ['square', 8, 8, undefined],
  ['of two texts', 7, 12, undefined],
  ['causal', 9, 9, causal],
] as const)('the matrix, %s', (_, rows, columns, sees) => {
  const shape = { rows, columns };
  const layout = layoutMatrix(300, shape, 0);
  const at = Array.from({ length: rows * columns }, (_, cell) => [Math.floor(cell / columns), cell % columns] as const);
  const seen = at.filter(([row, column]) => sees?.(row, column) !== false);
  const picture = drawn(matrixPicture(shape, sees));

  it('has a ground for each cell that is seen, where the layout says', () => {
    const side = layout.rows.step - 1;
    expect(marksOf(picture, 'ground').map(rectOf)).toEqual(
      seen.map(([row, column]) => [column * layout.rows.step, row * layout.rows.step, side, side]),
    );
  });

  it('has its colour over each that has a weight, laid twice, and a stroke for each that is not seen', () => {
    const weighted = seen.filter(([row, column]) => bucketAt(row, column) > 0);
    const heat = marksOf(picture, 'heat');
    expect(heat.map(rectOf).map(([x, y]) => [y! / layout.rows.step, x! / layout.rows.step])).toEqual(weighted);
    expect(heat.map(({ attributes }) => attributes['fill'])).toEqual(weighted.map(cell => THEME.heat[bucketAt(...cell)]));
    expect(marksOf(picture, 'unseen')).toHaveLength(at.length - seen.length);
  });

  it('has the crosshair, the row looked from, and the cell', () => {
    const [row, column] = marksOf(picture, 'cross').map(rectOf);
    expect(row).toEqual([-0.5, 2 * layout.rows.step - 0.5, layout.columns.viewport, layout.rows.step]);
    expect(column).toEqual([-0.5, -0.5, layout.rows.step, layout.rows.viewport]);
    expect(marksOf(picture, 'source').map(rectOf)).toEqual([[-0.5, layout.rows.step - 0.5, layout.columns.viewport, layout.rows.step]]);
    expect(marksOf(picture, 'cell').map(rectOf)).toEqual([[-1, 2 * layout.rows.step - 1, layout.rows.step + 1, layout.rows.step + 1]]);
  });

  it('cuts off what lies outside of the picture', () => {
    const group = picture.children.find(({ tag }) => tag === 'g')!;
    const clip = picture.children.find(({ tag }) => tag === 'clipPath')!;
    expect(group.attributes['clip-path']).toBe(`url(#${clip.attributes['id']})`);
    expect(rectOf(clip.children[0]!)).toEqual([0, 0, layout.columns.viewport, layout.rows.viewport]);
    expect(marksOf(group, 'cross')).toEqual([]);
  });
});

it('a matrix with large cells writes its values; in high contrast with the line of its step', () => {
  const zoomed = drawn(matrixPicture({ rows: 12, columns: 12 }, undefined, 2, HIGH_CONTRAST));
  const layout = layoutMatrix(300, { rows: 12, columns: 12 }, 2);
  expect(layout.showsValues).toBe(true);
  const values = marksOf(zoomed, 'value');
  const onScreen = Math.ceil(layout.rows.viewport / layout.rows.step);
  expect(values).toHaveLength(onScreen ** 2);
  expect(values[1]!.text).toBe('.30');
  expect([values[1]!.attributes['x'], values[1]!.attributes['y']].map(Number)).toEqual([
    1.5 * layout.rows.step - 0.5,
    0.5 * layout.rows.step - 0.5,
  ]);
  const dotted = marksOf(zoomed, 'step-line').filter(line => line.attributes['stroke-dasharray'] === '2 2');
  const weighted = Array.from({ length: onScreen ** 2 }, (_, cell) => bucketAt(Math.floor(cell / onScreen), cell % onScreen));
  expect(marksOf(zoomed, 'step-line')).toHaveLength(weighted.filter(bucket => bucket > 0).length);
  expect(dotted).toHaveLength(weighted.filter(bucket => bucket === 1 || bucket === 2).length);
});

describe('the heads', () => {
  const picture = drawn(headsPicture());

  it('have a thumbnail each, their numbers, and a cross where the weights are invalid', () => {
    expect(marksOf(picture, 'ground').map(rectOf)).toEqual(
      Array.from({ length: 12 }, (_, at) => Object.values(headRect(HEADS, [Math.floor(at / 4), at % 4]))),
    );
    expect(marksOf(picture, 'number').map(({ text }) => text)).toEqual(['0', '1', '2', '3', '0', '1', '2']);
    const { x, y, width } = headRect(HEADS, [2, 3]);
    expect(marksOf(picture, 'crossed-out')[0]!.attributes['d']).toContain(`M${x} ${y}L${x + width} ${y + width}`);
  });

  it('have one ring round a layer that is combined, the hint in its corner, and a frame where the keyboard is', () => {
    expect(marksOf(picture, 'ring')).toHaveLength(1);
    const { x, y, width } = headRect(HEADS, [0, 2]);
    for (const hint of marksOf(picture, 'hint')) expect(hint.attributes['d']).toContain(`H${x + width}V`);
    expect(marksOf(picture, 'hint')[0]!.attributes['d']).toContain(` ${y}H`);
    expect(marksOf(picture, 'pointed')[0]!.attributes['stroke']).toBe(THEME.focus);
  });
});

it('the strips have a row of cells for each layer', () => {
  const picture = drawn(stripsPicture());
  const side = STRIPS.step - STRIPS.gap;
  expect(marksOf(picture, 'ground').map(rectOf)).toEqual(
    Array.from({ length: 44 }, (_, at) => [(at % 11) * STRIPS.step, Math.floor(at / 11) * STRIPS.rowStep, side, STRIPS.rowHeight]),
  );
  expect(marksOf(picture, 'heat')).toHaveLength(Array.from({ length: 44 }, (_, at) => at % 9).filter(bucket => bucket > 0).length);
  expect(rectOf(marksOf(picture, 'source')[0]!)[0]).toBe(3 * STRIPS.step - 0.5);
  expect(rectOf(marksOf(picture, 'cell')[0]!).slice(0, 2)).toEqual([5 * STRIPS.step - 1, 2 * STRIPS.rowStep - 1]);
});

it('the slope has a curve for each word, that of the word pointed at above the others', () => {
  const curves = marksOf(drawn(slopePicture), 'slope-line');
  const [left, right] = ORDERS;
  expect(curves).toHaveLength(left.length);
  expect(new Set(curves.map(({ attributes }) => attributes['d']))).toEqual(
    new Set(left.map(unit => slopePath(SLOPE, left.indexOf(unit), right.indexOf(unit)))),
  );
  expect(curves.at(-1)!.attributes).toMatchObject({ d: slopePath(SLOPE, 2, 4), stroke: THEME.line, 'stroke-width': '2' });
});

it('the line chart has two lines, a dot for each number, ticks, and the place pointed at', () => {
  const picture = drawn(linePicture);
  const [first, second] = marksOf(picture, 'chart-line');
  expect(first!.attributes['d']).toBe(pathOf(LINE, [0.1, 0.4, NaN, 0.9, 0.5]));
  expect(second!.attributes['stroke-dasharray']).toBe('4 3');
  expect(marksOf(picture, 'chart-dot')).toHaveLength(9);
  expect(marksOf(picture, 'on').map(({ attributes }) => Number(attributes['cx'] ?? attributes['x']))).toEqual([LINE.x(3), LINE.x(3), LINE.x(3)]); // prettier-ignore
  expect(marksOf(picture, 'chart-number').map(({ text }) => text)).toEqual(['0.00', '1.00', '0', '1', '2', '3', '4']);
});

describe('the map', () => {
  const picture = drawn(mapPicture(measure));

  it('has a point and a way for each word, where the layout says', () => {
    const points = marksOf(picture, 'map-point').map(({ attributes }) => [Number(attributes['cx']), Number(attributes['cy'])]);
    expect(points).toEqual(MAP.points.map(([x, y]) => [expect.closeTo(x, 2), expect.closeTo(y, 2)]));
    expect(marksOf(picture, 'map-way')).toHaveLength(MAP_LABELS.length);
    expect(marksOf(picture, 'pinned').map(({ attributes }) => attributes['fill'])).toEqual([THEME.source, THEME.foreground]);
  });

  it('keeps what is written text, whatever it says, and cuts what is too long', () => {
    const labels = marksOf(picture, 'map-label');
    expect(labels.map(({ text }) => text)).toEqual(['<b>&amp;</b>', 'A & "b"', 'ein\ufffd\ufffd', '犬', expect.stringMatching(/^a-label-.*…$/)]); // prettier-ignore
    for (const label of labels) expect(label.children).toEqual([]);
    expect(svgText(100, 20, painter => painter.text('</text><script>', 0, 9, { family: '"a<b', size: 9, color: '#000' }))).not.toContain(
      '<script',
    );
  });
});

it('the bars have a path and a middle for each row that has values', () => {
  const picture = drawn(barsPicture);
  expect(marksOf(picture, 'bars').map(({ attributes }) => attributes['d'])).toEqual([
    barPath(BARS, [1, 2, 3, 4, NaN, 2], 0, 19, [0, 4]),
    barPath(BARS, [-1, 0.5, 0, 1, -0.25, 0.75], 48, 19, [-1, 1]),
  ]);
  expect(marksOf(picture, 'chart-edge').map(({ attributes }) => attributes['d'])).toEqual([`M0 19L${BARS.width} 19`, `M0 57.5L${BARS.width} 57.5`]); // prettier-ignore
  expect(marksOf(picture, 'bar-cursor')[0]!.attributes['d']).toContain(`M${2 * BARS.step} 0`);
});
