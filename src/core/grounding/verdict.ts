import type { TokenSentence } from './layout.ts';

/** What leaving something out does to some tokens of an answer. */
export interface Effect {
  /** By how much all of them together become less likely, in nats. */
  readonly drop: number;
  /** Jensen-Shannon divergence, in nats: the mean over them. */
  readonly divergence: number;
}

/** What a removal does to each token of the answer, in its order; NaN where nothing stands before it any more. */
export interface Removal {
  readonly drops: Float32Array;
  readonly divergences: Float32Array;
}

/** @param places of the tokens, among those of the answer. NaN where none of them is predicted */
export function effectOn({ drops, divergences }: Removal, places: readonly number[]): Effect {
  const known = places.filter(place => Number.isFinite(drops[place]!));
  if (known.length === 0) return { drop: NaN, divergence: NaN };
  const sum = (values: Float32Array): number => known.reduce((total, place) => total + values[place]!, 0);
  return { drop: sum(drops), divergence: sum(divergences) / known.length };
}

/** A control is at most so many times as long as what it stands beside, and no shorter than that part of it. */
const LIKE_LENGTH = 2;

/**
 * The sentence that a marked one is compared with: of those that are not marked, the one whose number of tokens is nearest; of equals the nearest in the
 * text. Null when none is of like length, twice at most.
 */
export function controlFor(sentence: number, marked: readonly number[], source: readonly Pick<TokenSentence, 'tokens'>[]): number | null {
  const lengthOf = (place: number): number => source[place]!.tokens.length;
  const own = lengthOf(sentence);
  const far = (place: number): number => Math.abs(lengthOf(place) - own);
  let best: number | null = null;
  for (const place of source.keys()) {
    const length = lengthOf(place);
    if (place === sentence || marked.includes(place) || length > LIKE_LENGTH * own || own > LIKE_LENGTH * length) continue;
    const nearer = best === null ? -1 : far(place) - far(best) || Math.abs(place - sentence) - Math.abs(best - sentence);
    if (nearer < 0) best = place;
  }
  return best;
}

/** Nats: without the source, a word that has at least 9 tenths of its probability left does not rest on it. */
export const NOT_FROM_HERE = -Math.log(0.9);

/**
 * Whether a word of the answer is as likely without the whole source: its tokens together lose less than {@link NOT_FROM_HERE}. Null where that is not known.
 * @param drop of all its tokens when the whole source is left out
 */
export function isNotFromHere(drop: number): boolean | null {
  return Number.isFinite(drop) ? drop < NOT_FROM_HERE : null;
}
