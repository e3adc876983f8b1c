/** A page of the panel. Its component is in `webview/pages/registry.tsx`, the command that opens it in `contributions/ids.ts`, its sections in `sections.ts`, its parts in `session/parts`. */
interface Page {
  /** As its tab has it. */
  readonly title: string;
}

/** The pages of the panel, in the order of their tabs. */
export const PAGES = {
  attention: { title: 'Attention' },
  vectors: { title: 'Vectors' },
  compare: { title: 'Compare' },
  effects: { title: 'Effects' },
} satisfies Readonly<Record<string, Page>>;

export type Tab = keyof typeof PAGES;

export const TABS = Object.keys(PAGES) as readonly Tab[];
