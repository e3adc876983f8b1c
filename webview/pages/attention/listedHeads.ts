import { useMemo } from 'preact/hooks';
import { listedHeads, type ListedHead } from '../../../src/core/attention/ranking.ts';
import { rankingOf } from '../../hooks/keptPart.ts';
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
