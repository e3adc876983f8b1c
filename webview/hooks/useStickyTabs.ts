import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { Tab } from '../../src/core/state/pages.ts';

/** `scrollIntoView` would also move the place from which the Tab key goes on. */
function bringIntoView(bar: HTMLElement): void {
  const open = bar.querySelector<HTMLElement>('[aria-selected=true]')?.getBoundingClientRect();
  const room = bar.getBoundingClientRect();
  if (open && open.left < room.left) bar.scrollLeft += open.left - room.left;
  else if (open && open.right > room.right) bar.scrollLeft += open.right - room.right;
}

/** The tabs stay in view: the style is told how high they are, and a page that is opened starts right below them, wherever the last one was read. */
export function useStickyTabs(bar: RefObject<HTMLElement | null>, tab: Tab): void {
  useLayoutEffect(() => {
    const element = bar.current!;
    const panel = element.parentElement!;
    const observer = new ResizeObserver(() => panel.style.setProperty('--tabs-height', `${element.offsetHeight}px`));
    observer.observe(element);
    return () => {
      observer.disconnect();
      panel.style.removeProperty('--tabs-height');
    };
  }, []);
  useLayoutEffect(() => {
    const panel = bar.current!.parentElement!;
    const above = bar.current!.previousElementSibling as HTMLElement;
    bringIntoView(bar.current!);
    panel.scrollTop = Math.min(panel.scrollTop, above.offsetHeight);
  }, [tab]);
}
