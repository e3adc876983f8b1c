import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { readPlace, type TypedPlace } from '../../src/core/attention/headQuery.ts';
import type { View } from '../../src/core/attention/lens.ts';
import { moveInList } from '../../src/draw/moves.ts';
import { Glyph } from '../controls/Glyph.tsx';
import type { LensChoice } from './lensChoices.ts';

/** Lenses with the evidence under each name; a place that is typed, `L12 H7`, takes their place. */
export function LensList({
  heads,
  all,
  hasNumbers,
  close,
  choose,
}: {
  /** Of each layer. */
  readonly heads: readonly number[];
  readonly all: readonly LensChoice[];
  /** Layer and head stand below, where the Tab key goes to. */
  readonly hasNumbers: boolean;
  readonly close: (refocus: boolean) => void;
  readonly choose: (choice: LensChoice) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
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
  useLayoutEffect(() => list.current!.focus(), []);
  useEffect(() => list.current!.querySelector('.active')?.scrollIntoView({ block: 'nearest' }), [active]);
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
    } else if (event.key === 'Tab' && !hasNumbers) return close(true);
    else return;
    event.preventDefault();
  };
  return (
    <div
      class="menu-list"
      role="listbox"
      aria-label="Heads"
      tabIndex={0}
      ref={list}
      aria-activedescendant={`lens-${active}`}
      onKeyDown={onKeyDown}
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

/** The next choice whose name starts with a typed letter. */
function byFirstLetter(choices: readonly LensChoice[], active: number, key: string): number | null {
  if (key.length !== 1 || key === ' ') return null;
  const order = choices.map((_, i) => (active + 1 + i) % choices.length);
  return order.find(index => choices[index]!.name.toLowerCase().startsWith(key.toLowerCase())) ?? null;
}
