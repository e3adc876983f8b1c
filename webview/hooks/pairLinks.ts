import { useMemo } from 'preact/hooks';
import { axesOf } from '../../src/core/state/axes.ts';
import { lookingSide } from '../../src/core/state/facing.ts';
import { pairLinks, unitsAlone, type PairLinks } from '../../src/core/state/pairLinks.ts';
import { MOST_LINKS } from '../../src/draw/views/pairLinks.ts';
import { isAcross } from '../../src/core/text/textPair.ts';
import type { Scene } from '../scene.ts';

/** Words down and across the picture of all words, kept while words are pointed at. */
export function useAxes({ data, state, word, matrix }: Scene): ReturnType<typeof axesOf> {
  return useMemo(() => axesOf(word, data.matrix, state), [data.matrix, state.hideSpecial, lookingSide(state, matrix)]);
}

/** What goes between two texts, kept as long: it takes a look at every weight. Null where that is not looked at, and while it is not wanted. */
export function usePairLinks(scene: Scene, axes: ReturnType<typeof useAxes>, isWanted = true): PairLinks | null {
  return useBetween(scene, axes, isWanted, () => pairLinks(scene.data.matrix, scene.visibility, axes, MOST_LINKS));
}

/** Words without a counterpart, in the same way. */
export function useUnitsAlone(scene: Scene, axes: ReturnType<typeof useAxes>, isWanted = true): ReadonlySet<number> | null {
  return useBetween(scene, axes, isWanted, () => unitsAlone(scene.data.matrix, scene.visibility, axes));
}

function useBetween<T>({ data, state }: Scene, axes: ReturnType<typeof useAxes>, isWanted: boolean, find: () => T): T | null {
  return useMemo(
    () => (isWanted && isAcross(data.matrix.sides) ? find() : null),
    [isWanted, data.matrix, axes, state.hideSink, state.scale.unit, state.scale.strength],
  );
}
