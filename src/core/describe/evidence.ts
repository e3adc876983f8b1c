import { formatCount, percent } from './numbers.ts';
import type { Lens } from '../attention/lens.ts';

/** "Finds the object of a verb in 72 % of 812 cases (best fixed position: 35 %). UD English EWT dev." or why nothing is claimed. */
export function evidenceOf(lens: Lens): string {
  if (lens.evidence.length === 0) return lens.description;
  const claims = lens.evidence.map(
    ({ measure, value, baseline, baselineName, cases }) =>
      `${measure} in ${percent(value)} of ${formatCount(cases)} cases (${baselineName}: ${percent(baseline)})`,
  );
  const sources = [...new Set(lens.evidence.map(item => item.data))].join('; ');
  return `Finds ${claims.join(', ')}. ${sources}.`;
}

/** The same in one line of a menu: the first measurement, and how many more there are. */
export function evidenceInShort(lens: Lens): string {
  const [first, ...more] = lens.evidence;
  if (!first) return lens.description;
  const others = more.length > 0 ? `, and ${more.length} more` : '';
  return `Finds ${first.measure} in ${percent(first.value)} of cases (${first.baselineName}: ${percent(first.baseline)})${others}`;
}
