import { useEffect, useRef } from 'preact/hooks';
import type { Tab } from '../../src/core/state/pages.ts';

/** The page that the glossary was opened from. Back there, the keyboard stands on the term that it left by. */
export function useGlossaryWay(tab: Tab): Tab {
  const from = useRef<Tab>('attention');
  const leftBy = useRef<string | undefined>(undefined);
  if (tab !== 'glossary') from.current = tab;
  useEffect(() => {
    if (tab === 'glossary') return;
    // Focus falls to the body when the page it was on is gone; where a person put it elsewhere (the tabs), it stays.
    if (leftBy.current !== undefined && document.activeElement === document.body)
      document.querySelector<HTMLElement>(`[data-term="${leftBy.current}"]`)?.focus();
    leftBy.current = undefined;
    const remember = (event: MouseEvent) => {
      leftBy.current = (event.target as Element).closest<HTMLElement>('[data-term]')?.dataset['term'];
    };
    window.addEventListener('click', remember, { capture: true });
    return () => window.removeEventListener('click', remember, { capture: true });
  }, [tab]);
  return from.current;
}
