import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { cardOf } from '../../src/core/glossary/card.ts';
import { GLOSSARY, type TermId } from '../../src/core/glossary/search.ts';
import { partsOfEntry } from '../../src/core/glossary/entryParts.ts';
import type { Post } from '../host.ts';
import { Glyph } from './Glyph.tsx';
import { Sentence } from './Sentence.tsx';
import { ExplainTerm } from './Term.tsx';

interface Explained {
  readonly term: TermId;
  readonly at: HTMLElement;
}

/** Between a card and its term, and the edges of the panel. */
const GAP = 4;
const MARGIN = 8;

/** Explains the terms of what it holds, one at a time, in a card where they stand. */
export function TermCards({ post, children }: { readonly post: Post; readonly children: ComponentChildren }) {
  const [explained, setExplained] = useState<Explained | null>(null);
  const explain = useCallback((term: TermId, at: HTMLElement) => setExplained({ term, at }), []);
  useLayoutEffect(() => {
    // What it stood at is gone: another page, a folded section.
    if (explained && !explained.at.isConnected) setExplained(null);
  });
  return (
    <ExplainTerm.Provider value={explain}>
      {children}
      {explained && (
        <TermCard
          {...explained}
          onExplain={term => setExplained({ ...explained, term })}
          onClose={() => setExplained(null)}
          onAll={() => {
            setExplained(null);
            post({ type: 'terms', isOpen: true, asked: explained.term });
          }}
        />
      )}
    </ExplainTerm.Provider>
  );
}

function TermCard({
  term,
  at,
  onExplain,
  onClose,
  onAll,
}: Explained & {
  readonly onExplain: (term: TermId) => void;
  readonly onClose: () => void;
  readonly onAll: () => void;
}) {
  const card = useRef<HTMLDivElement>(null);
  const { name, text, related } = cardOf(term);
  useLayoutEffect(() => {
    place(card.current!, at);
    card.current!.querySelector<HTMLElement>('h2')!.focus({ preventScroll: true });
  }, [term, at]);
  useLayoutEffect(() => {
    const shown = card.current!;
    const again = new ResizeObserver(() => at.isConnected && shown.isConnected && place(shown, at));
    again.observe(shown.closest('.panel')!);
    return () => again.disconnect();
  }, [at]);
  useLayoutEffect(() => {
    at.setAttribute('aria-expanded', 'true');
    return () => at.removeAttribute('aria-expanded');
  }, [at]);
  useEffect(() => {
    const onPointerDown = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!card.current!.contains(target) && !at.contains(target)) onClose();
    };
    window.addEventListener('pointerdown', onPointerDown, { capture: true });
    return () => window.removeEventListener('pointerdown', onPointerDown, { capture: true });
  }, [at, onClose]);
  const leave = (event: Event) => {
    event.preventDefault();
    onClose();
    at.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') leave(event);
    if (event.key !== 'Tab') return;
    // At either end of the card the keys go on at its term, in the order of the page.
    const stops = [...card.current!.querySelectorAll<HTMLElement>('button')];
    const last = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement === last || (event.shiftKey && document.activeElement?.tagName === 'H2')) leave(event);
  };
  return (
    <div class="term-card" role="dialog" aria-labelledby="term-card-name" ref={card} onKeyDown={onKeyDown}>
      <div class="term-card-head">
        <h2 id="term-card-name" tabIndex={-1}>
          {name}
        </h2>
        <button type="button" class="action" aria-label="Close" title="Close (Escape)" onClick={leave}>
          <Glyph name="close" />
        </button>
      </div>
      <p class="term-card-text">
        <Sentence parts={partsOfEntry(text)} />
      </p>
      <div class="term-card-links">
        {related.map(other => (
          <button type="button" key={other} class="link" onClick={() => onExplain(other)}>
            {GLOSSARY[other].name}
          </button>
        ))}
        <button type="button" class="link term-card-all" data-term={at.dataset['term']} onClick={onAll}>
          All Terms
        </button>
      </div>
    </div>
  );
}

/** Under its term; above, where there is no room below and there is above. Inside what scrolls, so that it stays with its term. */
function place(card: HTMLElement, at: HTMLElement): void {
  const panel = card.closest<HTMLElement>('.panel')!;
  const room = panel.getBoundingClientRect();
  // The bar stays over what is scrolled below it.
  const ceiling = Math.max(room.top, panel.querySelector('.head')?.getBoundingClientRect().bottom ?? 0);
  const term = at.getBoundingClientRect();
  const above = term.top - GAP - card.offsetHeight;
  const isAbove = term.bottom + GAP + card.offsetHeight > room.bottom && above >= ceiling;
  const top = isAbove ? above : term.bottom + GAP;
  card.style.top = `${top - room.top + panel.scrollTop}px`;
  card.style.left = `${Math.max(MARGIN, Math.min(term.left - room.left, panel.clientWidth - MARGIN - card.offsetWidth))}px`;
}
