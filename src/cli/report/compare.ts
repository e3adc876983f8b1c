import { clusterCosines } from '../../core/vectors/clusters.ts';
import { nameOfState } from '../../core/describe/heat.ts';
import { formatWeight } from '../../core/describe/attention.ts';
import type { Span } from '../../core/text/span.ts';
import { textAfter, textBefore } from '../../core/text/surroundings.ts';
import { middleState, type OccurrenceContext } from '../../core/state/viewState.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import type { CompareSlice } from '../../protocol/embeddingApi.ts';
import type { ModelSummary } from '../../protocol/engineApi.ts';
import { counted } from './counted.ts';
import { drawTable } from './table.ts';

interface Comparison {
  readonly text: string;
  readonly word: string;
  readonly context: OccurrenceContext;
  readonly model: ModelSummary;
  /** Those that were read, in the order of the slice. */
  readonly spans: readonly Span[];
  readonly slice: CompareSlice;
}

/** Characters shown on each side of an occurrence. */
const AROUND = 30;

/** The occurrences, how alike they are in each hidden state, and how they part in two in the middle one. */
export function compareReport({ text, word, context, model, spans, slice }: Comparison): string {
  const { size, states, fixed } = slice;
  const layers = states.length - 1;
  const middle = middleState(layers);
  const whole = slice.windowed === 0 ? 'in the whole text' : `in the ${model.contextLength} tokens around it`;
  const read = context === 'text' ? whole : 'in its own sentence';
  const lines = [
    `${visibleText(model.name)}, "${visibleText(word)}" in ${counted(size, 'place')},${size > 1 ? ' each' : ''} read ${read}`,
    '',
    ...spans.map((span, index) => `${String(index + 1).padStart(3)}  ${quote(text, span)}`),
  ];
  if (size < 2) return `${[...lines, '', 'There is nothing to compare it with.'].join('\n')}\n`;
  const name = nameOfState(middle, layers);
  const rows = [
    ['word embedding', ...spread(fixed, size)],
    ...states.map((cosines, state) => [nameOfState(state, layers), ...spread(cosines, size)]),
  ];
  lines.push('', ...drawTable(['cosine of every two', 'mean', 'lowest', 'highest'], rows), '');
  // Two places cannot be grouped.
  if (size === 2) lines.push(`The two places have cosine ${formatWeight(states[middle]![1]!)} ${name}.`);
  else lines.push(...parting(states[middle]!, size, name));
  return `${lines.join('\n')}\n`;
}

function quote(text: string, { start, end }: Span): string {
  const word = visibleText(text.slice(start, end).replace(/\s+/g, ' '));
  return `${visibleText(textBefore(text, start, AROUND))}>${word}<${visibleText(textAfter(text, end, AROUND))}`.trim();
}

/** Mean, smallest and largest of all pairs of different rows. */
function spread(cosines: Float32Array, size: number): string[] {
  const pairs = Array.from(cosines).filter((_, index) => Math.floor(index / size) < index % size);
  const mean = pairs.reduce((sum, cosine) => sum + cosine, 0) / pairs.length;
  return [mean, Math.min(...pairs), Math.max(...pairs)].map(formatWeight);
}

/** The two clusters, and the matrix in their order. */
function parting(cosines: Float32Array, size: number, state: string): string[] {
  const { order, split, within, between } = clusterCosines(cosines, size);
  const name = (row: number): string => String(row + 1);
  const groups = [order.slice(0, split), order.slice(split)].map(rows => rows.map(name).join(' '));
  return [
    `Parted in two ${state}: ${groups.join(' | ')} (mean cosine within ${formatWeight(within)}, between ${formatWeight(between)}). Any texts can be parted; the figures say how clearly.`,
    '',
    ...drawTable(
      ['', ...order.map(name)],
      order.map(row => [name(row), ...order.map(column => formatWeight(cosines[row * size + column]!))]),
    ),
  ];
}
