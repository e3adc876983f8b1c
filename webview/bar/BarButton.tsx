import type { ComponentChildren } from 'preact';
import { Glyph } from '../controls/Glyph.tsx';
import type { PopoverState } from './Popover.tsx';

/** A control of the bar that opens something below itself. */
export function MenuButton({
  state,
  popup,
  name,
  title,
  disabled,
  kind = '',
  children,
}: {
  readonly state: PopoverState;
  readonly popup: 'listbox' | 'menu' | 'dialog';
  readonly name: string;
  readonly title: string;
  readonly disabled: boolean;
  readonly kind?: string;
  readonly children: ComponentChildren;
}) {
  return (
    <button
      type="button"
      data-tool
      class={`tool ${kind}`}
      ref={state.button}
      aria-haspopup={popup}
      aria-expanded={state.isOpen}
      aria-label={name}
      title={title}
      disabled={disabled}
      onClick={state.toggle}
      onKeyDown={event => {
        if (event.key !== 'ArrowDown') return;
        event.preventDefault();
        state.show();
      }}
    >
      {children}
    </button>
  );
}

/** Text that gives way before anything wraps. */
export function ToolText({ children }: { readonly children: ComponentChildren }) {
  return <span class="tool-text">{children}</span>;
}

export function Chevron() {
  return <Glyph name="chevron" extra="small" />;
}
