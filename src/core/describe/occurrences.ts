import type { ContextSizes } from '../model/contextSizes.ts';
import type { Clusters, GroupFigures } from '../vectors/clusters.ts';
import { contextNote } from './context.ts';
import { listed } from './counted.ts';
import { formatCount, formatSigned } from './numbers.ts';
import { plain, quoted, type SentencePart } from './sentence.ts';

/** Places are counted from 1 on screen. */
export function placeNames(places: readonly number[]): string {
  const names = places.toSorted((a, b) => a - b).map(place => String(place + 1));
  return listed(names, 'and');
}

/**
 * What clustering finds, stated as that: where the places part in two, and the figures that say whether it means something.
 * @param where the vectors that are compared, "after 3 of 6 layers"; left out where everything around it is of the same ones
 */
export function clusterStatement({ order, split, within, between }: Clusters, where = ''): string {
  const here = where || 'here';
  if (order.length < 2) return 'There is only one place, so there is nothing to part.';
  // With two there is one cosine, and no groups.
  if (order.length === 2) return `The two places have cosine ${formatSigned(between)} ${here}.`;
  const name = order.length > MOST_NAMED ? countPlaces : placeNames;
  const parted = `${name(order.slice(0, split))} from ${name(order.slice(split))}`;
  const gap = within - between;
  const figures = `mean cosine ${formatSigned(within)} within the groups, ${formatSigned(between)} between them`;
  if (gap < SMALLEST_GAP) return `All places are alike ${here}: parted in two (${parted}), ${figures}.`;
  return `Two groups part${where && ' '}${where}: ${parted}; ${figures}.`;
}

/** What the cosines say in words. `groups` are the names that a person gave, '' for none. */
export function placesStatement(groups: readonly string[], cosines: Float32Array, clusters: Clusters, where = ''): string {
  if (groups.length > 1 && isSame(cosines)) return sameStatement(groups.length);
  return [clusterStatement(clusters, where), agreementNote(groups, clusters)].filter(Boolean).join(' ');
}

/** Equal up to rounding. */
function isSame(cosines: Float32Array): boolean {
  return cosines.every(cosine => cosine > 0.99999);
}

/** What the parting is not. */
export const CLUSTER_CAVEAT =
  'Order and line are found by clustering, from the cosines alone; any places can be parted in two, whether or not the word has two senses.';

/** Instead of that where every cosine is 1. */
export function sameStatement(places: number): string {
  const where = places === 2 ? 'both places (cosine 1)' : `all ${places} places (every cosine is 1)`;
  return `The same vector in ${where}: what stands around it plays no part yet.`;
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
  if (names.length !== 2 || order.length < 3) return '';
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

/** What a comparison does not cover. */
export interface LeftOut extends ContextSizes {
  /** Places beyond the limit. */
  readonly beyond: number;
  /** Places that the model has no token for. */
  readonly unread: number;
  /** Places in texts that are longer than the model can read. */
  readonly windowed: number;
  /** Names of the documents that are longer than `longest` characters: the rest was not looked through. */
  readonly cut: readonly string[];
  readonly longest: number;
}

/** Documents that are named; more are counted. */
const NAMED = 3;

/** Says what was left out, and why; empty when nothing was. `compared` is the number of places that are shown. */
export function leftOutNote(compared: number, { beyond, unread, windowed, cut, longest, ...sizes }: LeftOut): SentencePart[] {
  const sentences: SentencePart[][] = [];
  if (beyond > 0)
    sentences.push([
      plain(
        `${compared + unread} places are compared, the first of each text; ${formatCount(beyond)} more ${beyond === 1 ? 'was' : 'were'} left out.`,
      ),
    ]);
  if (unread > 0) sentences.push([plain(`${unread} ${unread === 1 ? 'place has' : 'places have'} no token in this model.`)]);
  if (windowed > 0)
    sentences.push([
      plain(
        `${windowed === compared ? 'Each place' : `${windowed} of the places`} ${windowed === compared || windowed === 1 ? 'is' : 'are'} read in the ${formatCount(sizes.contextLength)} tokens around it: the text is longer than the model can read${contextNote(sizes) && ' here'}${contextNote(sizes)}.`,
      ),
    ]);
  if (cut.length > 0)
    sentences.push([plain('Of '), ...documentNames(cut), plain(` only the first ${formatCount(longest)} characters were looked through.`)]);
  return sentences.flatMap((sentence, place) => (place === 0 ? sentence : [plain(' '), ...sentence]));
}

/** Whose places these are, when they are not of the explored text; empty otherwise. */
export function elsewhereNote(elsewhere: readonly string[]): SentencePart[] {
  if (elsewhere.length === 0) return [];
  return [
    plain('These are places in '),
    ...documentNames(elsewhere),
    plain(', compared earlier; the text that is explored now is another one.'),
  ];
}

/** Where in their documents the places are, when none is in the explored text. `line` counts from 1; 0: typed. */
export function outsideNote(items: readonly { readonly document: string; readonly line: number }[]): SentencePart[] {
  const inDocuments = items.filter(({ line }) => line > 0);
  const names = [...new Set(inDocuments.map(({ document }) => document))];
  if (names.length === 0) return [];
  const lines = inDocuments.map(({ line }) => line);
  const [first, last] = [Math.min(...lines), Math.max(...lines)];
  const where = names.length > 1 ? '' : first === last ? `line ${first} of ` : `lines ${first} to ${last} of `;
  return [plain(`These are places in ${where}`), ...documentNames(names), plain('; none of them stands in the text that is explored now.')];
}

/** Whose text was edited after it was compared; empty when none was. */
export function editedNote(edited: readonly string[]): SentencePart[] {
  if (edited.length === 0) return [];
  const [was, text] = edited.length === 1 ? ['was', 'text as it was'] : ['were', 'texts as they were'];
  return [...documentNames(edited), plain(` ${was} edited since: the numbers are of the ${text} when compared.`)];
}

/** The places are compared in the texts as they stand, whatever the explored text was written into. */
export function chatNote(isChat: boolean): SentencePart[] {
  return isChat ? [plain('Compared as plain text, without the chat template: the explored message itself was read inside of it.')] : [];
}

function documentNames(names: readonly string[]): SentencePart[] {
  const more = names.length - NAMED;
  const named = names.slice(0, NAMED).flatMap((name, place) => [plain(place === 0 ? '' : ', '), quoted(name)]);
  return more > 0 ? [...named, plain(` and ${more} more ${more === 1 ? 'document' : 'documents'}`)] : named;
}
