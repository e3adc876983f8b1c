import { formatShift } from '../describe/influence.ts';
import { nameOfState } from '../describe/heat.ts';
import type { Direction } from '../attention/lens.ts';
import type { InfluenceMode } from '../state/viewState.ts';
import { answerLine, type AnswerSource } from './provenance.ts';
import { numbers, words, type Cell, type ExportTable } from './tables.ts';

/** How far a word's vector moves without each other word, beside what attention and rollout give it. */
export interface InfluenceOnWord {
  readonly unit: number;
  /** Words that can be taken away, in the order of the text. */
  readonly others: readonly number[];
  readonly state: number;
  readonly mode: InfluenceMode;
  /** NaN where it is not measured. */
  readonly shifts: Float32Array;
  readonly control: number;
  /** Words whose shift is marked. */
  readonly marked: readonly number[];
  /** Null while they are not here. */
  readonly attention: Float32Array | null;
  readonly rollout: Float32Array | null;
  /** What the attention is looked at through, and which way; rollout is always what the word is made of. */
  readonly heads: string;
  readonly direction: Direction;
}

/** Beside numbers of another kind, which have no direction. */
export function nameOfAttention(direction: Direction): string {
  return direction === 'to' ? 'Attention' : 'Attention received';
}

export function influenceTable(labels: readonly string[], influence: InfluenceOnWord, layers: number, source: AnswerSource): ExportTable {
  const { unit, others, state, mode, shifts, control, marked, attention, rollout, heads, direction } = influence;
  const isMarked = new Set(marked);
  const orNull = (value: number | undefined): Cell => (value !== undefined && Number.isFinite(value) ? value : null);
  return {
    caption: `How far the vector of “${labels[unit]!}” moves without each word, ${nameOfState(state, layers)}; control ${formatShift(control)}`,
    columns: [
      words('Word'),
      numbers('Shift', formatShift),
      words('Above the control'),
      numbers(nameOfAttention(direction)),
      numbers('Rollout'),
    ],
    rows: others.map((other): Cell[] => [
      labels[other]!,
      orNull(shifts[other]),
      isMarked.has(other) ? 'yes' : '',
      orNull(attention?.[other]),
      orNull(rollout?.[other]),
    ]),
    source: answerLine(source, [
      ['vector', nameOfState(state, layers)],
      ['words', mode === 'mask' ? 'masked' : 'left out'],
      ['heads of attention', heads],
    ]),
  };
}
