import { headsIn } from '../model/stack.ts';
import { foldSpelling } from '../text/spelling.ts';
import type { HeadRef } from './lens.ts';

/** A head as a list shows it: where it is, from which word, and the word that it links it to. */
export interface ListedHead {
  readonly layer: number;
  readonly head: number;
  /** Labels of the two words; empty when the list is not about a word. */
  readonly source: string;
  readonly target: string;
}

const PAIR = /\bl?(?:ayer)?\s*(\d+)(?:\s*[.,:/]\s*|\s+|\s*(?=h))h?(?:ead)?\s*(\d+)\b/g;
/** A place that is not yet typed to its end: `L12 H`, `12.`. */
const UNFINISHED = /(?<=\d\s*)(?:[.,:/]|,?\s*h(?:e|ea|ead)?)\s*$/;
const LAYER = /\bl(?:ayer)?\s*(\d+)\b/g;
const HEAD = /\bh(?:ead)?\s*(\d+)\b/g;

/** Whether a head is meant by what was typed: by its place (`L5 H3`, `5.3`, `5 3`, `layer 5`, `h3`), by the word it links to, or by both. */
export function meansHead(typed: string, { layer, head, source, target }: ListedHead): boolean {
  const [from, to] = [foldSpelling(source), foldSpelling(target)];
  const query = fold(typed);
  // A word of the text may look like a place.
  if (query !== '' && to === query) return true;
  let isPlace = true;
  const take = (pattern: RegExp, text: string, holds: (...numbers: number[]) => boolean) =>
    text.replace(pattern, (_match: string, ...groups: unknown[]) => {
      isPlace &&= holds(...groups.slice(0, -2).map(Number));
      return ' ';
    });
  const withoutPairs = take(PAIR, query, (l, h) => l === layer && h === head);
  const withoutLayers = take(LAYER, withoutPairs, l => l === layer);
  const words = take(HEAD, withoutLayers, h => h === head);
  const isNumber = (word: string) => /^\d+$/.test(word) && [layer, head].includes(Number(word));
  return isPlace && words.split(/\s+/).every(word => word === '' || to.includes(word) || from === word || isNumber(word));
}

/** A head or a layer by its place, or that there is none: `why` is a sentence. */
export type TypedPlace =
  | { readonly kind: 'head'; readonly head: HeadRef }
  | { readonly kind: 'layer'; readonly layer: number }
  | { readonly kind: 'outside'; readonly why: string };

/** The place that was typed and nothing else, `L12 H7`, `12.7`, `l12h7`, `12 7` or `L12`; null when it is none. @param heads of each layer */
export function readPlace(typed: string, heads: readonly number[]): TypedPlace | null {
  const query = fold(typed);
  const pair = whole(PAIR, query);
  const alone = pair ? null : (whole(LAYER, query) ?? whole(/^(\d+)$/g, query));
  const numbers = pair ?? alone;
  if (!numbers) return null;
  const [layer, head] = numbers;
  const count = headsIn(heads, layer!);
  if (count === 0) return { kind: 'outside', why: `Layers count from 0 to ${heads.length - 1}.` };
  if (head === undefined) return { kind: 'layer', layer: layer! };
  if (head >= count) return { kind: 'outside', why: `Heads of layer ${layer} count from 0 to ${count - 1}.` };
  return { kind: 'head', head: [layer!, head] };
}

function fold(typed: string): string {
  return foldSpelling(typed.trim()).replace(UNFINISHED, '');
}

/** The numbers of a pattern that is all of the text. */
function whole(pattern: RegExp, text: string): number[] | null {
  const [match, second] = text.matchAll(pattern);
  return match && !second && match[0] === text ? match.slice(1).map(Number) : null;
}
