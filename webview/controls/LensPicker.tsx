import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { readPlace, type TypedPlace } from '../../src/core/attention/headQuery.ts';
import type { View } from '../../src/core/attention/lens.ts';
import { moveInList } from '../../src/draw/moves.ts';
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
          heads={scene.model.attention.heads}
          all={choices}
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
  heads,
  all,
  anchor,
  close,
  choose,
}: {
  /** Of each layer. */
  readonly heads: readonly number[];
  readonly all: readonly LensChoice[];
  readonly anchor: HTMLElement;
  readonly close: (refocus: boolean) => void;
  readonly choose: (choice: LensChoice) => void;
}) {
  const menu = useRef<HTMLDivElement>(null);
  /** A place that is being typed, `L12 H7`. */
  const [typed, setTyped] = useState('');
  const place = readPlace(typed, heads);
  const choices = place ? placeChoices(place) : all;
  const startOn = () =>
    Math.max(
      0,
      all.findIndex(choice => choice.chosen),
    );
  const [active, setActive] = useState(startOn);
  const type = (text: string) => {
    setTyped(text);
    setActive(readPlace(text, heads) ? 0 : startOn());
  };
  useLayoutEffect(() => {
    placeBelow(menu.current!, anchor);
    menu.current!.focus();
  }, [anchor]);
  useEffect(() => menu.current!.querySelector('.active')?.scrollIntoView({ block: 'nearest' }), [active]);
  useEffect(() => {
    const onPointerDown = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!menu.current?.contains(target) && !anchor.contains(target)) close(false);
    };
    window.addEventListener('pointerdown', onPointerDown);
    return () => window.removeEventListener('pointerdown', onPointerDown);
  }, [anchor, close]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const more = typed + event.key;
    const next = moveInList(event.key, active, choices.length) ?? byFirstLetter(all, active, event.key);
    if (event.key === 'Backspace') type(typed.slice(0, -1));
    else if (event.key.length === 1 && mayBecomePlace(more)) {
      type(more);
      if (next !== null && !readPlace(more, heads)) setActive(next);
    } else if (next !== null) setActive(next);
    else if (event.key === 'Enter' || event.key === ' ') {
      if (choices[active]) choose(choices[active]);
    } else if (event.key === 'Escape') close(true);
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
      {typed !== '' && (
        <p class="menu-typed" role="status">
          <b>{typed}</b> {place === null ? 'A layer and a head, L3 H1 or 3.1; they count from 0.' : place.kind === 'outside' && place.why}
        </p>
      )}
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

/** Whether what is typed is a place, or the start of one. */
function mayBecomePlace(typed: string): boolean {
  return /^(?:l|l? ?\d+(?:[ .,:/]*h?) *\d*)$/i.test(typed);
}

function placeChoices(place: TypedPlace): readonly LensChoice[] {
  if (place.kind === 'outside') return [];
  const [name, view]: [string, View] =
    place.kind === 'layer'
      ? [`Layer ${place.layer}`, place]
      : [`Layer ${place.head[0]}, head ${place.head[1]}`, { kind: 'head', layer: place.head[0], head: place.head[1] }];
  const evidence = place.kind === 'layer' ? 'The mean over its heads. Type a head too for that one alone.' : 'One head. Claims nothing.';
  return [{ id: '#typed', name, evidence, view, chosen: false, startsGroup: false }];
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
