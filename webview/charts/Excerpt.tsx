import { useMemo } from 'preact/hooks';
import { excerpt } from '../../src/draw/excerpt.ts';
import type { WordView } from '../../src/core/state/viewModel.ts';
import { useWidth } from '../hooks/useSize.ts';
import type { Post } from '../host.ts';
import { keepSelection, pointAt, toggleLink, togglePin } from '../pointing.ts';
import type { Scene } from '../scene.ts';
import type { ThemeColors } from '../theme.ts';
import { createMeasure } from './canvasPainter.ts';

const SIZE = 13;
/** Left and right of a coloured word. */
const PADDING = 4;
/** The line between two texts, with the room round it. */
const BETWEEN_TEXTS = 15;

/** The text on one line, around its subject and the word that has most of it. By keyboard it is read and pinned in the strip that unfolds. */
export function Excerpt({
  scene,
  theme,
  word,
  post,
}: {
  readonly scene: Scene;
  readonly theme: ThemeColors;
  /** What the words are coloured by. */
  readonly word: WordView;
  readonly post: Post;
}) {
  const { labels, units, linked } = scene;
  const { buckets, source, order } = word;
  const isKept = (unit: number) => unit === source || unit === order[0] || linked.has(unit) || word.together?.includes(unit) === true;
  // What the model adds stands in the strip.
  const shown = word.shown.filter(unit => !units[unit]!.special || isKept(unit));
  const [box, room] = useWidth();
  const measure = useMemo(() => createMeasure(`${SIZE}px ${theme.quotedFont}`), [theme.quotedFont]);
  const space = measure(' ');
  const isMarked = (unit: number) => unit === source || buckets[unit]! > 0 || linked.has(unit);
  const { sides } = scene.matrix;
  // Where the second of two texts begins.
  const second = sides ? shown.find(unit => sides.of[unit] === 1) : undefined;
  const widths = shown.map(
    unit =>
      measure(labels[unit]!) + (units[unit]!.joins ? 0 : space) + (isMarked(unit) ? PADDING : 0) + (unit === second ? BETWEEN_TEXTS : 0),
  );
  const kept = source === null ? [] : [...shown.keys()].filter(place => isKept(shown[place]!));
  const runs = excerpt(widths, kept, measure(' …'), room);
  const unitOf = (event: Event): number | null => {
    const found = (event.target as Element).closest<HTMLElement>('[data-unit]')?.dataset['unit'];
    return found === undefined ? null : Number(found);
  };
  return (
    <div
      class="excerpt"
      ref={box}
      onPointerOver={event => post(pointAt(scene, unitOf(event)))}
      onPointerLeave={() => post(pointAt(scene, null))}
      onMouseDown={keepSelection}
      onClick={event => {
        const unit = unitOf(event);
        if (unit !== null) post(event.shiftKey ? toggleLink(scene, unit) : togglePin(scene, unit));
      }}
    >
      {runs.map(({ from, to }, run) => (
        <>
          {run > 0 ? ' …' : from > 0 && '… '}
          {shown.slice(from, to).map((unit, place) => (
            <>
              {unit === second && <span class="between" aria-hidden="true" />}
              {!units[unit]!.joins && (run > 0 || place > 0) && ' '}
              <span
                data-unit={unit}
                class={[
                  'token-text',
                  buckets[unit]! > 0 && `heat-${buckets[unit]}`,
                  (unit === source || word.together?.includes(unit)) && (word.pinned ? 'is-pinned' : 'is-source'),
                  linked.has(unit) && 'is-linked',
                  word.unseen.has(unit) && 'not-seen',
                  isMarked(unit) && 'marked',
                ]
                  .filter(Boolean)
                  .join(' ')}
              >
                {labels[unit]}
              </span>
            </>
          ))}
        </>
      ))}
    </div>
  );
}
