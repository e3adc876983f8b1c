import { formatCount } from './numbers.ts';
import type { RowSample } from '../attention/someRows.ts';

/** "from 128 of 4,096 rows": what is said with everything that is made of a sample. */
export function fromSample({ rows, of }: RowSample): string {
  return `from ${formatCount(rows)} of ${formatCount(of)} rows`;
}

/** The same behind what it is said of; '' where it is made of all rows. */
export function sampleSuffix(sample: RowSample | null): string {
  return sample === null ? '' : `, ${fromSample(sample)}`;
}

/** A sentence of its own, behind what is told of one word. */
export function sampleNote(sample: RowSample | null): string {
  return sample === null ? '' : ` Only ${fromSample(sample)}, spread over the text: others may attend more.`;
}

/** What stands for a weight whose row is not in the sample that was read. */
export const NOT_READ = 'not read';
