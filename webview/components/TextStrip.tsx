import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { formatShort } from '../../src/core/describe.ts';
import type { Unit } from '../../src/core/token.ts';
import { useRoving } from '../a11y/useRoving.ts';
import type { Scene } from '../scene.ts';
import { useWidth } from '../useSize.ts';
import type { Post } from './Panel.tsx';

/** The explored text, word by word: point, click to pin, or arrows and Enter. */
export function TextStrip({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const { word, units, labels, state, focus } = scene;
  const [strip, width] = useWidth();
  const pointed = useRef(false);
  const togglePin = (unit: number) => post({ type: 'pin', unit: state.pinned === unit ? null : unit });
  const onArrow = useRoving(strip, '.token', {
    preferred: Math.max(0, scene.positionOf(word.source)),
    moved: position => post({ type: 'point', unit: word.shown[position]! }),
  });
  useLayoutEffect(() => {
    const element = strip.current!;
    element.classList.toggle('scrolls', element.scrollHeight > element.clientHeight);
  }, [width, units, state.hideSpecial]);
  // A word pointed at in the editor comes into view here; under the pointer itself nothing moves.
  useEffect(() => {
    if (word.source !== null && !pointed.current) reveal(strip.current!, scene.positionOf(word.source));
  }, [word.source, scene.data.key]);
  const token = (unit: number) => (
    <TextToken
      key={unit}
      unit={unit}
      label={labels[unit]!}
      special={units[unit]!.special}
      joins={units[unit]!.joins}
      mark={unit === word.source ? (word.pinned ? 'pinned' : 'source') : unit === focus ? 'focus' : ''}
      bucket={word.buckets[unit]!}
      value={word.weights && (word.strongest.includes(unit) || unit === focus) ? formatShort(word.weights[unit]!) : ''}
    />
  );
  return (
    <div
      class="strip"
      role="listbox"
      aria-label="Text"
      ref={strip}
      onPointerOver={event => {
        pointed.current = true;
        post({ type: 'point', unit: unitAt(event.target) });
      }}
      onPointerLeave={() => {
        pointed.current = false;
        post({ type: 'point', unit: null });
      }}
      onClick={event => {
        const unit = unitAt(event.target);
        if (unit !== null) togglePin(unit);
      }}
      onKeyDown={event => {
        onArrow(event);
        const unit = unitAt(event.target);
        if (unit === null || (event.key !== 'Enter' && event.key !== ' ')) return;
        event.preventDefault();
        togglePin(unit);
      }}
    >
      {wholeWords(word.shown, units).map(pieces =>
        pieces.length === 1 ? (
          token(pieces[0]!)
        ) : (
          <span key={pieces[0]} class="whole" role="presentation">
            {pieces.map(token)}
          </span>
        ),
      )}
    </div>
  );
}

function TextToken({
  unit,
  label,
  special,
  joins,
  mark,
  bucket,
  value,
}: {
  readonly unit: number;
  readonly label: string;
  readonly special: boolean;
  readonly joins: boolean;
  readonly mark: '' | 'source' | 'pinned' | 'focus';
  readonly bucket: number;
  readonly value: string;
}) {
  const names = ['token', special && 'special', joins && 'joins', mark, bucket > 0 && `heat-${bucket}`];
  return (
    <span class={names.filter(Boolean).join(' ')} data-unit={unit} role="option" aria-selected={mark === 'pinned'}>
      <span class="token-text">{label}</span>
      <span class="value">{value}</span>
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
