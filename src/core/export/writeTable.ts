import { toCsv, toTsv } from './delimited.ts';
import { toLatex } from './latex.ts';
import { toMarkdown } from './markdown.ts';
import type { ExportTable } from './tables.ts';

const WRITERS = { csv: toCsv, tsv: toTsv, markdown: toMarkdown, latex: toLatex } as const satisfies Readonly<
  Record<string, (table: ExportTable) => string>
>;

export type TableFormat = keyof typeof WRITERS;

export function writeTable(table: ExportTable, format: TableFormat): string {
  return WRITERS[format](table);
}
