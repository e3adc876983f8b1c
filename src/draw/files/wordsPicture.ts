import { paintNote } from '../../core/describe/legend.ts';
import { sentenceOf } from '../../core/export/sentence.ts';
import { captionOf } from '../../core/export/tables.ts';
import type { Taken } from '../../core/export/taken.ts';
import { fontSizeFor, roomForLabels, shortenLabel, withCorner } from '../labels.ts';
import { weightCells } from '../matrixCells.ts';
import { layoutMatrix, NO_SCROLL, offsetOf, type MatrixLayout } from '../matrixLayout.ts';
import { paintMatrix, paintMatrixMarks } from '../paintMatrix.ts';
import type { Painter } from '../painter.ts';
import { estimatedWidth } from '../svgPainter.ts';
import type { ThemeColors } from '../theme.ts';
import { framed, legend, stacked, type FilePicture } from './framed.ts';

/** Cells of a short text, and the room of a longer one: with names at every row up to this many words. */
const CELL = 20;
const ROOM = 560;
const SMALLEST_NAMED_CELL = 10;
const MOST_NAMED = 100;
const LONG_ROOM = 1000;
const LABEL_SIZE = 12;
/** Round the cells, for the frame of one at the edge. */
const EDGE = 3;

/** Every word to every word, with names, legend and, where a word is looked from, what is said of it. */
export function wordsPicture(taken: Taken, theme: ThemeColors): FilePicture {
  const sentence = sentenceOf(taken);
  const { scale, causal, hiddenSinks } = taken.visibility;
  const body = stacked(14, matrixPicture(taken, theme), legend(scale, theme));
  return framed(captionOf(taken, null), body, [...(sentence === null ? [] : [sentence]), paintNote(scale, causal, hiddenSinks)], theme);
}

function matrixPicture(taken: Taken, theme: ThemeColors): FilePicture {
  const { rowUnits, columnUnits: shown, word, labels, direction, units, matrix } = taken;
  const shape = { rows: rowUnits.length, columns: shown.length, isSampled: matrix.sampled !== undefined };
  const layout = layoutMatrix(roomOf(Math.max(shape.rows, shape.columns)), shape, 0);
  const size = fontSizeFor(LABEL_SIZE, layout.columns.step);
  const measure = (text: string) => estimatedWidth(text, { family: theme.quotedFont, size });
  const short = (unit: number) => shortenLabel(labels[unit]!, measure);
  const rowLabels = rowUnits.map(short);
  const columnLabels = shown.map(short);
  const room = layout.allLabels
    ? withCorner(roomForLabels(LONG_ROOM, rowLabels.map(measure), columnLabels.map(measure)))
    : { size, left: EDGE, top: EDGE, right: 0 };
  const source = word.source === null ? -1 : (direction === 'to' ? rowUnits : shown).indexOf(word.source);
  return {
    width: room.left + layout.columns.viewport + Math.max(EDGE, room.right),
    height: room.top + layout.rows.viewport + EDGE,
    paint: painter => {
      if (layout.allLabels) {
        const style = { family: theme.quotedFont, size, kind: 'label' };
        const colorOf = (unit: number) => (units[unit]!.special || taken.visibility.hides(unit) ? theme.muted : theme.foreground);
        paintLabels(painter, layout, room, rowLabels, columnLabels, (isRow, place) => {
          const isSource = place === source && isRow === (direction === 'to');
          return { ...style, bold: isSource, color: isSource ? theme.source : colorOf((isRow ? rowUnits : shown)[place]!) };
        });
        paintCorner(painter, theme, room);
      }
      painter.at(room.left, room.top, () => {
        paintMatrix(painter, theme, layout, NO_SCROLL, weightCells(taken.matrix, taken.visibility, rowUnits, shown));
        paintMatrixMarks(painter, theme, layout, NO_SCROLL, { source, sourceIsRow: direction === 'to', row: -1, column: -1 });
      });
    },
  };
}

function roomOf(count: number): number {
  if (count > MOST_NAMED) return LONG_ROOM;
  return count * Math.max(SMALLEST_NAMED_CELL, Math.min(CELL, Math.floor(ROOM / count)));
}

/** Degrees that the names of the columns are turned by, as on the screen. */
const SLANT = -55;

function paintLabels(
  painter: Painter,
  layout: MatrixLayout,
  room: { readonly left: number; readonly top: number },
  rows: readonly string[],
  columns: readonly string[],
  styleOf: (isRow: boolean, place: number) => { family: string; size: number; color: string; bold: boolean; kind: string },
): void {
  for (const [place, label] of rows.entries()) {
    const y = room.top + offsetOf(layout.rows, 0, place) + (layout.rows.step - layout.gap) / 2;
    painter.text(label, room.left - 6, y, { ...styleOf(true, place), anchor: 'end', centred: true });
  }
  for (const [place, label] of columns.entries()) {
    const x = room.left + offsetOf(layout.columns, 0, place) + layout.columns.step / 2 + 4;
    painter.text(label, x, room.top - 6, { ...styleOf(false, place), angle: SLANT });
  }
}

function paintCorner(painter: Painter, theme: ThemeColors, { left, top }: { readonly left: number; readonly top: number }): void {
  const style = { family: theme.font, size: 11, color: theme.muted, anchor: 'end', kind: 'corner' } as const;
  painter.text('to →', left - 6, top - 20, style);
  painter.text('from ↓', left - 6, top - 7, style);
}
