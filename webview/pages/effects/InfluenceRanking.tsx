import { formatCount } from '../../../src/core/describe/numbers.ts';
import { useMemo, useRef } from 'preact/hooks';
import { nounOf, weightIn } from '../../../src/core/describe/attention.ts';
import { correlationNote, formatShift } from '../../../src/core/describe/influence.ts';
import { measuredUnits } from '../../../src/core/attention/influence.ts';
import type { InfluencePart } from '../../../src/protocol/panelParts.ts';
import { useRoving } from '../../a11y/useRoving.ts';
import { barShare, type InfluenceViews } from '../../../src/draw/views/effects.ts';
import type { Scene } from '../../scene.ts';
import { Section } from '../../controls/Section.tsx';
import { Quoted } from '../../controls/Sentence.tsx';
import { WithTerms } from '../../controls/Term.tsx';
import type { Post } from '../../host.ts';
import { pointAt } from '../../pointing.ts';

/** Rows that are drawn; the table has all. */
const LARGEST = 12;

/** The words by shift, each with its attention and its rollout, and whether the orders agree. */
export function InfluenceRanking({
  scene,
  part,
  views,
  post,
}: {
  readonly scene: Scene;
  readonly part: InfluencePart;
  readonly views: InfluenceViews;
  readonly post: Post;
}) {
  const { labels, units, focus, state } = scene;
  const noun = state.level === 'words' ? 'words' : 'sub-words';
  const rows = useRef<HTMLDivElement>(null);
  const order = useMemo(() => measuredUnits(part.shifts), [part]);
  const shown = order.slice(0, LARGEST);
  const onKeyDown = useRoving(rows, '.rank', { moved: place => post(pointAt(scene, shown[place])) });
  const largest = part.shifts[order[0]!] ?? 0;
  const marked = new Set(views.influence?.marked);
  const share = (shift: number) => `${barShare(shift, largest)}%`;
  const soFar = part.left > 0;
  const note = useMemo(() => {
    // Of a few neighbours it would be another number than of all, and change with each.
    if (soFar) return 'Whether the orders agree is said when every word is measured.';
    return correlationNote(
      'shift',
      part.shifts,
      [
        { name: 'attention', weights: views.attention.weights },
        { name: 'rollout', weights: views.rollout.weights },
      ],
      order,
      nounOf(
        state.level,
        order.map(other => units[other]!),
      ),
    );
  }, [part, views, order, state.level, units]);
  if (order.length === 0) return null;
  const isCut = shown.length < order.length;
  const among = soFar ? 'of those measured so far' : 'by shift';
  const aside = isCut ? `first ${formatCount(shown.length)} of ${formatCount(order.length)}${soFar ? ' measured so far' : ''}` : among;
  return (
    <Section id="ranked" picture="ranked" title={`Order of the ${noun}`} aside={aside}>
      <div class="rank-head" aria-hidden="true">
        <span>{noun.slice(0, -1)}</span>
        <span />
        <span class="number">shift</span>
        <span class="number">attention</span>
        <span class="number">rollout</span>
      </div>
      <div
        class="rows"
        role="listbox"
        aria-label="Words by shift"
        ref={rows}
        onKeyDown={onKeyDown}
        onPointerLeave={() => post(pointAt(scene, null))}
      >
        {shown.map(other => {
          const shift = part.shifts[other]!;
          return (
            <div
              key={other}
              class={marked.has(other) ? 'rank marked' : 'rank'}
              role="option"
              aria-selected={other === focus}
              onPointerEnter={() => post(pointAt(scene, other))}
            >
              <Quoted text={labels[other]!} extra="row-word" />
              <span class="rank-bar">
                <i style={{ width: share(shift) }} />
                {part.control <= largest && <b style={{ left: share(part.control) }} />}
              </span>
              <span class="number">{formatShift(shift)}</span>
              <span class="number">{weightIn(views.attention, other)}</span>
              <span class="number">{weightIn(views.rollout, other)}</span>
            </div>
          );
        })}
      </div>
      <p class="note below">
        {part.control <= largest && `The upright line is the control${soFar ? ' so far' : ''}. `}
        <WithTerms text={note} terms={[['ρ', 'rank-correlation']]} />
      </p>
    </Section>
  );
}
