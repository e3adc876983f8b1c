import type { LabelRoom } from './labels.ts';
import { fitDots, LABELLED_CELL } from './matrixLayout.ts';

/** One row of cells per layer over the same units, in CSS pixels. */
export interface StripsLayout {
  readonly layers: number;
  readonly count: number;
  /** Units per dot; 1 when every unit has its own cell. */
  readonly block: number;
  readonly step: number;
  readonly gap: 0 | 1;
  /** Height of a row, and of its cells. */
  readonly rowStep: number;
  readonly rowHeight: number;
  readonly width: number;
  readonly height: number;
  readonly allLabels: boolean;
}

const SMALLEST_CELL = 3;
const LARGEST_CELL = 53;
const ROW_STEP = 18;
const ROW_GAP = 3;

/** Cells as wide as `room` allows, at most 53 px; below 3 px a dot stands for the largest of a few. */
export function layoutStrips(room: number, layers: number, count: number): StripsLayout {
  const cell = Math.min(LARGEST_CELL, Math.floor(room / count));
  const { step, block } = cell >= SMALLEST_CELL ? { step: cell, block: 1 } : fitDots(room, count);
  const labelled = block === 1 && step >= LABELLED_CELL;
  return {
    layers,
    count,
    block,
    step,
    gap: labelled ? 1 : 0,
    rowStep: ROW_STEP,
    rowHeight: ROW_STEP - ROW_GAP,
    width: Math.round(step * Math.ceil(count / block)),
    height: layers * ROW_STEP - ROW_GAP,
    allLabels: labelled,
  };
}

/** Layer and first position of the dot at a point; the gap under a row belongs to it. */
export function stripCellAt(layout: StripsLayout, x: number, y: number): readonly [layer: number, position: number] | null {
  const layer = Math.floor(y / layout.rowStep);
  const position = Math.floor(x / layout.step) * layout.block;
  return layer >= 0 && layer < layout.layers && position >= 0 && position < layout.count ? [layer, position] : null;
}

/** Room for the names of the rows, left of them. */
export const ROW_NAME_ROOM = 26;
/** Round the cells, for the frame of one at the edge. */
const EDGE = 3;

/** Strips with the names of their rows, and with labels over the columns where these are wide enough; `top` is the room above. */
export function layoutLabelledStrips(
  room: number,
  layers: number,
  count: number,
  labels: LabelRoom,
): { readonly strips: StripsLayout; readonly top: number } {
  const layoutIn = (right: number) => layoutStrips(Math.max(40, room - ROW_NAME_ROOM - right - EDGE), layers, count);
  const labelled = layoutIn(labels.right);
  const strips = labelled.allLabels ? labelled : layoutIn(0);
  return { strips, top: strips.allLabels ? labels.top : EDGE };
}
