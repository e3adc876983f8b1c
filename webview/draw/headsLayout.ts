import type { Rect } from './painter.ts';
import { headsIn } from '../../src/core/model/stack.ts';
import type { HeadRef } from '../../src/core/attention/lens.ts';

/** Where each head's thumbnail stands, in CSS pixels. Layers go down, heads across. */
export interface HeadsLayout {
  readonly layers: number;
  /** Heads of each layer, and of the layer that has most. */
  readonly heads: readonly number[];
  readonly across: number;
  /** Room for the layer numbers and the head numbers. */
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
/** Smaller than this only when the model has more heads than fit. */
const SMALLEST = 14;
const NARROW = 330;
/** Whole pixels per cell are worth up to a quarter of the room. */
const WORTH = 0.75;

/** Thumbnails as large as `room` allows; `side` is the number of cells in each. @param heads of each layer */
export function layoutHeads(room: number, heads: readonly number[], side: number): HeadsLayout {
  const layers = heads.length;
  const across = Math.max(...heads);
  const gap = room < NARROW ? 2 : 3;
  const fitting = Math.floor((room - LEFT + gap) / across) - gap;
  const widest = fitting < SMALLEST ? Math.max(4, fitting) : Math.min(LARGEST, fitting);
  const whole = side * Math.floor(widest / side);
  const thumbnail = whole >= WORTH * widest ? whole : widest;
  const step = thumbnail + gap;
  return { layers, heads, across, left: LEFT, top: TOP, thumbnail, step, width: LEFT + across * step + 2, height: TOP + layers * step + 2 };
}

export function headRect(layout: HeadsLayout, [layer, head]: HeadRef): Rect {
  const { left, top, step, thumbnail } = layout;
  return { x: left + head * step, y: top + layer * step, width: thumbnail, height: thumbnail };
}

/** The head at a point; the gap after a thumbnail belongs to it, so that there is nothing to miss. */
export function headAt(layout: HeadsLayout, x: number, y: number): HeadRef | null {
  const layer = Math.floor((y - layout.top) / layout.step);
  const head = Math.floor((x - layout.left) / layout.step);
  return layer >= 0 && head >= 0 && layer < layout.layers && head < headsIn(layout.heads, layer) ? [layer, head] : null;
}

/** Of a place in the grid the head there, or the last one of a layer that has fewer. */
export function nearestHead({ heads }: HeadsLayout, place: HeadRef | null): HeadRef | null {
  return place && [place[0], Math.min(place[1], headsIn(heads, place[0]) - 1)];
}

/** Rings round chosen heads: one round the whole grid (of equal layers) or a whole layer when all of it is combined, else one a head. */
export function ringsOf(layout: HeadsLayout, chosen: readonly HeadRef[]): Rect[] {
  const corner = headRect(layout, [layout.layers - 1, layout.across - 1]);
  if (chosen.length > 1 && chosen.length === layout.layers * layout.across) return [around(headRect(layout, [0, 0]), corner)];
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
