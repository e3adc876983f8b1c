import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { Tab } from '../../src/core/state/viewState.ts';

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
    bar.current!.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    panel.scrollTop = Math.min(panel.scrollTop, above.offsetHeight);
  }, [tab]);
}
