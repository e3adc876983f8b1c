import { foldSpelling } from '../text/spelling.ts';

/** A head as a list shows it: where it is, from which word, and the word that it links it to. */
export interface ListedHead {
  readonly layer: number;
  readonly head: number;
  /** Labels of the two words; empty when the list is not about a word. */
  readonly source: string;
  readonly target: string;
}

const PAIR = /\bl?(?:ayer)?\s*(\d+)(?:\s*[.,:/]\s*|\s*(?=h))h?(?:ead)?\s*(\d+)\b/g;
const LAYER = /\bl(?:ayer)?\s*(\d+)\b/g;
const HEAD = /\bh(?:ead)?\s*(\d+)\b/g;

/** Whether a head is meant by what was typed: by its place (`L5 H3`, `5.3`, `layer 5`, `h3`), by the word it links to, or by both. */
export function meansHead(typed: string, { layer, head, source, target }: ListedHead): boolean {
  const [from, to] = [foldSpelling(source), foldSpelling(target)];
  const query = foldSpelling(typed.trim());
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
