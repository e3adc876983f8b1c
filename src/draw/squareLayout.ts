import { fitDots, LABELLED_CELL, withLooks, type MatrixLayout } from './matrixLayout.ts';

const SMALLEST_CELL = 2;

/** A square picture of `count` x `count` values that fits `room` as a whole: no zoom and no scroll. Cells are at most `largest` pixels. */
export function layoutSquare(room: number, count: number, largest: number): MatrixLayout {
  const cell = Math.min(largest, Math.floor(room / Math.max(1, count)));
  const { step, block } = cell >= SMALLEST_CELL ? { step: cell, block: 1 } : fitDots(room, count);
  const side = Math.round(step * Math.ceil(count / block));
  const labelled = block === 1 && step >= LABELLED_CELL;
  const axis = { count, step, block, content: side, viewport: side };
  return { ...withLooks(axis, axis), gap: labelled ? 1 : 0 };
}
