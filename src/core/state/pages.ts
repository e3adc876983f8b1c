import { firstLack, type Capability, type Capable } from '../model/capability.ts';

/** A page of the panel. Its component is in `webview/pages/registry.tsx`, the command that opens it in `contributions.ts`, its parts in `session/parts`. */
interface Page {
  /** As its tab has it. */
  readonly title: string;
  /** What the model has to have for all of it; what it lacks is said in its place. A part that alone needs something says so itself. */
  readonly needs: readonly Capability[];
}

/** The pages of the panel, in the order of their tabs. */
export const PAGES = {
  attention: { title: 'Attention', needs: [] },
  embeddings: { title: 'Embeddings and attention', needs: [] },
  influence: { title: 'Who changed it?', needs: [] },
  occurrences: { title: 'Same word', needs: ['hidden-states'] },
  input: { title: 'Input', needs: [] },
  glossary: { title: 'Glossary', needs: [] },
} satisfies Readonly<Record<string, Page>>;

export type Tab = keyof typeof PAGES;

/** What a model lacks for a page; null when it has all of it. */
export function lackForPage(model: Capable, tab: Tab): Capability | null {
  return firstLack(model, PAGES[tab].needs);
}

export const TABS = Object.keys(PAGES) as readonly Tab[];
