import type { Cell, ExportTable } from './tables.ts';
import { exactNumber } from './json.ts';

/** Spreadsheets take a cell that begins so for a formula: an apostrophe before it keeps it a text. A number that is one stays a number. */
const FORMULA = /^[=+\-@\t\r]/;

const asText = (text: string) => (FORMULA.test(text) ? `'${text}` : text);

function numberText(value: number): string {
  const exact = exactNumber(value);
  return exact === null ? '' : String(exact);
}

function lines({ columns, rows, source }: ExportTable, separator: string, write: (text: string) => string): string {
  const cell = (value: Cell) => (value === null ? '' : typeof value === 'number' ? numberText(value) : write(asText(value)));
  const header = columns.map(({ name }) => write(asText(name)));
  const body = [header, ...rows.map(row => row.map(cell)), [write(`# ${source}`)]];
  return body.map(row => row.join(separator)).join('\r\n') + '\r\n';
}

/** RFC 4180: a header, a line for each row, numbers that read back as the same float32, nothing where there is no number; the last line says where they are from. */
export function toCsv(table: ExportTable): string {
  return lines(table, ',', text => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text));
}

/** The same with tabs between the cells, for a spreadsheet's clipboard: a tab or line break within a cell becomes a space. */
export function toTsv(table: ExportTable): string {
  return lines(table, '\t', text => text.replaceAll(/[\t\r\n]+/g, ' ')).replaceAll('\r\n', '\n');
}
