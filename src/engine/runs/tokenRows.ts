import { sequenceOf } from '../../core/text/tokenSequence.ts';
import type { StoredRun } from './attentionStore.ts';

/** Rows of one width, [rows, width]. */
export interface TokenRows {
  readonly width: number;
  readonly values: Float32Array;
}

export function idsOf(run: StoredRun): number[] {
  return sequenceOf(run.summary).tokens.map(token => token.id);
}

/** Rows of a run, one a token. */
export function asRows(values: Float32Array, { attention }: StoredRun): TokenRows {
  return { width: values.length / attention.rows, values };
}
