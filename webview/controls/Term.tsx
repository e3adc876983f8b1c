import { createContext, type ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { TermId } from '../../src/core/glossary/search.ts';
import { linkTerms, type TermLink } from '../linkTerms.ts';

/** Explains a term, beside the link that asked for it. */
export const ExplainTerm = createContext<(term: TermId, at: HTMLElement) => void>(() => undefined);

/** A word of ours that the glossary explains. Each term is linked once a section, where it first stands. */
export function Term({ id, children }: { readonly id: TermId; readonly children: ComponentChildren }) {
  const explain = useContext(ExplainTerm);
  return (
    <button
      type="button"
      class="term"
      data-term={id}
      title="Explain"
      aria-haspopup="dialog"
      onClick={event => explain(id, event.currentTarget)}
      onKeyDown={event => {
        if (event.key !== 'F1') return;
        // Nor is it for the editor, which hears every key that reaches the window.
        event.preventDefault();
        event.stopPropagation();
        explain(id, event.currentTarget);
      }}
    >
      {children}
    </button>
  );
}

/** A sentence whose terms are links. */
export function WithTerms({ text, terms }: { readonly text: string; readonly terms: readonly TermLink[] }) {
  return <>{linkTerms(text, terms).map(({ text: part, term }) => (term === null ? part : <Term id={term}>{part}</Term>))}</>;
}
