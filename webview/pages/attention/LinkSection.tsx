import { useMemo, useRef, useState } from 'preact/hooks';
import { sortLinks, type LinkingHead, type LinkOrder } from '../../../src/core/attention/linking.ts';
import {
  distanceOf,
  endsOf,
  knownAs,
  nameOfWay,
  ordersOf,
  reachingHeads,
  WAYS,
  type Link,
  type Way,
} from '../../../src/core/describe/links.ts';
import { formatCount } from '../../../src/core/describe/numbers.ts';
import { useRoving } from '../../a11y/useRoving.ts';
import { Choice } from '../../controls/Choice.tsx';
import { Glyph } from '../../controls/Glyph.tsx';
import { PartState } from '../../controls/PartState.tsx';
import { Section } from '../../controls/Section.tsx';
import { Quoted } from '../../controls/Sentence.tsx';
import { keptPart } from '../../hooks/keptPart.ts';
import { useWidth } from '../../hooks/useSize.ts';
import type { Post } from '../../host.ts';
import type { Scene } from '../../scene.ts';
import { LinkRow } from './LinkRow.tsx';

/** Width of a row that has both ways, in pixels; in less there is one at a time. */
const ROOM_FOR_BOTH = 396;

/** So many heads, until all are asked for. */
const LISTED = 9;

/** The link of the pinned word with another; while that is computed, the one before it, which says itself of what it is. */
export function linkOf(scene: Scene): Link | null {
  const slice = scene.linked.size > 0 ? keptPart(scene, 'link') : null;
  return slice && { units: scene.units, ...slice };
}

/** Which heads link the two words: all of them, both ways. */
export function LinkSection({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const link = linkOf(scene);
  return (
    <Section
      id="links"
      picture={link && 'links'}
      title="Heads that link them"
      state={<PartState scene={scene} name="link" doing="Reading all heads" post={post} />}
      aside={link && `${formatCount(reachingHeads(link))} of ${formatCount(link.heads.length)} reach an even share`}
    >
      {link && <LinkingHeads scene={scene} link={link} post={post} />}
    </Section>
  );
}

function LinkingHeads({ scene, link, post }: { readonly scene: Scene; readonly link: Link; readonly post: Post }) {
  const { model, chosenHeads } = scene;
  const [box, width] = useWidth();
  const seen = WAYS.filter(way => link.ways[way].seen);
  /** Where there is room for one way only. */
  const [alone, setAlone] = useState<Way>('there');
  const isNarrow = seen.length === 2 && width > 0 && width < ROOM_FOR_BOTH;
  const shown = isNarrow ? [alone] : seen;
  const orders = ordersOf(link, shown);
  const [wish, setOrder] = useState<LinkOrder>('larger');
  const order = orders.some(([name]) => name === wish) ? wish : orders[0]![0];
  const [isWhole, setWhole] = useState(false);
  const sorted = useMemo(() => sortLinks(link.heads, order), [link.heads, order]);
  const rows = useRef<HTMLDivElement>(null);
  const onKeyDown = useRoving(rows, '.row');
  const isChosen = ({ layer, head }: LinkingHead) =>
    chosenHeads.length === 1 && chosenHeads[0]![0] === layer && chosenHeads[0]![1] === head;
  const isNext = distanceOf(link) === 1;
  if (seen.length === 0) return null;
  return (
    <div class={shown.length === 1 ? 'link-heads one-way' : 'link-heads both-ways'} ref={box}>
      <div class="link-ways">
        {isNarrow ? (
          <Choice
            name="Which way"
            options={seen.map(way => [way, <WayName link={link} way={way} />] as const)}
            value={alone}
            onChange={setAlone}
          />
        ) : (
          shown.map(way => (
            <span key={way} class={`link-way ${way}`}>
              <WayName link={link} way={way} />
            </span>
          ))
        )}
        <span class="picker link-order">
          <select
            aria-label="Order of the heads"
            title="Order of the heads"
            value={order}
            onChange={event => setOrder(event.currentTarget.value as LinkOrder)}
          >
            {orders.map(([name, text]) => (
              <option key={name} value={name}>
                {text}
              </option>
            ))}
          </select>
          <Glyph name="chevron" />
        </span>
      </div>
      <div class="rows" role="listbox" aria-label="Heads that link the two words" ref={rows} onKeyDown={onKeyDown}>
        {(isWhole ? sorted : sorted.slice(0, LISTED)).map(head => (
          <LinkRow
            key={`${head.layer} ${head.head}`}
            link={link}
            head={head}
            ways={shown}
            known={knownAs([head.layer, head.head], model.lenses, model.roles) || (isNext ? 'next to it' : '')}
            chosen={isChosen(head)}
            onChoose={() => post({ type: 'view', view: { kind: 'head', layer: head.layer, head: head.head } })}
          />
        ))}
      </div>
      <p class="note link-more">
        {sorted.length > LISTED && (
          <button type="button" class="link" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? `Show the First ${LISTED}` : `Show All ${formatCount(sorted.length)}`}
          </button>
        )}
        <span>Enter shows the head. Grey numbers are below an even share.</span>
      </p>
    </div>
  );
}

/** `it` → `France` */
export function WayName({ link, way }: { readonly link: Link; readonly way: Way }) {
  const [end, other] = endsOf(link, way);
  return (
    <span title={nameOfWay(link, way)}>
      <Quoted text={end} /> → <Quoted text={other} />
    </span>
  );
}
