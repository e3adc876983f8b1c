import type { HeadEntropies } from '../attention/entropy.ts';
import type { RowSample } from '../attention/someRows.ts';
import { sampleSuffix } from './sample.ts';

/** Of one head, to stand behind its name; '' where it has none. */
export function entropyInShort({ bits, keys }: HeadEntropies, index: number): string {
  const own = bits[index] ?? NaN;
  return Number.isNaN(own) ? '' : `entropy ${inBits(own)} of ${inBits(Math.log2(keys))} bits`;
}

/** What the numbers of all heads range between. */
export function entropyScale({ keys }: HeadEntropies, hideSpecial: boolean, sampled: RowSample | null = null): string {
  const scale = `entropy: 0 bits on one token, ${inBits(Math.log2(keys))} evenly on all ${keys}${hideSpecial ? ' but special ones' : ''}`;
  return scale + sampleSuffix(sampled);
}

const inBits = (value: number): string => value.toFixed(1);
