import { canvasPainter, createMeasure } from '../../webview/charts/canvasPainter.ts';
import type { Font } from '../../src/draw/painter.ts';
import { svgText } from '../../src/draw/svgPainter.ts';
import {
  barsPicture,
  causal,
  headsPicture,
  HIGH_CONTRAST,
  linePicture,
  mapPicture,
  matrixPicture,
  slopePicture,
  stripsPicture,
  THEME,
  type TestPicture,
} from './pictures.ts';

/* In the browser: each picture drawn in both ways. */

const PICTURES: Readonly<Record<string, TestPicture>> = {
  matrix: matrixPicture({ rows: 8, columns: 8 }),
  'matrix of two texts': matrixPicture({ rows: 7, columns: 12 }),
  'causal matrix': matrixPicture({ rows: 9, columns: 9 }, causal),
  'matrix with values': matrixPicture({ rows: 12, columns: 12 }, undefined, 2, HIGH_CONTRAST),
  'matrix of dots': matrixPicture({ rows: 200, columns: 200 }),
  heads: headsPicture(),
  strips: stripsPicture(),
  slope: slopePicture,
  line: linePicture,
  map: mapPicture(createMeasure(`12px ${THEME.quotedFont}`)),
  bars: barsPicture,
};

export interface Drawings {
  readonly names: readonly string[];
  /** Shares of the pixels: of those that differ by more than `channel` in a colour, and of those that are not the background's. */
  compare(name: string, channel: number): Promise<{ readonly differing: number; readonly painted: number }>;
}

const drawings: Drawings = {
  names: Object.keys(PICTURES),
  compare: async (name, channel) => {
    const picture = PICTURES[name]!;
    const [canvas, svg] = [pixelsOf(picture, byCanvas(picture)), pixelsOf(picture, await bySvg(picture))];
    const background = pixelsOf(picture, document.createElement('canvas'));
    const share = (other: Uint8ClampedArray, least: number) => {
      let count = 0;
      for (let at = 0; at < canvas.length; at += 4)
        if ([0, 1, 2].some(color => Math.abs(canvas[at + color]! - other[at + color]!) > least)) count++;
      return count / (canvas.length / 4);
    };
    return { differing: share(svg, channel), painted: share(background, 4) };
  },
};
Object.assign(globalThis, { drawings });

function byCanvas({ width, height, paint }: TestPicture): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  paint(canvasPainter(canvas, width, height, 1));
  return canvas;
}

async function bySvg({ width, height, paint }: TestPicture): Promise<HTMLImageElement> {
  const measures = canvasPainter(document.createElement('canvas'), 1, 1, 1);
  const options = { measure: (text: string, font: Font) => measures.measure(text, font) };
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(width, height, paint, options))}`;
  await image.decode();
  return image;
}

/** On the background that the colours are made for. */
function pixelsOf({ width, height }: TestPicture, drawn: CanvasImageSource): Uint8ClampedArray {
  const canvas = Object.assign(document.createElement('canvas'), { width: Math.round(width), height: Math.round(height) });
  const context = canvas.getContext('2d')!;
  context.fillStyle = THEME.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(drawn, 0, 0);
  return context.getImageData(0, 0, canvas.width, canvas.height).data;
}
