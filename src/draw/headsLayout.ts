import type { Rect } from './painter.ts';
import { moveInGrid } from './moves.ts';
import { headsIn } from '../core/model/stack.ts';
import type { HeadRef } from '../core/attention/lens.ts';

/** Where each head's thumbnail stands, in CSS pixels. */
export interface HeadsLayout {
  /** Layers go across and heads down; else layers down and heads across. */
  readonly turned: boolean;
  readonly layers: number;
  /** Heads of each layer, and of the layer that has most. */
  readonly heads: readonly number[];
  readonly mostHeads: number;
  /** Room for the numbers of layers and heads. */
  readonly left: number;
  readonly top: number;
  /** Side of one thumbnail. */
  readonly thumbnail: number;
  /** From one thumbnail to the next. */
  readonly step: number;
  readonly width: number;
  readonly height: number;
}

const LEFT = 16;
const TOP = 18;
const LARGEST = 36;
/** More rows than this come to be higher than a screen. */
const MANY_ROWS = 16;
const LARGEST_OF_MANY = 22;
/** Smaller than this only when the model has more heads than fit. */
const SMALLEST = 14;
const NARROW = 330;
/** From here on a deep model lies on its side. */
const WIDE = 600;
/** Whole pixels per cell are worth up to a quarter of the room. */
const WORTH = 0.75;

/** More layers than heads: layers go across where there is room, and the picture takes the whole width, as it does with many heads. @param heads of each layer */
export function isDeep(heads: readonly number[]): boolean {
  return heads.length > Math.max(...heads);
}

/** Whether the picture is given the whole width of the page. */
export function takesWholeWidth(heads: readonly number[]): boolean {
  return isDeep(heads) || Math.max(...heads) > MANY_ROWS;
}

/** Thumbnails as large as `room` allows; `side` is the number of cells in each. @param heads of each layer */
export function layoutHeads(room: number, heads: readonly number[], side: number): HeadsLayout {
  const layers = heads.length;
  const mostHeads = Math.max(...heads);
  const turned = isDeep(heads) && room >= WIDE;
  const [across, down] = turned ? [layers, mostHeads] : [mostHeads, layers];
  const gap = room < NARROW ? 2 : 3;
  const fitting = Math.floor((room - LEFT + gap) / across) - gap;
  const largest = down > MANY_ROWS && room < WIDE ? LARGEST_OF_MANY : LARGEST;
  const widest = fitting < SMALLEST ? Math.max(4, fitting) : Math.min(largest, fitting);
  const whole = side * Math.floor(widest / side);
  const thumbnail = whole >= WORTH * widest ? whole : widest;
  const step = thumbnail + gap;
  const [width, height] = [LEFT + across * step + 2, TOP + down * step + 2];
  return { turned, layers, heads, mostHeads, left: LEFT, top: TOP, thumbnail, step, width, height };
}

export function headRect(layout: HeadsLayout, [layer, head]: HeadRef): Rect {
  const { turned, left, top, step, thumbnail } = layout;
  const [row, column] = turned ? [head, layer] : [layer, head];
  return { x: left + column * step, y: top + row * step, width: thumbnail, height: thumbnail };
}

/** The head at a point; the gap after a thumbnail belongs to it, so that there is nothing to miss. */
export function headAt(layout: HeadsLayout, x: number, y: number): HeadRef | null {
  const row = Math.floor((y - layout.top) / layout.step);
  const column = Math.floor((x - layout.left) / layout.step);
  const [layer, head] = layout.turned ? [column, row] : [row, column];
  return layer >= 0 && head >= 0 && layer < layout.layers && head < headsIn(layout.heads, layer) ? [layer, head] : null;
}

/** The head that a key leads to from another, as they stand; null for a key that leads nowhere. Of a layer that has fewer heads the last one. */
export function moveToHead({ turned, layers, heads, mostHeads }: HeadsLayout, key: string, [layer, head]: HeadRef): HeadRef | null {
  const place = turned ? moveInGrid(key, [head, layer], mostHeads, layers) : moveInGrid(key, [layer, head], layers, mostHeads);
  if (!place) return null;
  const [to, number] = turned ? [place[1], place[0]] : place;
  return [to, Math.min(number, headsIn(heads, to) - 1)];
}

/** Rings round chosen heads: one round the whole grid (of equal layers) or a whole layer when all of it is combined, else one a head. */
export function ringsOf(layout: HeadsLayout, chosen: readonly HeadRef[]): Rect[] {
  const corner = headRect(layout, [layout.layers - 1, layout.mostHeads - 1]);
  if (chosen.length > 1 && chosen.length === layout.layers * layout.mostHeads) return [around(headRect(layout, [0, 0]), corner)];
  const rings: Rect[] = [];
  for (let layer = 0; layer < layout.layers; layer++) {
    const heads = chosen.filter(head => head[0] === layer);
    if (heads.length > 1 && heads.length === headsIn(layout.heads, layer))
      rings.push(around(headRect(layout, [layer, 0]), headRect(layout, [layer, heads.length - 1])));
    else rings.push(...heads.map(head => around(headRect(layout, head), headRect(layout, head))));
  }
  return rings;
}

/** Two pixels outside of everything from `first` to `last`. */
function around(first: Rect, last: Rect): Rect {
  return { x: first.x - 2, y: first.y - 2, width: last.x + last.width - first.x + 4, height: last.y + last.height - first.y + 4 };
}
