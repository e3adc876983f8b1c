import { useRef } from 'preact/hooks';
import { PAGES, TABS, type Tab } from '../../src/core/state/pages.ts';
import { useRoving } from '../a11y/useRoving.ts';
import { useStickyTabs } from '../hooks/useStickyTabs.ts';
import type { Post } from '../host.ts';

/** The pages of the panel: one tab stop, arrows move and open. */
export function TabBar({ tab, post }: { readonly tab: Tab; readonly post: Post }) {
  const bar = useRef<HTMLDivElement>(null);
  useStickyTabs(bar, tab);
  const open = (next: Tab) => post({ type: 'tab', tab: next, term: null });
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
          aria-selected={name === tab}
          aria-controls={name === tab ? `page-${name}` : undefined}
          onClick={() => open(name)}
        >
          {PAGES[name].title}
        </button>
      ))}
    </div>
  );
}
