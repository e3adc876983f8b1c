import { crc32, deflateSync, inflateSync } from 'node:zlib';

/* A screenshot with 256 colours instead of 16 million: a third of the bytes, and no difference that is seen in text on flat ground. PNG as in the
   specification, third edition (W3C 2025): what Chromium writes, 8 bits a channel, not interlaced, is read; a palette image is written. */

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 256;

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each as one number, row by row. */
  readonly colours: Uint32Array;
}

export function withPalette(png: Buffer): Buffer {
  const { width, height, colours } = decode(png);
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const palette = medianCut([...counts]);
  const nearest = new Map<number, number>();
  const indexOf = (colour: number): number => {
    let index = nearest.get(colour);
    if (index === undefined) {
      index = nearestOf(palette, colour);
      nearest.set(colour, index);
    }
    return index;
  };
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = indexOf(colours[y * width + x]!);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const table = Buffer.from(palette.flatMap(colour => channelsOf(colour)));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function decode(png: Buffer): Pixels {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('no PNG');
  const parts: Buffer[] = [];
  let header: Buffer | null = null;
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const name = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (name === 'IHDR') header = data;
    if (name === 'IDAT') parts.push(data);
    at += 12 + length;
  }
  if (!header || header[8] !== 8 || header[12] !== 0 || (header[9] !== 2 && header[9] !== 6))
    throw new Error('no PNG as Chromium writes it');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const size = header[9] === 6 ? 4 : 3;
  const bytes = unfilter(inflateSync(Buffer.concat(parts)), width * size, height, size);
  return {
    width,
    height,
    colours: Uint32Array.from({ length: width * height }, (_, i) => bytes.readUIntBE(i * size, 3)),
  };
}

/** Section 9: each row says by its first byte which neighbours its bytes are told from. */
function unfilter(data: Buffer, stride: number, height: number, size: number): Buffer {
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)]!;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= size ? out[at - size]! : 0;
      const above = y > 0 ? out[at - stride]! : 0;
      const corner = x >= size && y > 0 ? out[at - stride - size]! : 0;
      const told = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter]!;
      out[at] = data[y * (stride + 1) + 1 + x]! + told;
    }
  }
  return out;
}

function paeth(a: number, b: number, c: number): number {
  const p = a + b - c;
  const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

const channelsOf = (colour: number): readonly [number, number, number] => [colour >> 16, (colour >> 8) & 255, colour & 255];

type Counted = readonly [colour: number, count: number];

/** Heckbert 1982: the box of colours that is widest, weighted by the root of its pixels, is cut at its middle pixel until there are enough. */
function medianCut(colours: readonly Counted[]): number[] {
  let boxes = [boxOf(colours)];
  while (boxes.length < COLOURS) {
    const widest = boxes.reduce((a, b) => (b.cost > a.cost ? b : a));
    if (widest.colours.length < 2) break;
    const sorted = widest.colours.toSorted((a, b) => channelsOf(a[0])[widest.axis]! - channelsOf(b[0])[widest.axis]!);
    let [cut, half] = [1, sorted[0]![1]];
    while (cut < sorted.length - 1 && half < widest.pixels / 2) half += sorted[cut++]![1];
    boxes = [...boxes.filter(box => box !== widest), boxOf(sorted.slice(0, cut)), boxOf(sorted.slice(cut))];
  }
  // The commonest colour of a box: flat grounds stay exactly what they are.
  return boxes.map(box => box.colours.reduce((a, b) => (b[1] > a[1] ? b : a))[0]);
}

function boxOf(colours: readonly Counted[]) {
  const ranges = [0, 1, 2].map(axis => {
    const values = colours.map(([colour]) => channelsOf(colour)[axis]!);
    return Math.max(...values) - Math.min(...values);
  });
  const axis = ranges.indexOf(Math.max(...ranges));
  const pixels = colours.reduce((sum, [, count]) => sum + count, 0);
  return { colours, axis, pixels, cost: colours.length < 2 ? -1 : ranges[axis]! * pixels ** 0.25 };
}

function nearestOf(palette: readonly number[], colour: number): number {
  const [r, g, b] = channelsOf(colour);
  let [best, distance] = [0, Infinity];
  for (const [index, other] of palette.entries()) {
    const [or, og, ob] = channelsOf(other);
    const d = 2 * (r - or) ** 2 + 4 * (g - og) ** 2 + (b - ob) ** 2;
    if (d < distance) [best, distance] = [index, d];
  }
  return best;
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
