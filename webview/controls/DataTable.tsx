import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Glyph } from './Glyph.tsx';

/** "Show as tables": the numbers of the pictures, for reading, for copying and for screen readers. Built only while it is open. */
export function TableTwin({ children }: { readonly children: () => ComponentChildren }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="tables" open={open} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>
        <Glyph name="chevron" />
        Show as tables
      </summary>
      {open && children()}
    </details>
  );
}

/** A table that scrolls by itself, with its caption. `children` are `thead` and `tbody`. */
export function DataTable({
  name,
  caption,
  children,
}: {
  readonly name: string;
  readonly caption: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={name}>
      <table>
        <caption>{caption}</caption>
        {children}
      </table>
    </div>
  );
}
