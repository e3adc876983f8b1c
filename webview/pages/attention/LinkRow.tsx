import type { LinkingHead } from '../../../src/core/attention/linking.ts';
import { multipleOf, nameOfWay, reachesEven, type Link, type Way } from '../../../src/core/describe/links.ts';
import { formatWeight } from '../../../src/core/describe/numbers.ts';

/** One head, read out by its name first: what it gives the one way left of its name, the other way right of it, each bar growing from the name. */
export function LinkRow({
  link,
  head,
  ways,
  known,
  chosen,
  onChoose,
}: {
  readonly link: Link;
  readonly head: LinkingHead;
  readonly ways: readonly Way[];
  /** Lens or role; '' for none. */
  readonly known: string;
  /** It is looked through. */
  readonly chosen: boolean;
  readonly onChoose: () => void;
}) {
  const name = `L${head.layer} H${head.head}`;
  return (
    <div
      class="row link-row"
      role="option"
      aria-selected={chosen}
      onClick={onChoose}
      onKeyDown={event => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onChoose();
      }}
    >
      <span class="link-head" title={known}>
        {name}
        {known !== '' && <span class="link-known"> {known}</span>}
      </span>
      {ways.map(way => (
        <Side key={way} link={link} head={head} way={way} />
      ))}
    </div>
  );
}

function Side({ link, head, way }: { readonly link: Link; readonly head: LinkingHead; readonly way: Way }) {
  const weight = head[way];
  const multiple = multipleOf(weight, link.ways[way]);
  return (
    <>
      <span class="unseen"> {nameOfWay(link, way)} </span>
      <span class={`number ${way}${reachesEven(weight, link.ways[way]) ? '' : ' below'}`}>{formatWeight(weight)}</span>
      <span class={`link-multiple ${way}`}>{multiple}</span>
      <span class={`bar ${way}`}>
        <i style={{ width: `${Math.round((Number.isNaN(weight) ? 0 : weight) * 100)}%` }} />
      </span>
    </>
  );
}
