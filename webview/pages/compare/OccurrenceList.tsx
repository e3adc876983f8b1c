import { useEffect, useState } from 'preact/hooks';
import { LONGEST_GROUP_NAME } from '../../../src/protocol/panelActions.ts';
import { moveInList } from '../../../src/draw/moves.ts';
import type { OccurrenceItem } from '../../../src/protocol/panelParts.ts';
import { Quoted } from '../../controls/Sentence.tsx';
import type { Post } from '../../host.ts';

/** The places, with a field for the name of each one's group. Up and down move from row to row; Tab goes from the place to its name. */
export function OccurrenceList({
  items,
  hasGroups,
  marked,
  onMark,
  post,
}: {
  readonly items: readonly OccurrenceItem[];
  /** Whether there are enough places to be grouped. */
  readonly hasGroups: boolean;
  /** Places of the cell that is pointed at. */
  readonly marked: readonly number[];
  readonly onMark: (place: number | null) => void;
  readonly post: Post;
}) {
  const [stop, setStop] = useState(0);
  const row = Math.min(stop, items.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    const next = moveInList(event.key, row, items.length)!;
    const list = event.currentTarget as HTMLElement;
    const kind = (event.target as HTMLElement).dataset['kind'];
    event.preventDefault();
    list.querySelectorAll<HTMLElement>(`[data-kind="${kind}"]`)[next]?.focus();
  };
  const names = [...new Set(items.map(item => item.group).filter(name => name !== ''))];
  return (
    <>
      {hasGroups && (
        <p class="note above">Name two groups, by meaning for example, to compare them instead of those that clustering found.</p>
      )}
      <ol class="places" onKeyDown={onKeyDown} onPointerLeave={() => onMark(null)}>
        {items.map((item, place) => (
          <li
            key={place}
            class={`place${marked.includes(place) ? ' on' : ''}${item.live ? '' : ' gone'}`}
            onPointerEnter={() => onMark(place)}
            onFocusCapture={() => setStop(place)}
          >
            <span class="place-number number">{place + 1}</span>
            <Place item={item} place={place} isStop={place === row} post={post} />
            {hasGroups && <GroupField item={item} place={place} isStop={place === row} post={post} />}
          </li>
        ))}
      </ol>
      <datalist id="group-names">
        {names.map(name => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

function Place({
  item,
  place,
  isStop,
  post,
}: {
  readonly item: OccurrenceItem;
  readonly place: number;
  readonly isStop: boolean;
  readonly post: Post;
}) {
  const canGo = item.live && item.line > 0;
  const where = item.line === 0 ? 'typed sentence' : !item.live ? 'edited away' : null;
  return (
    <button
      type="button"
      class="place-text"
      data-kind="place"
      tabIndex={isStop ? 0 : -1}
      aria-disabled={!canGo}
      title={canGo ? 'Go to this place' : ''}
      onClick={() => canGo && post({ type: 'occurrence', index: place })}
    >
      <span class="place-where">
        {where === null ? (
          <>
            <Quoted text={item.document} />, line {item.line}
          </>
        ) : (
          <span class="place-gone">{where}</span>
        )}
      </span>
      <span class="place-line">
        <Quoted text={item.before} />
        <Quoted text={item.word} extra="occurrence" />
        <Quoted text={item.after} />
      </span>
    </button>
  );
}

/** What is typed is kept here until it is left, so that a message of the host does not undo it. */
function GroupField({
  item,
  place,
  isStop,
  post,
}: {
  readonly item: OccurrenceItem;
  readonly place: number;
  readonly isStop: boolean;
  readonly post: Post;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  useEffect(() => setDraft(null), [item.group]);
  const value = draft ?? item.group;
  const commit = () => {
    if (value.trim() !== item.group) post({ type: 'group', index: place, name: value.trim() });
    else setDraft(null);
  };
  return (
    <input
      class="field"
      data-kind="group"
      tabIndex={isStop ? 0 : -1}
      placeholder="name a group"
      aria-label={`Group of place ${place + 1}`}
      list="group-names"
      maxLength={LONGEST_GROUP_NAME}
      spellcheck={false}
      value={value}
      onInput={event => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={event => {
        if (event.key === 'Enter') commit();
        else if (event.key === 'Escape' && draft !== null) setDraft(null);
        else return;
        event.preventDefault(); // Escape undoes what was typed; it does not leave the panel
      }}
    />
  );
}
