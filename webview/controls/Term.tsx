import { createContext, type ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { TermId } from '../../src/core/glossary/search.ts';
import { linkTerms, type TermLink } from '../linkTerms.ts';

/** Opens the glossary at a term. */
export const OpenTerm = createContext<(term: TermId) => void>(() => undefined);

/** A word of ours that the glossary explains. Each term is linked once a page, where it first stands. */
export function Term({ id, children }: { readonly id: TermId; readonly children: ComponentChildren }) {
  const open = useContext(OpenTerm);
  return (
    <button type="button" class="term" data-term={id} title="Explain in the glossary" onClick={() => open(id)}>
      {children}
    </button>
  );
}

/** A sentence whose terms are links. */
export function WithTerms({ text, terms }: { readonly text: string; readonly terms: readonly TermLink[] }) {
  return <>{linkTerms(text, terms).map(({ text: part, term }) => (term === null ? part : <Term id={term}>{part}</Term>))}</>;
}
