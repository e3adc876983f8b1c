import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Something that opens below a button of the bar. */
export interface PopoverState {
  readonly isOpen: boolean;
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly toggle: () => void;
  readonly show: () => void;
  /** @param refocus the keyboard goes back to the button */
  readonly close: (refocus: boolean) => void;
}

/** @param of what it belongs to: of another one it is closed */
export function usePopover(of: unknown = null): PopoverState {
  const button = useRef<HTMLButtonElement>(null);
  const [openFor, setOpenFor] = useState<{ readonly of: unknown } | null>(null);
  const isOpen = openFor !== null && openFor.of === of;
  // Nor does it come back, and take the keys, when what it belonged to does.
  useEffect(() => setOpenFor(now => (now?.of === of ? now : null)), [of]);
  const close = (refocus: boolean) => {
    setOpenFor(null);
    if (refocus) button.current?.focus();
  };
  return { isOpen, button, toggle: () => setOpenFor(isOpen ? null : { of }), show: () => setOpenFor({ of }), close };
}

/** What is open: below its button, inside the panel. Escape, a click elsewhere and the focus going elsewhere close it. */
export function Popover({
  state: { button, close },
  kind = '',
  children,
}: {
  readonly state: PopoverState;
  /** A further class, for style and tests. */
  readonly kind?: string;
  readonly children: ComponentChildren;
}) {
  const box = useRef<HTMLDivElement>(null);
  const isInside = (target: EventTarget | null) =>
    target instanceof Element &&
    // What a term in it means belongs to it.
    (box.current?.contains(target) === true || button.current?.contains(target) === true || target.closest('.term-card') !== null);
  useLayoutEffect(() => {
    const place = () => placeBelow(box.current!, button.current!);
    place();
    const observer = new ResizeObserver(place);
    observer.observe(box.current!.offsetParent!);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const onPointerDown = (event: PointerEvent) => isInside(event.target) || close(false);
    window.addEventListener('pointerdown', onPointerDown);
    return () => window.removeEventListener('pointerdown', onPointerDown);
  });
  return (
    <div
      class={`menu ${kind}`}
      ref={box}
      tabIndex={-1}
      onKeyDown={event => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault(); // which also keeps Escape from the panel's own steps back
        close(true);
      }}
      onFocusOut={event => isInside(event.relatedTarget) || (event.relatedTarget !== null && close(false))}
    >
      {children}
    </div>
  );
}

/** Under the button, moved left as far as the panel's right edge asks for. */
function placeBelow(box: HTMLElement, button: HTMLElement): void {
  const room = box.offsetParent!.getBoundingClientRect();
  const bounds = button.getBoundingClientRect();
  const left = Math.max(8, Math.min(bounds.left - room.left, room.width - box.offsetWidth - 10));
  box.style.left = `${left}px`;
  box.style.top = `${bounds.bottom - room.top + 2}px`;
}
