/** So many even shares of its row does attention have to be for a word of one text to be the counterpart of a word of the other. */
const SHARES = 3;

/** In a text of a few words that would be all of it and more: half of what a word gives is enough. */
const HALF = 0.5;

/** The weight from which on two words of different texts are counterparts. @param share even share of the word that is looked at, in the row of the one that looks */
export function counterpartBar(share: number): number {
  return Math.min(HALF, SHARES * share);
}
