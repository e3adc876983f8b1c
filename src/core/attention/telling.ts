import type { Unit } from '../text/token.ts';

/** 1 for a unit that tells something when it is attended to: nearly every head looks at punctuation, at special tokens and at a sink. @param sinks that tell nothing */
export function tellingUnits(units: readonly Unit[], sinks: ReadonlySet<number>): Uint8Array {
  return Uint8Array.from(units, ({ punctuation, special }, index) => (!punctuation && !special && !sinks.has(index) ? 1 : 0));
}

/** How far off a unit tells something: nearly every head looks at the unit itself, which is 0 off, and at its two neighbours. Two texts have no such places. */
export const NEIGHBOUR = 1;
