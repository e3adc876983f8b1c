import { useEffect, useRef } from 'preact/hooks';

/** Back from the list of all terms, the keyboard stands on the term that the page was left by. */
export function useTermsWay(isOpen: boolean): void {
  const leftBy = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (isOpen) return;
    // Focus falls to the body when the page it was on is gone; where a person put it elsewhere (the tabs), it stays.
    if (leftBy.current !== undefined && document.activeElement === document.body)
      document.querySelector<HTMLElement>(`[data-term="${leftBy.current}"]`)?.focus();
    leftBy.current = undefined;
    const remember = (event: MouseEvent) => {
      leftBy.current = (event.target as Element).closest<HTMLElement>('[data-term]')?.dataset['term'];
    };
    window.addEventListener('click', remember, { capture: true });
    return () => window.removeEventListener('click', remember, { capture: true });
  }, [isOpen]);
}
