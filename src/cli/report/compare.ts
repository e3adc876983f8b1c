import { nameOfModel } from '../../core/describe/model.ts';
import { clusterCosines, type Clusters } from '../../core/vectors/clusters.ts';
import { CLUSTER_CAVEAT, placesStatement } from '../../core/describe/occurrences.ts';
import { nameOfState } from '../../core/describe/heat.ts';
import { formatCount, formatSigned } from '../../core/describe/numbers.ts';
import type { Span } from '../../core/text/span.ts';
import { surroundingsOf } from '../../core/text/surroundings.ts';
import { middleState, type OccurrenceContext } from '../../core/state/viewState.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import type { CompareSlice } from '../../protocol/embeddingApi.ts';
import type { ModelSummary } from '../../protocol/engineApi.ts';
import { counted } from '../../core/describe/counted.ts';
import { drawTable } from '../../core/describe/table.ts';

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
  const whole = slice.windowed === 0 ? 'in the whole text' : `in the ${formatCount(model.contextLength)} tokens around it`;
  const read = context === 'text' ? whole : 'in its own sentence';
  const lines = [
    `${visibleText(nameOfModel(model))}, "${visibleText(word)}" in ${counted(size, 'place')},${size > 1 ? ' each' : ''} read ${read}`,
    '',
    ...spans.map((span, index) => `${String(index + 1).padStart(3)}  ${quote(text, span)}`),
  ];
  const clusters = clusterCosines(states[middle]!, size);
  const name = nameOfState(middle, layers);
  const statement = placesStatement(
    spans.map(() => ''),
    states[middle]!,
    clusters,
    name,
  );
  if (size < 2) return `${[...lines, '', statement].join('\n')}\n`;
  const rows = [
    ['word embedding', ...spread(fixed, size)],
    ...states.map((cosines, state) => [nameOfState(state, layers), ...spread(cosines, size)]),
  ];
  lines.push('', ...drawTable(['cosine of every two', 'mean', 'lowest', 'highest'], rows), '', statement);
  // Two places cannot be grouped.
  if (size > 2) lines.push(CLUSTER_CAVEAT, '', ...matrixTable(states[middle]!, size, clusters));
  return `${lines.join('\n')}\n`;
}

function quote(text: string, span: Span): string {
  const { before, word, after } = surroundingsOf(text, span, AROUND);
  return `${visibleText(before)}>${visibleText(word)}<${visibleText(after)}`.trim();
}

/** Mean, smallest and largest of all pairs of different rows. */
function spread(cosines: Float32Array, size: number): string[] {
  const pairs = Array.from(cosines).filter((_, index) => Math.floor(index / size) < index % size);
  const mean = pairs.reduce((sum, cosine) => sum + cosine, 0) / pairs.length;
  return [mean, Math.min(...pairs), Math.max(...pairs)].map(formatSigned);
}

/** The matrix in the order of the clusters, with a line between the two. */
function matrixTable(cosines: Float32Array, size: number, { order, split }: Clusters): string[] {
  const name = (row: number): string => String(row + 1);
  const [header, ...rows] = drawTable(
    ['', ...order.map(name)],
    order.map(row => [name(row), ...order.map(column => formatSigned(cosines[row * size + column]!))]),
  );
  return [header!, ...rows.slice(0, split), '-'.repeat(header!.length), ...rows.slice(split)];
}
