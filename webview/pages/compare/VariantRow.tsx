import { formatShort, formatShortSigned } from '../../../src/core/describe/numbers.ts';
import { formatShiftShort } from '../../../src/core/describe/influence.ts';
import { bucketOfDrift } from '../../../src/core/scale.ts';
import type { Unit } from '../../../src/core/text/token.ts';
import { standsInText } from '../../../src/core/text/token.ts';
import type { ComparedPair, VariantComparison } from '../../../src/core/attention/whatIf.ts';
import { sequenceOf } from '../../../src/core/text/tokenSequence.ts';
import type { WhatIfPart } from '../../../src/protocol/panelParts.ts';
import { useRoving } from '../../a11y/useRoving.ts';
import type { Scene } from '../../scene.ts';
import { unitLabels } from '../../../src/core/describe/unitLabels.ts';
import { useScrollEdge } from '../../hooks/useScrollEdge.ts';
import { useWidth } from '../../hooks/useSize.ts';
import type { Post } from '../../host.ts';
import { pointAt, togglePin } from '../../pointing.ts';

/** The two texts in columns of a word and its counterpart, so that they stay aligned wherever a line ends. */
export function VariantRow({
  scene,
  part,
  comparison,
  others,
  post,
}: {
  readonly scene: Scene;
  readonly part: WhatIfPart;
  readonly comparison: VariantComparison;
  readonly others: readonly Unit[];
  readonly post: Post;
}) {
  const { labels, readings, units, state, word, focus } = scene;
  const written = unitLabels(others, sequenceOf(part.summary).tokens, part.matrix.level);
  const [row, width] = useWidth();
  const hideSpecial = state.hideSpecial || comparison.heat !== 'attention'; // likeness leaves them out
  const pairs = comparison.pairs.filter(pair => !(hideSpecial && isSpecial(pair, units, others)));
  const onArrow = useRoving(row, '.pair', {
    preferred: Math.max(
      0,
      pairs.findIndex(({ unit }) => unit === word.source),
    ),
    moved: place => point(pairs[place]!.unit),
  });
  useScrollEdge(row, [width, part, hideSpecial]);
  const point = (unit: number) => post(pointAt(scene, unit));
  const pin = (unit: number) => unit >= 0 && post(togglePin(scene, unit));
  const format = comparison.heat === 'attention' ? formatShort : formatShortSigned;
  const mark = (unit: number, own: number | null) => (unit < 0 || unit !== own ? '' : word.pinned ? 'pinned' : 'source');
  return (
    <div
      class="strip pairs"
      role="listbox"
      aria-label="The text and the other text"
      ref={row}
      onKeyDown={onArrow}
      onPointerLeave={() => point(-1)}
    >
      {pairs.map(pair => {
        const { unit, other, drift } = pair;
        const numbered = pair.changed || (unit >= 0 && unit === focus);
        return (
          <span
            key={`${unit} ${other}`}
            class={unit === part.unit ? 'pair replaced' : 'pair'}
            role="option"
            aria-selected={unit >= 0 && unit === scene.pinned}
            onPointerEnter={() => point(unit)}
            onClick={() => pin(unit)}
            onKeyDown={event => {
              if (event.key !== 'Enter' && event.key !== ' ') return;
              event.preventDefault();
              pin(unit);
            }}
          >
            <Side
              label={unit < 0 ? '' : labels[unit]!}
              reading={unit < 0 ? '' : readings[unit]!}
              bucket={pair.bucket}
              unseen={pair.unseen}
              mark={mark(unit, word.source) || (unit >= 0 && unit === focus ? 'focus' : '')}
              value={numbered && Number.isFinite(pair.value) ? format(pair.value) : ''}
            />
            <Side
              label={other < 0 ? '' : written.labels[other]!}
              reading={other < 0 ? '' : written.readings[other]!}
              bucket={pair.otherBucket}
              unseen={pair.otherUnseen}
              mark={mark(other, comparison.otherSource) || (pair.changed ? 'changed' : '')}
              value={numbered && Number.isFinite(pair.otherValue) ? format(pair.otherValue) : ''}
            />
            {part.drift && <Drift drift={drift} shown={unit === focus || unit === word.source || drift >= LARGE} />}
          </span>
        );
      })}
    </div>
  );
}

/** A drift from here on has its number in any case. */
const LARGE = 0.1;

function Side({
  label,
  reading,
  bucket,
  unseen,
  mark,
  value,
}: {
  readonly label: string;
  /** What the model reads instead; '' where it knows the word. */
  readonly reading: string;
  readonly bucket: number;
  /** It has no link with the word looked from. */
  readonly unseen: boolean;
  readonly mark: string;
  readonly value: string;
}) {
  return (
    <span
      class={['token', unseen && 'not-seen', reading !== '' && 'unknown', mark].filter(Boolean).join(' ')}
      title={[reading, unseen && 'not seen'].filter(Boolean).join(', ') || undefined}
    >
      <span class={['token-text', label === '' && 'nothing', bucket > 0 && `heat-${bucket}`].filter(Boolean).join(' ')}>
        {label === '' ? '–' : label}
      </span>
      {reading !== '' && <span class="unseen"> {reading} </span>}
      <span class="value">{value}</span>
    </span>
  );
}

/** A flat swatch in the hue of the vectors, painted from 0.02 on, and its number where it is large or asked for. */
function Drift({ drift, shown }: { readonly drift: number; readonly shown: boolean }) {
  const bucket = bucketOfDrift(drift);
  return (
    <span class={bucket > 0 ? `drift hue-contextual heat-${bucket}` : 'drift hue-contextual'}>
      <i />
      <span class="value">{shown && Number.isFinite(drift) ? formatShiftShort(drift) : ''}</span>
    </span>
  );
}

function isSpecial({ unit, other }: ComparedPair, units: readonly Unit[], others: readonly Unit[]): boolean {
  const side = unit >= 0 ? units[unit]! : others[other]!;
  return !standsInText(side);
}
