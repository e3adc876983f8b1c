/** What each format of `run` is: for people, data of the run, a table or picture of what is shown, a page with all heads, or what another program reads. */
export const RUN_FORMATS = {
  text: { kind: 'report', extension: 'txt' },
  json: { kind: 'data', extension: 'json' },
  npz: { kind: 'data', extension: 'npz' },
  csv: { kind: 'table', extension: 'csv' },
  tsv: { kind: 'table', extension: 'tsv' },
  markdown: { kind: 'table', extension: 'md' },
  latex: { kind: 'table', extension: 'tex' },
  svg: { kind: 'picture', extension: 'svg' },
  html: { kind: 'page', extension: 'html' },
  bertviz: { kind: 'library', extension: 'json' },
  circuitsvis: { kind: 'library', extension: 'json' },
} as const satisfies Readonly<Record<string, { readonly kind: string; readonly extension: string }>>;

export type RunFormat = keyof typeof RUN_FORMATS;

/** Formats that are made of what is shown, as the panel takes it away. */
export type TakenFormat = Exclude<RunFormat, 'text' | 'json' | 'npz'>;

export function isTaken(format: RunFormat): format is TakenFormat {
  return format !== 'text' && format !== 'json' && format !== 'npz';
}
