import type { Paint } from './collectPaint.ts';

/** A decoration as it is painted. Lines and columns are 0-based, columns in UTF-16 units. Colours and lines as the browser computed them. */
export interface PaintedRange {
  readonly type: string;
  readonly line: number;
  readonly startColumn: number;
  readonly endColumn: number;
  readonly text: string;
  /** Colour of the text, or null where the decoration leaves it alone. */
  readonly color: string | null;
  /** Behind the text; `rgba(0, 0, 0, 0)` when transparent. */
  readonly background: string;
  /** Width, style and colour, for example `2px solid rgb(255, 192, 106)`, or `none`. */
  readonly borderBottom: string;
  readonly outline: string;
}

const NOTHING = { background: 'rgba(0, 0, 0, 0)', borderBottom: 'none', outline: 'none' };

/** Joins the spans into which VS Code's highlighting cuts a decoration, and puts both halves of each decoration together. */
export function assemblePaintedRanges(paint: readonly Paint[]): PaintedRange[] {
  const spans = joinTouching(paint.filter(entry => entry.half === 'span'));
  const boxes = joinTouching(paint.filter(entry => entry.half === 'box'));
  const ranges = boxes.map(({ half: _half, ...box }): PaintedRange => {
    const span = spans.find(span => sameRange(span, box));
    return { ...box, color: span ? span.color : null };
  });
  const alone = spans.filter(span => !boxes.some(box => sameRange(span, box)));
  ranges.push(...alone.map(({ half: _half, ...span }): PaintedRange => ({ ...span, ...NOTHING })));
  return ranges.sort((a, b) => a.line - b.line || a.startColumn - b.startColumn || a.endColumn - b.endColumn);
}

function sameRange(a: Pick<Paint, 'type' | 'line' | 'startColumn' | 'endColumn'>, b: typeof a): boolean {
  return a.type === b.type && a.line === b.line && a.startColumn === b.startColumn && a.endColumn === b.endColumn;
}

function joinTouching(paint: readonly Paint[]): Paint[] {
  const sorted = [...paint].sort((a, b) => a.type.localeCompare(b.type) || a.line - b.line || a.startColumn - b.startColumn);
  const joined: Paint[] = [];
  for (const entry of sorted) {
    const last = joined.at(-1);
    if (last && last.type === entry.type && last.line === entry.line && last.endColumn === entry.startColumn) {
      joined[joined.length - 1] = { ...last, endColumn: entry.endColumn, text: last.text + entry.text };
    } else {
      joined.push(entry);
    }
  }
  return joined;
}
