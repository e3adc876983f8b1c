import { formatWeight } from '../describe/numbers.ts';
import type { Cell, Column, ExportTable } from './tables.ts';

/** What could be markup within a cell, or make a link or a mention of it. */
const MARKUP = /[\\`*_[\]<>|~#&$@{}!]|:(?=\/\/)|\.(?=\S)/g;

export function escapeMarkdown(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(MARKUP, character => `\\${character}`);
}

/** As it is written on the screen. */
export function shownCell(value: Cell, { write = formatWeight }: Column): string {
  return typeof value === 'number' ? write(value) : (value ?? '');
}

/** A table as GitHub, VS Code and most others read it, under its caption and above where it is from. */
export function toMarkdown({ caption, columns, rows, source }: ExportTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const shown = (cell: Cell, at: number) => (typeof cell === 'number' ? shownCell(cell, columns[at]!) : escapeMarkdown(cell ?? ''));
  const body = rows.map(row => line(row.map(shown)));
  return `${[
    escapeMarkdown(caption),
    '',
    line(columns.map(({ name }) => escapeMarkdown(name))),
    line(columns.map(({ isNumber }) => (isNumber ? '--:' : '---'))),
    ...body,
    '',
    `*${escapeMarkdown(source)}*`,
  ].join('\n')}\n`;
}
