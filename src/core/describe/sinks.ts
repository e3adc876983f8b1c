import { ordinal } from './counted.ts';
import type { Visibility } from '../attention/visibility.ts';
import { rowsIn, sampleOf, valueIn, type UnitMatrix } from '../state/unitMatrix.ts';
import type { Unit } from '../text/token.ts';
import { fromSample } from './sample.ts';
import { formatCount, percent } from './numbers.ts';
import { plain, quoted, type SentencePart } from './sentence.ts';

/** What the other words that see it give a word through a matrix, the mean over them; NaN where the matrix is invalid, or nobody sees it. */
export function meanReceived(matrix: UnitMatrix, { sees }: Pick<Visibility, 'sees'>, column: number): number {
  let sum = 0;
  let seeing = 0;
  for (const row of rowsIn(matrix)) {
    if (row === column || !sees(row, column)) continue;
    sum += valueIn(matrix, row, column);
    seeing++;
  }
  return sum / seeing;
}

/** `the sink`, `the sinks`. */
export function theSink(count: number): string {
  return count === 1 ? 'the sink' : 'the sinks';
}

/** Behind a word that the text has several times, which of them it is: ` (the 1st of 3)`; else ''. @param labels of all units */
export function whichOf(labels: readonly string[], unit: number): string {
  const alike = labels.flatMap((label, other) => (label === labels[unit] ? [other] : []));
  return alike.length < 2 ? '' : ` (the ${ordinal(alike.indexOf(unit) + 1)} of ${formatCount(alike.length)})`;
}

/**
 * "The first token, I, takes 71 % here, 62 % over all heads; . (the 1st of 3) takes 9 % here and over all heads: sinks, hidden." No parts where there is none.
 * @param isHidden as the picture has it
 */
export function sinkStatement(
  units: readonly Unit[],
  matrix: UnitMatrix,
  visibility: Pick<Visibility, 'sees'>,
  isHidden: boolean,
): SentencePart[] {
  const { sinks } = matrix;
  const sample = sampleOf(matrix);
  if (sinks.length === 0) return [];
  const parts: SentencePart[] = [];
  let saysSample = sample === null;
  const labels = units.map(({ label }) => label);
  for (const [place, { unit, share }] of sinks.entries()) {
    const here = meanReceived(matrix, visibility, unit);
    const overall = percent(share);
    const what = !Number.isFinite(here)
      ? `${overall} over all heads`
      : percent(here) === overall && sample === null
        ? `${overall} here and over all heads`
        : `${percent(here)} here${saysSample ? '' : `, ${fromSample(sample!)}`}, ${overall} over all heads`;
    saysSample ||= Number.isFinite(here);
    const isFirst = units[unit]!.tokens[0] === 0;
    if (place > 0) parts.push(plain('; '));
    parts.push(plain(isFirst ? (place === 0 ? 'The first token, ' : 'the first token, ') : ''), quoted(labels[unit]!));
    parts.push(plain(`${isFirst ? ',' : whichOf(labels, unit)} takes ${what}`));
  }
  parts.push(plain(`${sinks.length === 1 ? ': a sink' : ': sinks'}${isHidden ? ', hidden' : ''}.`));
  return parts.filter(({ text }) => text !== '');
}
