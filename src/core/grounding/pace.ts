import { median } from '../median.ts';
import type { GroundLayout } from './layout.ts';

/** How long something took that was read. */
export interface TimedReading {
  readonly tokens: number;
  readonly milliseconds: number;
}

/** Tokens that are read again without a sentence of the source (null: without all of it): what stands behind it. */
export function readAgain({ source, answerTokens }: Pick<GroundLayout, 'source' | 'answerTokens'>, sentence: number | null): number {
  const gone = sentence === null ? source.at(-1) : source[sentence];
  return Math.max(1, (answerTokens.at(-1) ?? 0) - (gone?.tokens.at(-1) ?? 0));
}

/**
 * Milliseconds that a token takes to be read again: the median of the readings after the first, which also makes what likelihoods are made by. Before there is one, as long as a token took
 * when the text was read.
 */
export function paceOf(readings: readonly TimedReading[], whole: TimedReading): number {
  const warm = readings.length > 1 ? readings.slice(1) : [whole];
  return median(warm.map(({ tokens, milliseconds }) => milliseconds / tokens));
}

/** About how long it takes to leave out sentences of the source one at a time. */
export function secondsToRead(
  layout: Pick<GroundLayout, 'source' | 'answerTokens'>,
  left: readonly (number | null)[],
  pace: number,
): number {
  return (left.reduce<number>((sum, sentence) => sum + readAgain(layout, sentence), 0) * pace) / 1000;
}
