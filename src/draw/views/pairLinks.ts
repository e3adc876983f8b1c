import type { PairLink, PairLinks } from '../../core/state/pairLinks.ts';

/** So many lines are shown, the strongest: of more none can be followed. */
export const MOST_LINKS = 40;
/** And so many of the word that is looked from, however weak. */
const MOST_OWN = 12;

/** Links that are drawn: the strongest of all, and of a word its own. @param pinned a word that has a place whatever its links are; @param source the word that is looked from, which has lines where there is a place */
export function drawnLinks(
  { links, ofUnit }: Pick<PairLinks, 'links' | 'ofUnit'>,
  pinned: number | null,
  source: number | null,
): { readonly links: readonly PairLink[]; readonly more: readonly PairLink[] } {
  const strongest = links.slice(0, MOST_LINKS);
  const isDrawn = new Set(strongest);
  const weakerOf = (unit: number | null) =>
    unit === null
      ? []
      : ofUnit(unit)
          .filter(link => !isDrawn.has(link))
          .slice(0, MOST_OWN);
  return { links: [...strongest, ...weakerOf(pinned)], more: source === pinned ? [] : weakerOf(source) };
}
