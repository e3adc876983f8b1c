import { shownCell } from './markdown.ts';
import type { Cell, ExportTable } from './tables.ts';

/** Brackets and stars behind a line break of a table would be its arguments. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': String.raw`\textbackslash{}`,
  '{': String.raw`\{`,
  '}': String.raw`\}`,
  '&': String.raw`\&`,
  '%': String.raw`\%`,
  $: String.raw`\$`,
  '#': String.raw`\#`,
  _: String.raw`\_`,
  '~': String.raw`\textasciitilde{}`,
  '^': String.raw`\textasciicircum{}`,
  '<': String.raw`\textless{}`,
  '>': String.raw`\textgreater{}`,
  '|': String.raw`\textbar{}`,
  '"': "''",
  '[': '{[}',
  ']': '{]}',
  '*': '{*}',
  '×': String.raw`$\times$`,
  '“': '``',
  '−': '$-$',
  '→': String.raw`$\rightarrow$`,
  '”': "''",
  '-': '{-}',
  '`': String.raw`\textasciigrave{}`,
};

export function escapeLatex(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\{}&%$#_~^<>|"[\]*×“”−→\-`]/g, character => ESCAPES[character]!);
}

/** A `tabular` that needs no package, with the caption above and where it is from below as comments. */
export function toLatex({ caption, columns, rows, source }: ExportTable): string {
  const cell = (value: Cell, at: number) => escapeLatex(typeof value === 'number' ? shownCell(value, columns[at]!) : (value ?? ''));
  const line = (cells: readonly string[]) => String.raw`${cells.join(' & ')} \\`;
  const comment = (text: string) => `% ${text.replaceAll(/\s+/g, ' ')}`;
  return `${[
    comment(caption),
    String.raw`\begin{tabular}{${columns.map(({ isNumber }) => (isNumber ? 'r' : 'l')).join('')}}`,
    line(columns.map(({ name }) => escapeLatex(name))),
    String.raw`\hline`,
    ...rows.map(row => line(row.map(cell))),
    String.raw`\end{tabular}`,
    comment(source),
  ].join('\n')}\n`;
}
