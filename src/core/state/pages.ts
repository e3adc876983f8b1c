/** A page of the panel. Its component is in `webview/pages/registry.tsx`, the command that opens it in `contributions/ids.ts`, its sections in `sections.ts`, its parts in `session/parts`. */
interface Page {
  /** As its tab has it. */
  readonly title: string;
  /** All of it is of one text: of two it has nothing to show. */
  readonly isOfOneText?: true;
}

/** The pages of the panel, in the order of their tabs. */
export const PAGES = {
  attention: { title: 'Attention' },
  vectors: { title: 'Vectors', isOfOneText: true },
  compare: { title: 'Compare', isOfOneText: true },
  effects: { title: 'Effects', isOfOneText: true },
} satisfies Readonly<Record<string, Page>>;

export type Tab = keyof typeof PAGES;

/** Whether a page can show what was read. */
export function serves(tab: Tab, { pair }: { readonly pair?: unknown }): boolean {
  return pair === undefined || !('isOfOneText' in PAGES[tab]);
}

export const TABS = Object.keys(PAGES) as readonly Tab[];
