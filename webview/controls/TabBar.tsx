import { useLayoutEffect, useRef } from 'preact/hooks';
import { PAGES, TABS, type Tab } from '../../src/core/state/pages.ts';
import { useRoving } from '../a11y/useRoving.ts';
import type { Post } from '../host.ts';

/** The pages of the panel: one tab stop, arrows move and open. */
export function TabBar({
  tab,
  isOpen,
  post,
}: {
  readonly tab: Tab;
  /** False while something else stands in the place of the page. */
  readonly isOpen: boolean;
  readonly post: Post;
}) {
  const bar = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => bringIntoView(bar.current!), [tab]);
  const open = (next: Tab) => post({ type: 'tab', tab: next });
  const onKeyDown = useRoving(bar, '[role=tab]', { preferred: TABS.indexOf(tab), moved: index => open(TABS[index]!) });
  return (
    <div class="view-tabs" role="tablist" aria-label="Pages" ref={bar} onKeyDown={onKeyDown}>
      {TABS.map(name => (
        <button
          type="button"
          key={name}
          id={`tab-${name}`}
          class="view-tab"
          role="tab"
          aria-selected={isOpen && name === tab}
          aria-controls={isOpen && name === tab ? `page-${name}` : undefined}
          onClick={() => open(name)}
        >
          {PAGES[name].title}
        </button>
      ))}
    </div>
  );
}

/** Where not all of them fit. `scrollIntoView` would also move the place from which the Tab key goes on. */
function bringIntoView(bar: HTMLElement): void {
  const open = bar.querySelector<HTMLElement>('[aria-selected=true]')?.getBoundingClientRect();
  const room = bar.getBoundingClientRect();
  if (open && open.left < room.left) bar.scrollLeft += open.left - room.left;
  else if (open && open.right > room.right) bar.scrollLeft += open.right - room.right;
}
