import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { formatShort } from '../../src/core/describe/numbers.ts';
import type { Unit } from '../../src/core/text/token.ts';
import type { WordView } from '../../src/core/state/viewModel.ts';
import { useRoving } from '../a11y/useRoving.ts';
import type { Scene } from '../scene.ts';
import { useWidth } from '../hooks/useSize.ts';
import { useSpreadNumbers } from '../hooks/useSpreadNumbers.ts';
import type { Post } from '../host.ts';
import { keepSelection, pointAt, toggleLink, togglePin } from '../pointing.ts';

/** The explored text, word by word: point, click to pin, or arrows and Enter; with Shift, to link with the pinned word. */
export function TextRow({
  scene,
  word,
  name,
  numbered = word.strongest,
  format = formatShort,
  pending,
  shown = word.shown,
  post,
}: {
  readonly scene: Scene;
  /** What the words are coloured by. */
  readonly word: WordView;
  /** For screen readers. */
  readonly name: string;
  /** Words with their number; the word pointed at beside a pinned one, and what that is linked with, have it always. */
  readonly numbered?: readonly number[];
  /** How a number under a word is written. */
  readonly format?: (value: number) => string;
  /** Words whose number is still to come: in grey. */
  readonly pending?: ReadonlySet<number>;
  /** The words of this row; all that are shown, unless it is told. */
  readonly shown?: readonly number[];
  readonly post: Post;
}) {
  const { units, labels, readings, linked, focus } = scene;
  const [strip, width] = useWidth();
  const pointed = useRef(false);
  const position = word.source === null ? -1 : shown.indexOf(word.source);
  const onArrow = useRoving(strip, '.token', {
    preferred: Math.max(0, position),
    moved: next => post(pointAt(scene, shown[next])),
  });
  useLayoutEffect(() => {
    const element = strip.current!;
    element.classList.toggle('scrolls', element.scrollHeight > element.clientHeight);
  }, [width, units, shown.length]);
  useSpreadNumbers(strip);
  // A word pointed at in the editor comes into view here; under the pointer itself nothing moves.
  useEffect(() => {
    if (position >= 0 && !pointed.current) reveal(strip.current!, position);
  }, [word.source, scene.data.key]);
  const choose = (unit: number, isLink: boolean) => post(isLink ? toggleLink(scene, unit) : togglePin(scene, unit));
  const valueOf = (unit: number) => {
    if (!word.weights || !(numbered.includes(unit) || unit === focus || linked.has(unit))) return '';
    return word.unseen.has(unit) ? 'unseen' : format(word.weights[unit]!);
  };
  const token = (unit: number, joined: boolean) => (
    <TextToken
      key={unit}
      unit={unit}
      label={labels[unit]!}
      reading={readings[unit]!}
      pending={pending?.has(unit) === true}
      unseen={word.unseen.has(unit)}
      special={units[unit]!.special}
      joins={units[unit]!.joins}
      joined={joined}
      mark={
        unit === word.source || word.together?.includes(unit)
          ? word.pinned
            ? 'pinned'
            : 'source'
          : linked.has(unit)
            ? 'linked'
            : unit === focus
              ? 'focus'
              : ''
      }
      bucket={word.buckets[unit]!}
      value={valueOf(unit)}
      guest={unit === focus && !numbered.includes(unit)}
    />
  );
  return (
    <div
      class="strip"
      role="listbox"
      aria-label={name}
      aria-multiselectable="true"
      ref={strip}
      onPointerOver={event => {
        pointed.current = true;
        post(pointAt(scene, unitAt(event.target)));
      }}
      onPointerLeave={() => {
        pointed.current = false;
        post(pointAt(scene, null));
      }}
      onMouseDown={keepSelection}
      onClick={event => {
        const unit = unitAt(event.target);
        if (unit !== null) choose(unit, event.shiftKey);
      }}
      onKeyDown={event => {
        onArrow(event);
        const unit = unitAt(event.target);
        if (unit === null || (event.key !== 'Enter' && event.key !== ' ')) return;
        event.preventDefault();
        choose(unit, event.shiftKey);
      }}
    >
      {wholeWords(shown, units).map(pieces =>
        pieces.length === 1 ? (
          token(pieces[0]!, false)
        ) : (
          <span key={pieces[0]} class="whole" role="presentation">
            {pieces.map((unit, place) => token(unit, place < pieces.length - 1))}
          </span>
        ),
      )}
    </div>
  );
}

function TextToken({
  unit,
  label,
  reading,
  pending,
  unseen,
  special,
  joins,
  joined,
  mark,
  bucket,
  value,
  guest,
}: {
  readonly unit: number;
  readonly label: string;
  /** What the model reads instead; '' where it knows the word. */
  readonly reading: string;
  readonly pending: boolean;
  /** It has no link with the source. */
  readonly unseen: boolean;
  readonly special: boolean;
  readonly joins: boolean;
  /** The next piece stands against this one. */
  readonly joined: boolean;
  readonly mark: '' | 'source' | 'pinned' | 'linked' | 'focus';
  readonly bucket: number;
  readonly value: string;
  /** It has a number only while it is pointed at. */
  readonly guest: boolean;
}) {
  const names = [
    'token',
    pending && 'pending',
    unseen && 'not-seen',
    special && 'special',
    reading !== '' && 'unknown',
    joins && 'joins',
    joined && 'joined',
    mark,
  ];
  return (
    <span
      class={names.filter(Boolean).join(' ')}
      data-unit={unit}
      role="option"
      aria-selected={mark === 'pinned' || mark === 'linked'}
      title={[reading, pending && 'not measured yet', unseen && 'not seen'].filter(Boolean).join(', ') || undefined}
    >
      <span class={bucket > 0 ? `token-text heat-${bucket}` : 'token-text'}>{label}</span>
      {reading !== '' && <span class="unseen"> {reading} </span>}
      {value !== '' && <span class={guest ? 'value guest' : 'value'}>{value}</span>}
    </span>
  );
}

/** Units that belong to one word, together: a line never breaks inside it. */
function wholeWords(shown: readonly number[], units: readonly Unit[]): readonly number[][] {
  const words: number[][] = [];
  for (const unit of shown) {
    if (units[unit]!.joins && words.length > 0) words.at(-1)!.push(unit);
    else words.push([unit]);
  }
  return words;
}

function unitAt(target: EventTarget | null): number | null {
  const token = (target as Element).closest<HTMLElement>('[data-unit]');
  return token ? Number(token.dataset['unit']) : null;
}

/** Scrolls the strip alone, never the panel. */
function reveal(strip: HTMLElement, position: number): void {
  const token = strip.querySelectorAll<HTMLElement>('.token')[position];
  if (!token || strip.scrollHeight <= strip.clientHeight) return;
  const top = token.offsetTop - strip.offsetTop;
  if (top < strip.scrollTop || top + token.offsetHeight > strip.scrollTop + strip.clientHeight)
    strip.scrollTop = top - (strip.clientHeight - token.offsetHeight) / 2;
}
