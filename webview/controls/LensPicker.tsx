import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { moveInList } from '../a11y/moves.ts';
import type { Scene } from '../scene.ts';
import { Glyph } from './Glyph.tsx';
import { lensChoices, nameOfChoice, type LensChoice } from './lensChoices.ts';
import type { Post } from '../host.ts';

/** Button and menu: a native menu cannot show the evidence under each name. */
export function LensPicker({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const choices = lensChoices(scene);
  const close = (refocus: boolean) => {
    setOpen(false);
    if (refocus) button.current?.focus();
  };
  return (
    <>
      <span class="picker">
        <button
          type="button"
          data-tool
          ref={button}
          aria-haspopup="listbox"
          aria-expanded={open}
          aria-label={`Lens: ${nameOfChoice(choices)}`}
          title="Lens: the heads that are looked through"
          onClick={() => setOpen(!open)}
          onKeyDown={event => {
            if (event.key !== 'ArrowDown') return;
            event.preventDefault();
            setOpen(true);
          }}
        >
          {nameOfChoice(choices)}
        </button>
        <Glyph name="chevron" />
      </span>
      {open && (
        <LensMenu
          choices={choices}
          anchor={button.current!}
          close={close}
          choose={choice => {
            close(true);
            post({ type: 'view', view: choice.view });
          }}
        />
      )}
    </>
  );
}

function LensMenu({
  choices,
  anchor,
  close,
  choose,
}: {
  readonly choices: readonly LensChoice[];
  readonly anchor: HTMLElement;
  readonly close: (refocus: boolean) => void;
  readonly choose: (choice: LensChoice) => void;
}) {
  const menu = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(() =>
    Math.max(
      0,
      choices.findIndex(choice => choice.chosen),
    ),
  );
  useLayoutEffect(() => {
    placeBelow(menu.current!, anchor);
    menu.current!.focus();
  }, [anchor]);
  useEffect(() => menu.current!.children[active]?.scrollIntoView({ block: 'nearest' }), [active]);
  useEffect(() => {
    const onPointerDown = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!menu.current?.contains(target) && !anchor.contains(target)) close(false);
    };
    window.addEventListener('pointerdown', onPointerDown);
    return () => window.removeEventListener('pointerdown', onPointerDown);
  }, [anchor, close]);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moveInList(event.key, active, choices.length) ?? byFirstLetter(choices, active, event.key);
    if (next !== null) setActive(next);
    else if (event.key === 'Enter' || event.key === ' ') choose(choices[active]!);
    else if (event.key === 'Escape') close(true);
    else if (event.key === 'Tab') return close(true);
    else return;
    event.preventDefault(); // which also keeps Escape from the panel's own steps back
  };
  return (
    <div
      class="menu"
      role="listbox"
      aria-label="Lens"
      tabIndex={0}
      ref={menu}
      aria-activedescendant={`lens-${active}`}
      onKeyDown={onKeyDown}
      onBlur={() => close(false)}
    >
      {choices.map((choice, index) => (
        <div
          key={choice.id}
          id={`lens-${index}`}
          role="option"
          aria-selected={choice.chosen}
          class={`menu-option${index === active ? ' active' : ''}${choice.startsGroup ? ' starts-group' : ''}`}
          onPointerMove={() => setActive(index)}
          onPointerDown={event => event.preventDefault()}
          onClick={() => choose(choice)}
        >
          {choice.chosen ? <Glyph name="check" /> : <span />}
          <span class="menu-name">{choice.name}</span>
          <span class="menu-evidence">{choice.evidence}</span>
        </div>
      ))}
    </div>
  );
}

/** Under the button, moved left as far as the panel's right edge asks for. */
function placeBelow(menu: HTMLElement, anchor: HTMLElement): void {
  const room = menu.offsetParent!.getBoundingClientRect();
  const bounds = anchor.getBoundingClientRect();
  const left = Math.max(8, Math.min(bounds.left - room.left, room.width - menu.offsetWidth - 10));
  menu.style.left = `${left}px`;
  menu.style.top = `${bounds.bottom - room.top + 2}px`;
}

/** The next choice whose name starts with a typed letter. */
function byFirstLetter(choices: readonly LensChoice[], active: number, key: string): number | null {
  if (key.length !== 1 || key === ' ') return null;
  const order = choices.map((_, i) => (active + 1 + i) % choices.length);
  return order.find(index => choices[index]!.name.toLowerCase().startsWith(key.toLowerCase())) ?? null;
}
