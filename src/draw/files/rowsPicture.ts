import { shownCell } from '../../core/export/markdown.ts';
import type { Cell, ExportTable } from '../../core/export/tables.ts';
import { shortenLabel } from '../labels.ts';
import { estimatedWidth } from '../svgPainter.ts';
import type { ThemeColors } from '../theme.ts';
import { framed, type FilePicture } from './framed.ts';

const SIZE = 12;
const ROW = 22;
const GAP = 16;
const BAR = { width: 90, height: 4, gap: 8 };

export interface RowsDrawn {
  /** Columns that have a bar before their number, which is as long as the number is of `most`. */
  readonly bars?: readonly number[];
  /** Null: the largest of them. */
  readonly most?: number | null;
  /** So many rows; the table has all. */
  readonly rows?: number;
  /** Columns that quote the text. */
  readonly quoted?: readonly number[];
  readonly notes?: readonly string[];
}

/** A table as a picture: rows of names, bars and numbers. */
export function rowsPicture(
  table: ExportTable,
  { bars = [], most = null, rows: limit = 24, quoted = [], notes = [] }: RowsDrawn,
  theme: ThemeColors,
): FilePicture {
  const { columns, caption } = table;
  const rows = table.rows.slice(0, limit);
  const familyOf = (column: number) => (quoted.includes(column) ? theme.quotedFont : theme.font);
  const widthOf = (text: string, column: number) => estimatedWidth(text, { family: familyOf(column), size: SIZE });
  const texts = rows.map(row => row.map((cell, at) => shortenLabel(shownCell(cell, columns[at]!), text => widthOf(text, at) * 0.45)));
  // The name of a column with bars stands above those too.
  const headingOf = (name: string, column: number) =>
    estimatedWidth(name, { family: theme.font, size: SIZE }) - (bars.includes(column) ? BAR.width + BAR.gap : 0);
  const widths = columns.map(({ name }, at) => Math.max(headingOf(name, at), ...texts.map(row => widthOf(row[at]!, at))));
  const lefts: number[] = [];
  let width = 0;
  for (const [at, own] of widths.entries()) {
    lefts.push(width);
    width += own + GAP + (bars.includes(at) ? BAR.width + BAR.gap : 0);
  }
  const largest = most ?? Math.max(0, ...rows.flatMap(row => bars.map(at => numberOf(row[at]))));
  const left = table.rows.length - rows.length;
  const body: FilePicture = {
    width: width - GAP,
    height: (rows.length + 1) * ROW,
    paint: painter => {
      const write = (text: string, at: number, row: number, color: string) => {
        const { isNumber } = columns[at]!;
        const start = lefts[at]! + (bars.includes(at) ? BAR.width + BAR.gap : 0);
        painter.text(text, isNumber ? start + widths[at]! : start, row * ROW + ROW / 2, {
          family: row === 0 ? theme.font : familyOf(at),
          size: SIZE,
          color,
          centred: true,
          anchor: isNumber ? 'end' : 'start',
          kind: row === 0 ? 'heading' : 'cell',
        });
      };
      columns.forEach(({ name }, at) => write(name, at, 0, theme.muted));
      for (const [place, row] of rows.entries())
        for (const [at, text] of texts[place]!.entries()) {
          if (bars.includes(at)) {
            const y = (place + 1) * ROW + (ROW - BAR.height) / 2;
            painter.rect(lefts[at]!, y, BAR.width, BAR.height, theme.edge, 'ground');
            const share = largest > 0 ? Math.min(1, numberOf(row[at]) / largest) : 0;
            if (share > 0) painter.rect(lefts[at]!, y, Math.max(1, Math.round(share * BAR.width)), BAR.height, theme.line, 'bar');
          }
          write(text, at, place + 1, theme.foreground);
        }
    },
  };
  return framed(caption, body, [...notes, ...(left > 0 ? [`The first ${rows.length} of ${table.rows.length}.`] : [])], theme);
}

function numberOf(cell: Cell | undefined): number {
  return typeof cell === 'number' && cell > 0 ? cell : 0;
}
