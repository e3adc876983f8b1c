import { useMemo } from 'preact/hooks';
import type { HeadRef } from '../../../src/core/attention/lens.ts';
import { sortLinks } from '../../../src/core/attention/linking.ts';
import { listedHeads, TELLING_LISTED, type ListedHead } from '../../../src/core/attention/ranking.ts';
import { reachesEven } from '../../../src/core/describe/links.ts';
import type { LinkSlice } from '../../../src/protocol/headsApi.ts';
import { keptPart, rankingOf } from '../../hooks/keptPart.ts';
import type { Scene } from '../../scene.ts';

/** The heads that stand in the list for the word; none without one. */
export function useListedHeads(scene: Scene): readonly ListedHead[] {
  const { view } = scene.state;
  const ranking = rankingOf(scene);
  return useMemo(
    () => (ranking ? listedHeads(ranking.entries, view.kind === 'head' ? [view.layer, view.head] : null) : []),
    [ranking, view],
  );
}

/** The heads that are marked in the picture of all heads: the strongest of the word, or those that link a pair most. */
export function useHintedHeads(scene: Scene): readonly HeadRef[] {
  const listed = useListedHeads(scene);
  const isPair = scene.linked.size > 0;
  const slice = isPair ? keptPart(scene, 'link') : null;
  return useMemo(() => (slice ? strongestLinks(slice) : isPair ? [] : telling(listed)), [listed, slice, isPair]);
}

function telling(listed: readonly ListedHead[]): readonly HeadRef[] {
  return listed.filter(({ why }) => why === 'telling').map(({ layer, head }) => [layer, head]);
}

/** As many as of a word, of those that reach an even share. */
function strongestLinks({ heads, ways }: LinkSlice): readonly HeadRef[] {
  const reaching = heads.filter(({ there, back }) => reachesEven(there, ways.there) || reachesEven(back, ways.back));
  return sortLinks(reaching, 'larger')
    .slice(0, TELLING_LISTED)
    .map(({ layer, head }) => [layer, head]);
}
