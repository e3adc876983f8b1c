import type { HeadRef, Lens } from '../attention/lens.ts';
import { lensesOfHead, type LinkingHead, type LinkOrder, type LinkWay, type LinkWays } from '../attention/linking.ts';
import { ROLE_TEXTS, type RoledHead } from '../attention/headRoles.ts';
import { areFar, type Sides } from '../text/textPair.ts';
import type { Unit } from '../text/token.ts';
import { visibleText } from '../text/visibleText.ts';
import { evidenceInShort } from './evidence.ts';
import { nameOfEnd } from './linkEnd.ts';
import { formatCount, formatWeight } from './numbers.ts';
import { plain, quoted, type SentencePart } from './sentence.ts';

/** One way of a link. */
export type Way = keyof LinkWays;
export const WAYS = ['there', 'back'] as const satisfies readonly Way[];

/** Two ends of one text, and what was measured of them. */
export interface Link {
  readonly units: readonly Unit[];
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly ways: LinkWays;
  readonly heads: readonly LinkingHead[];
}

/** What the ends of one way are called, the one that attends first. */
export function endsOf({ units, from, to }: Pick<Link, 'units' | 'from' | 'to'>, way: Way): readonly [string, string] {
  const [first, second] = [nameOfEnd(units, from), nameOfEnd(units, to)];
  return way === 'there' ? [first, second] : [second, first];
}

/** `it → France`, for what can hold no quotes of ours. */
export function nameOfWay(link: Pick<Link, 'units' | 'from' | 'to'>, way: Way): string {
  return endsOf(link, way).map(visibleText).join(' \u2192 ');
}

/** "it attends to France most in L3 H1, 0.59. Back, France attends to it most in L0 H10, 0.10." */
export function linkStatement(link: Link): SentencePart[] {
  const seen = WAYS.filter(way => link.ways[way].seen);
  const told = WAYS.flatMap(way => (link.ways[way].seen ? mostOf(link, way, way !== seen[0]) : blindStatement(link, way)));
  return told.slice(0, -1).concat(plain(told.at(-1)!.text.trimEnd()));
}

function mostOf(link: Link, way: Way, isBack: boolean): SentencePart[] {
  const [end, other] = endsOf(link, way).map(quoted) as [SentencePart, SentencePart];
  const most = strongestOf(link, way);
  const parts = [...(isBack ? [plain('Back, ')] : []), end, plain(' attends to '), other];
  if (!most) return [...parts, plain(' in no head that has valid values. ')];
  const where = `L${most.layer} H${most.head}, ${formatWeight(most[way])}. `;
  return [
    ...parts,
    plain(reachesEven(most[way], link.ways[way]) ? ` most in ${where}` : ` in no head as much as an even share; most in ${where}`),
  ];
}

function blindStatement(link: Link, way: Way): SentencePart[] {
  const [end, other] = endsOf(link, way);
  return [quoted(end), plain(' cannot see '), quoted(other), plain(': this model reads from left to right. ')];
}

/** The head with the most one way; null where no head has valid values. */
export function strongestOf({ heads }: Pick<Link, 'heads'>, way: Way): LinkingHead | null {
  return heads.reduce<LinkingHead | null>((most, head) => (head[way] > (most?.[way] ?? -1) ? head : most), null);
}

/** How many heads reach an even share, how far apart the ends are, and what the strongest head is known for. */
export function linkNote(link: Link, lenses: readonly Lens[], isHeldByRows: boolean, sides?: Sides): SentencePart[] {
  return [
    ...WAYS.filter(way => link.ways[way].seen).flatMap((way, index) => countOf(link, way, index === 0)),
    plain(`. ${apart(link, sides)}`),
    ...severalNote(link),
    ...knownNote(link, lenses),
    ...(isHeldByRows ? [plain(' Read from the rows of these words alone, as the text is long.')] : []),
  ];
}

/** "21 of 72 heads reach an even share of 0.08 from it", then ", 3 from France", with its own share where that is another. */
function countOf(link: Link, way: Way, isFirst: boolean): SentencePart[] {
  const { heads, ways } = link;
  const count = formatCount(heads.filter(head => reachesEven(head[way], ways[way])).length);
  const even = formatWeight(ways[way].even);
  const end = quoted(endsOf(link, way)[0]);
  if (isFirst) return [plain(`${count} of ${formatCount(heads.length)} heads reach an even share of ${even} from `), end];
  return [plain(`, ${count}${ways.there.even === ways.back.even ? '' : ` that of ${even}`} from `), end];
}

/** How many heads reach an even share one way or the other. */
export function reachingHeads({ heads, ways }: Pick<Link, 'heads' | 'ways'>): number {
  return heads.filter(head => WAYS.some(way => reachesEven(head[way], ways[way]))).length;
}

export function reachesEven(weight: number, { even, seen }: LinkWay): boolean {
  return seen && weight >= even;
}

/** `7.7 ×` from an even share on, else nothing. */
export function multipleOf(weight: number, way: LinkWay): string {
  return reachesEven(weight, way) ? `${(weight / way.even).toFixed(1)} \u00d7` : '';
}

/** Why the link of two words that stand beside each other says little. */
export const NEXT_TO = 'The two stand next to each other: a head that looks at every next or previous word links them as any other two.';

/** How far is no question between two texts. */
function apart(link: Pick<Link, 'from' | 'to'>, sides: Sides | undefined): string {
  if (sides && areFar({ of: sides.of, far: 'other' }, link.from[0]!, link.to[0]!)) return 'They stand in two texts.';
  const distance = distanceOf(link);
  return distance === 1 ? NEXT_TO : `The words stand ${formatCount(distance)} apart.`;
}

/** Between the nearest words of the ends; 1: they stand next to each other. */
export function distanceOf({ from, to }: Pick<Link, 'from' | 'to'>): number {
  // Not as arguments of one call: a selection may have more words than that takes.
  return from.reduce((least, a) => to.reduce((nearest, b) => Math.min(nearest, Math.abs(a - b)), least), Infinity);
}

function severalNote({ units, from, to }: Link): SentencePart[] {
  const several = [from, to].filter(end => end.length > 1);
  return several.flatMap(end => [
    plain(' '),
    quoted(nameOfEnd(units, end)),
    plain(' counts as one word: the mean of its queries and the sum of its keys.'),
  ]);
}

/** What the strongest head of either way is known for, with its evidence. */
function knownNote(link: Link, lenses: readonly Lens[]): SentencePart[] {
  const [first, second] = WAYS.map(way => {
    const most = strongestOf(link, way);
    return most && reachesEven(most[way], link.ways[way]) ? most : null;
  });
  const most = first === second ? [first] : [first, second];
  return most.flatMap(head => {
    const lens = head && lensesOfHead(lenses, [head.layer, head.head]).find(({ evidence }) => evidence.length > 0);
    return lens ? [plain(` L${head.layer} H${head.head} is ${lens.name}: ${uncapitalised(evidenceInShort(lens))}.`)] : [];
  });
}

function uncapitalised(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** What a head is known as: its smallest lens, else its role; '' for none. */
export function knownAs([layer, head]: HeadRef, lenses: readonly Lens[], roles: readonly RoledHead[]): string {
  const [lens] = lensesOfHead(lenses, [layer, head]);
  const role = roles.find(other => other.head[0] === layer && other.head[1] === head);
  return lens?.name ?? (role ? ROLE_TEXTS[role.role].name : '');
}

/** What the heads can be sorted by. @param ways that are shown, at least one */
export function ordersOf(link: Link, ways: readonly Way[]): readonly (readonly [LinkOrder, string])[] {
  if (ways.length < 2)
    return [
      [ways[0]!, 'largest first'],
      ['layer', 'by layer'],
    ];
  return [['larger', 'larger first'], ...ways.map(way => [way, `${nameOfWay(link, way)} first`] as const), ['layer', 'by layer']];
}
