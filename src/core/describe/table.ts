import { displayWidth, padToWidth } from '../text/displayWidth.ts';

/** Rows under a header, the first column aligned left, the others right; nothing is cut. */
export function drawTable(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [header, ...rows];
  const widths = header.map((_, column) => all.reduce((widest, row) => Math.max(widest, displayWidth(row[column]!)), 0));
  return all.map(row =>
    row
      .map((cell, column) => padToWidth(cell, widths[column]!, column === 0 ? 'end' : 'start'))
      .join('  ')
      .trimEnd(),
  );
}
