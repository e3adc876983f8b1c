import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { partsOfEntry } from '../../../src/core/glossary/entryParts.ts';
import { GLOSSARY, isTerm, relatedTerms, searchGlossary, type TermId } from '../../../src/core/glossary/search.ts';
import { PAGES, type Tab } from '../../../src/core/state/pages.ts';
import { Glyph } from '../../controls/Glyph.tsx';
import { Sentence } from '../../controls/Sentence.tsx';
import { ExplainTerm, Term } from '../../controls/Term.tsx';
import type { Post } from '../../host.ts';

/** Every term of the panel, once. `asked` is shown first; `from` is the page that one goes back to, null when there is no other. */
export function GlossaryPage({
  asked: term,
  from,
  post,
}: {
  readonly asked: string | null;
  readonly from: Tab | null;
  readonly post: Post;
}) {
  const [query, setQuery] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const groups = useMemo(() => searchGlossary(query), [query]);
  const asked = term !== null && isTerm(term) ? term : null;
  // What is asked for is never filtered away.
  useEffect(() => setQuery(''), [asked]);
  useEffect(() => {
    if (asked === null || query !== '') return;
    const entry = list.current!.querySelector<HTMLElement>(`#term-${asked}`);
    entry?.scrollIntoView({ block: 'center' });
    entry?.querySelector('h3')?.focus({ preventScroll: true });
  }, [asked, query === '']);
  // Here a term leads to its entry.
  const goTo = useCallback((term: TermId) => post({ type: 'terms', isOpen: true, asked: term }), [post]);
  return (
    <ExplainTerm.Provider value={goTo}>
      <div class="glossary" ref={list}>
        <div class="glossary-bar">
          <button type="button" class="link with-glyph" onClick={() => post({ type: 'terms', isOpen: false, asked: null })}>
            <Glyph name="left" />
            {from === null ? 'Back' : `Back to ${PAGES[from].title}`}
          </button>
          <input
            type="search"
            class="field"
            placeholder="Filter terms"
            aria-label="Filter terms"
            value={query}
            onInput={event => setQuery(event.currentTarget.value)}
            onKeyDown={event => {
              if (event.key !== 'Escape' || query === '') return;
              event.preventDefault(); // the panel's own step back would leave the page
              setQuery('');
            }}
          />
        </div>
        <p class="unseen" role="status">
          {query === '' ? '' : `${groups.reduce((count, { terms }) => count + terms.length, 0)} terms`}
        </p>
        {groups.length === 0 && <p class="note">No term and no explanation holds these words.</p>}
        {groups.map(group => (
          <section class="section" key={group.name}>
            <h2>{group.name}</h2>
            {group.terms.map(id => (
              <Entry key={id} id={id} asked={id === asked} />
            ))}
          </section>
        ))}
      </div>
    </ExplainTerm.Provider>
  );
}

function Entry({ id, asked }: { readonly id: TermId; readonly asked: boolean }) {
  const { name, text } = GLOSSARY[id];
  return (
    <article class={asked ? 'entry asked' : 'entry'} id={`term-${id}`}>
      <h3 tabIndex={-1}>{name}</h3>
      <div>
        <p>
          <Sentence parts={partsOfEntry(text)} />
        </p>
        <p class="note related">
          {relatedTerms(id).map(related => (
            <Term key={related} id={related}>
              {GLOSSARY[related].name}
            </Term>
          ))}
        </p>
      </div>
    </article>
  );
}
