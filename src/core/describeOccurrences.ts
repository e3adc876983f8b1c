import type { Clusters, GroupFigures } from './clusters.ts';
import { formatSigned } from './describe.ts';

/** Places are counted from 1 on screen. */
export function placeNames(places: readonly number[]): string {
  const names = places.toSorted((a, b) => a - b).map(place => String(place + 1));
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** What clustering finds, stated as that: where the places part in two, and the figures that say whether it means something. */
export function clusterStatement({ order, split, within, between }: Clusters): string {
  if (split === 0) return 'There is only one place, so there is nothing to part.';
  const name = order.length > MOST_NAMED ? countPlaces : placeNames;
  const parted = `${name(order.slice(0, split))} from ${name(order.slice(split))}`;
  // Two places have no pair within a group.
  if (Number.isNaN(within)) return `Clustering parts ${parted}; the cosine between them is ${formatSigned(between)}.`;
  const gap = within - between;
  const figures = `mean cosine ${formatSigned(within)} within the groups, ${formatSigned(between)} between them`;
  if (gap < SMALLEST_GAP) return `All places are alike here: parted in two (${parted}), ${figures}.`;
  return `Two groups part: ${parted}; ${figures}.`;
}

/** More places cannot be told by their numbers; the picture has them. */
const MOST_NAMED = 12;

function countPlaces({ length }: readonly number[]): string {
  return length === 1 ? 'one place' : `${length} places`;
}

/** Figures that differ by less look the same in two decimals. */
const SMALLEST_GAP = 0.01;

/** How the groups that a person named stand to the two that clustering found; '' unless exactly two names are in use. */
export function agreementNote(groups: readonly string[], { order, split }: Clusters): string {
  const names = [...new Set(groups.filter(name => name !== ''))];
  if (names.length !== 2 || split === 0) return '';
  const first = new Set(order.slice(0, split));
  const named = groups.flatMap((name, place) => (name === '' ? [] : [{ name, place }]));
  const matching = named.filter(({ name, place }) => (name === names[0]) === first.has(place)).length;
  const apart = Math.min(matching, named.length - matching);
  if (apart === 0)
    return named.length === groups.length ? 'They are the groups that you named.' : 'They agree with the names that you gave.';
  return `Your names say otherwise for ${apart} of ${named.length} places.`;
}

/** "Within a group 0.89, between groups 0.74." of the groups a person named; '' when there is nothing to compare. */
export function figuresNote({ within, between }: GroupFigures): string {
  if (Number.isNaN(between)) return '';
  const inside = Number.isNaN(within) ? 'no group has two places' : `within a group ${formatSigned(within)}`;
  return `Mean cosine: ${inside}, between groups ${formatSigned(between)}.`;
}
