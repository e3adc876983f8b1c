import type { HeadRanking, HeadRankingEntry } from '../src/protocol/engineApi.ts';

const SHOWN = 5;
/** Less weight on a word tells nothing: the head attends to neighbours, punctuation and special tokens alone. */
const SMALLEST_TELLING = 0.02;

/** Whether a head attends to a word that is neither the word itself, one of its two neighbours, punctuation nor a special token. */
export function isTelling({ unit, value }: HeadRankingEntry): boolean {
  return unit >= 0 && value >= SMALLEST_TELLING;
}

/** The heads that are marked in the grid and stand as rows below it. */
export function strongestHeads(ranking: HeadRanking | null): readonly HeadRankingEntry[] {
  return ranking?.entries.filter(isTelling).slice(0, SHOWN) ?? [];
}
