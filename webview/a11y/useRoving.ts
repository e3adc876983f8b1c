import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { moveInList } from '../../src/draw/moves.ts';

/**
 * One tab stop for everything in a container that matches `selector`; arrows, Home and End move inside. `preferred` is the stop
 * before anything in it was focused. With `horizontal`, up and down stay with the control (a native picker changes its value by them).
 */
export function useRoving(
  container: RefObject<HTMLElement | null>,
  selector: string,
  options: { readonly preferred?: number; readonly horizontal?: boolean; readonly moved?: (index: number) => void } = {},
): (event: KeyboardEvent) => void {
  const last = useRef<Element | null>(null);
  const items = () => [...(container.current?.querySelectorAll<HTMLElement>(selector) ?? [])];
  // After every render, as the controls come and go: exactly one of them can be reached by Tab.
  useLayoutEffect(() => {
    const all = items();
    const stop = all.find(item => item === last.current) ?? all[options.preferred ?? 0] ?? all[0];
    setStop(all, stop);
  });
  return event => {
    const all = items();
    const here = all.indexOf(document.activeElement as HTMLElement);
    if (here < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    if (options.horizontal === true && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) return;
    const next = moveInList(event.key, here, all.length);
    if (next === null) return;
    event.preventDefault();
    const target = all[next]!;
    last.current = target;
    setStop(all, target);
    target.focus();
    options.moved?.(next);
  };
}

/** Writes only what changes: a text has hundreds of words. */
function setStop(items: readonly HTMLElement[], stop: HTMLElement | undefined): void {
  for (const item of items) {
    const value = item === stop ? '0' : '-1';
    if (item.getAttribute('tabindex') !== value) item.setAttribute('tabindex', value);
  }
}
