import { useLayoutEffect, useRef } from 'preact/hooks';
import { useRoving } from '../a11y/useRoving.ts';
import { Glyph } from '../controls/Glyph.tsx';

export interface MenuItem {
  readonly label: string;
  /** Behind the label, in secondary colour. */
  readonly note?: string;
  /** It is on or off; left out: it does something once. */
  readonly checked?: boolean;
  readonly run: () => void;
}

/** Items in groups, a line between them; the first one has the focus, arrows move. */
export function Menu({
  name,
  groups,
  close,
}: {
  readonly name: string;
  readonly groups: readonly (readonly MenuItem[])[];
  readonly close: () => void;
}) {
  const menu = useRef<HTMLDivElement>(null);
  const onKeyDown = useRoving(menu, '.menu-item');
  useLayoutEffect(() => menu.current!.querySelector<HTMLElement>('.menu-item')!.focus(), []);
  return (
    <div
      role="menu"
      aria-label={name}
      ref={menu}
      onKeyDown={event => {
        if (event.key === 'Tab') close();
        else onKeyDown(event);
      }}
    >
      {groups
        .filter(group => group.length > 0)
        .map((group, place) => (
          <div role="group" class={place === 0 ? '' : 'menu-group'} key={place}>
            {group.map(item => (
              <button
                type="button"
                class="menu-item"
                key={item.label}
                title={item.label}
                role={item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
                {...(item.checked !== undefined && { 'aria-checked': item.checked })}
                onClick={() => {
                  close();
                  item.run();
                }}
              >
                {item.checked === true ? <Glyph name="check" /> : <span class="glyph" />}
                <span class="menu-item-name">{item.label}</span>
                {item.note !== undefined && <span class="menu-item-note">{item.note}</span>}
              </button>
            ))}
          </div>
        ))}
    </div>
  );
}
