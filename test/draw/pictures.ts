import { allHeads } from '../../src/core/model/stack.ts';
import { layoutBars } from '../../src/draw/barRows.ts';
import { layoutHeads } from '../../src/draw/headsLayout.ts';
import { layoutLine, rangeOf } from '../../src/draw/lineLayout.ts';
import { layoutMap, placeLabels } from '../../src/draw/mapLayout.ts';
import { layoutMatrix, NO_SCROLL, type MatrixShape } from '../../src/draw/matrixLayout.ts';
import { paintBars } from '../../src/draw/paintBars.ts';
import type { Painter } from '../../src/draw/painter.ts';
import { paintHeadMarks, paintThumbnails } from '../../src/draw/paintHeads.ts';
import { paintLine } from '../../src/draw/paintLine.ts';
import { AXIS_ROOM, paintMap } from '../../src/draw/paintMap.ts';
import { paintMatrix, paintMatrixMarks, type MatrixCells } from '../../src/draw/paintMatrix.ts';
import { paintCurves } from '../../src/draw/paintSlope.ts';
import { paintStripMarks, paintStrips } from '../../src/draw/paintStrips.ts';
import { layoutSlope } from '../../src/draw/slopeLayout.ts';
import { layoutStrips } from '../../src/draw/stripLayout.ts';
import type { ThemeColors } from '../../src/draw/theme.ts';

/* One picture of each kind, made up, with colours as written here: drawn as SVG by a unit test, and in both ways by a page test. */

export interface TestPicture {
  readonly width: number;
  readonly height: number;
  readonly paint: (painter: Painter) => void;
}

const STEPS = [0, 0.08, 0.14, 0.2, 0.28, 0.36, 0.46, 0.58, 0.7];

export const THEME: ThemeColors = {
  heat: STEPS.map(alpha => `rgba(255, 176, 0, ${alpha})`),
  cellText: STEPS.map((_, step) => (step > 6 ? '#1f1f1f' : '#cccccc')),
  line: '#ffb000',
  ground: '#262626',
  foreground: '#cccccc',
  muted: '#9d9d9d',
  source: '#4daafc',
  border: '#6fc3df',
  cross: '#808080',
  edge: '#3c3c3c',
  selection: '#37373d',
  activeBorder: '#f38518',
  background: '#1f1f1f',
  focus: '#0078d4',
  font: '"DejaVu Sans", sans-serif',
  quotedFont: 'monospace',
  highContrast: false,
  ratio: 1,
};
export const HIGH_CONTRAST: ThemeColors = { ...THEME, highContrast: true };

export const bucketAt = (row: number, column: number) => (row * 5 + column * 3) % 9;
const valueAt = (row: number, column: number) => bucketAt(row, column) / 10;

export function cellsFor({ rows, columns }: MatrixShape, sees?: MatrixCells['sees']): MatrixCells {
  const buckets = Uint8Array.from({ length: rows * columns }, (_, at) => bucketAt(Math.floor(at / columns), at % columns));
  return { rows, columns, buckets, valueAt, ...(sees && { sees }) };
}

/** With the crosshair on a cell, and the word looked from at a row. */
export function matrixPicture(shape: MatrixShape, sees?: MatrixCells['sees'], zoom = 0, theme = THEME): TestPicture {
  const layout = layoutMatrix(300, shape, zoom);
  const cells = cellsFor(shape, sees);
  return {
    width: layout.columns.viewport,
    height: layout.rows.viewport,
    paint: painter => {
      paintMatrix(painter, theme, layout, NO_SCROLL, cells);
      paintMatrixMarks(painter, theme, layout, NO_SCROLL, { source: 1, sourceIsRow: true, row: 2, column: 0 });
    },
  };
}

export const HEADS = layoutHeads(300, [4, 4, 4], 6);

export function headsPicture(theme = THEME): TestPicture {
  const heads = [4, 4, 4];
  const buckets = Uint8Array.from({ length: 12 * 36 }, (_, at) => at % 9);
  const slice = {
    runId: 1,
    level: 'words' as const,
    hideSpecial: false,
    hideSink: false,
    rows: 6,
    columns: 6,
    heads,
    sampled: null,
    alignments: new Float32Array(0),
    sinkShares: new Float32Array(),
    buckets,
  };
  const { width, height } = HEADS;
  return {
    width,
    height,
    paint: painter => {
      paintThumbnails(painter, theme, HEADS, slice, [[2, 3]], false);
      const chosen = allHeads(heads).filter(([layer]) => layer === 1);
      const roles = [{ head: [0, 2], role: 'induction', score: 0.9 }] as const;
      paintHeadMarks(painter, theme, HEADS, { chosen, roles, hints: [[0, 2]], pointed: [2, 0], focused: true });
    },
  };
}

export const STRIPS = layoutStrips(300, 4, 11);

export function stripsPicture(theme = THEME): TestPicture {
  const buckets = Uint8Array.from({ length: 44 }, (_, at) => at % 9);
  const weights = Float32Array.from(buckets, bucket => bucket / 10);
  return {
    width: STRIPS.width,
    height: STRIPS.height,
    paint: painter => {
      paintStrips(painter, theme, STRIPS, { buckets, weights, sees: () => true });
      paintStripMarks(painter, theme, STRIPS, 3, [2, 5]);
    },
  };
}

export const SLOPE = layoutSlope(600, 2, 5);
export const ORDERS: readonly [readonly number[], readonly number[]] = [
  [4, 7, 1, 0, 3],
  [0, 7, 3, 4, 1],
];

export const slopePicture: TestPicture = {
  width: SLOPE.gap,
  height: SLOPE.height,
  paint: painter => paintCurves(painter, THEME, SLOPE, ...ORDERS, 1),
};

const SERIES = [
  { name: 'within', values: [0.1, 0.4, NaN, 0.9, 0.5] },
  { name: 'between', values: [0.2, 0.3, 0.35, 0.3, 0.1] },
];
export const LINE = layoutLine(320, 5, rangeOf(SERIES.map(({ values }) => values), [0, 1]), true); // prettier-ignore

export const linePicture: TestPicture = {
  width: LINE.width,
  height: LINE.height,
  paint: painter =>
    paintLine(painter, THEME, LINE, { series: SERIES, ticks: ['0', '1', '2', '3', '4'], format: value => value.toFixed(2) }, 3),
};

export const MAP_LABELS = ['<b>&amp;</b>', 'A & "b"', 'ein\u0000\ud800', '犬', 'a-label-that-is-much-longer-than-the-room-for-it'];
const POINTS = Float32Array.from([0, 0, 1, 1, -1, 0.5, 0.4, -0.8, -0.7, -0.6]);
export const MAP = layoutMap(480, 300, POINTS, POINTS.map(value => value * 0.5)); // prettier-ignore

export function mapPicture(measure: (label: string) => number): TestPicture {
  const placed = placeLabels(MAP, MAP_LABELS.map(label => Math.min(90, measure(label))), [...MAP_LABELS.keys()]); // prettier-ignore
  const picture = { layout: MAP, placed, labels: MAP_LABELS, axes: ['first 40 %', 'second 20 %'] } as const;
  return {
    width: 480,
    height: 300 + AXIS_ROOM,
    paint: painter => paintMap(painter, THEME, picture, { source: 0, pinned: true, active: 3 }),
  };
}

export const BARS = layoutBars(240, 6);

export const barsPicture: TestPicture = {
  width: BARS.width,
  height: 70,
  paint: painter =>
    paintBars(
      painter,
      THEME,
      BARS,
      [
        { top: 0, height: 19, values: [1, 2, 3, 4, NaN, 2], range: [0, 4] },
        { top: 24, height: 19, values: [], range: [0, 1] },
        { top: 48, height: 19, values: [-1, 0.5, 0, 1, -0.25, 0.75], range: [-1, 1] },
      ],
      70,
      2,
    ),
};

export const causal = (row: number, column: number) => column <= row;
