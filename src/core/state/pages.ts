/** A page of the panel. Its component is in `webview/pages/registry.tsx`, the command that opens it in `contributions.ts`, its parts in `session/parts`. */
interface Page {
  /** As its tab has it. */
  readonly title: string;
}

/** The pages of the panel, in the order of their tabs. */
export const PAGES = {
  attention: { title: 'Attention' },
  embeddings: { title: 'Embeddings and attention' },
  influence: { title: 'Who changed it?' },
  occurrences: { title: 'Same word' },
  input: { title: 'Input' },
  glossary: { title: 'Glossary' },
} as const satisfies Readonly<Record<string, Page>>;

export type Tab = keyof typeof PAGES;

export const TABS = Object.keys(PAGES) as readonly Tab[];
