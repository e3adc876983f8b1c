import { formatCount } from './numbers.ts';
import type { HeadEntropies } from '../attention/entropy.ts';
import type { RowSample } from '../attention/someRows.ts';
import { sampleSuffix } from './sample.ts';

/** Of one head, to stand behind its name; '' where it has none. */
export function entropyInShort({ bits, even }: HeadEntropies, index: number): string {
  const own = bits[index] ?? NaN;
  return Number.isNaN(own) ? '' : `entropy ${inBits(own)} of ${inBits(even)} bits`;
}

/** What the numbers of all heads range between. */
export function entropyScale({ keys, even, causal }: HeadEntropies, hideSpecial: boolean, sampled: RowSample | null = null): string {
  const all = causal ? 'all that a token sees' : `all ${formatCount(keys)}`;
  const scale = `entropy: 0 bits on one token, ${inBits(even)} evenly on ${all}${hideSpecial ? ' but special ones' : ''}`;
  return scale + sampleSuffix(sampled);
}

const inBits = (value: number): string => value.toFixed(1);
