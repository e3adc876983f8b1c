import { toForm } from './unicodeForm.ts';

/** What is there but not seen: soft hyphens, zero-width and bidi characters, variation selectors, controls. The tags of regional flags are seen. */
const UNSEEN = /(?![\u{E0020}-\u{E007F}])[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu;
const APOSTROPHES = /[\u2018\u2019\u201b\u02bb\u02bc\u00b4\uff07]/g;
const HYPHENS = /[\u2010\u2011\u2212\ufe63\uff0d]/g;
const QUOTES = /[\u201c-\u201f\uff02]/g;

/** Runs of ASCII, runs of white space, and every other character with the marks on it (at most 30, as in Unicode's stream-safe format: putting marks in order takes the square of their number). */
const CLUSTERS = /[!-~]+(?!\p{M})|\p{White_Space}+|[^\p{M}\p{White_Space}]\p{M}{0,30}|\p{M}{1,30}/gu;

/** A text in one form for all its spellings. */
export interface FoldedText {
  readonly text: string;
  /** Per UTF-16 unit of `text`: where the character that it came from starts in the text as written. Never decreasing. */
  readonly starts: Int32Array;
}

/**
 * One form for all spellings of a text, found without a locale so that it is the same everywhere: case folded fully (`ß` is `ss`, `İ` and `ı` are `i`),
 * accents apart (NFD), apostrophes, hyphens and quotation marks plain, white space one space, nothing that cannot be seen. For every look-up of
 * words; never shown, and never what a model reads.
 */
export function foldText(text: string): FoldedText {
  const known = new Map<string, string>();
  let folded = '';
  const starts: number[] = [];
  const append = (piece: string, start: number): void => {
    folded += piece;
    for (let unit = 0; unit < piece.length; unit++) starts.push(start);
  };
  for (const { 0: cluster, index } of text.matchAll(CLUSTERS)) {
    const code = cluster.charCodeAt(0);
    if (code > 0x20 && code < 0x7f && (cluster.length === 1 || cluster.charCodeAt(1) < 0x7f)) {
      folded += cluster.toLowerCase();
      for (let at = 0; at < cluster.length; at++) starts.push(index + at);
      continue;
    }
    let piece = known.get(cluster);
    if (piece === undefined) known.set(cluster, (piece = foldCluster(cluster)));
    // Unseen characters between spaces leave one.
    if (piece !== ' ' || !folded.endsWith(' ')) append(piece, index);
  }
  return { text: folded, starts: Int32Array.from(starts) };
}

/** The same of a word or phrase, without white space around it. */
export function foldSpelling(word: string): string {
  return foldText(word).text.trim();
}

function foldCluster(cluster: string): string {
  if (/^\p{White_Space}/u.test(cluster)) return ' ';
  // Lower case first: the upper case of ẞ is itself.
  const folded = cluster.normalize('NFD').toLowerCase().toUpperCase().toLowerCase().normalize('NFD');
  return plain(folded).replace('i\u0307', 'i');
}

/** A word as most files write it: accents composed, apostrophes and hyphens plain, nothing unseen. Its case is kept. */
export function plainSpelling(word: string): string {
  return plain(toForm(word, 'NFC'));
}

function plain(text: string): string {
  return text.replace(UNSEEN, '').replace(APOSTROPHES, "'").replace(HYPHENS, '-').replace(QUOTES, '"');
}
