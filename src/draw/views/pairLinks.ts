import type { PairLink, PairLinks } from '../../core/state/pairLinks.ts';

/** So many lines are shown, the strongest: of more none can be followed. */
export const MOST_LINKS = 40;
/** And so many of the word that is looked from, however weak. */
const MOST_OWN = 12;

/** Links that are drawn: the strongest of all, and of a word its own. @param pinned a word that has a place whatever its links are; @param source the word that is looked from, which has lines where there is a place */
export function drawnLinks(
  { strongest, ofUnit }: Pick<PairLinks, 'strongest' | 'ofUnit'>,
  pinned: number | null,
  source: number | null,
): { readonly links: readonly PairLink[]; readonly more: readonly PairLink[] } {
  const isDrawn = (link: PairLink) => strongest.some(({ from, to }) => from === link.from && to === link.to);
  const weakerOf = (unit: number | null) =>
    unit === null
      ? []
      : ofUnit(unit)
          .filter(link => !isDrawn(link))
          .slice(0, MOST_OWN);
  return { links: [...strongest, ...weakerOf(pinned)], more: source === pinned ? [] : weakerOf(source) };
}
