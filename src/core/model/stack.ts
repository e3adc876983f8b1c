import type { HeadRef } from '../attention/lens.ts';
import type { Within } from '../text/textPair.ts';
import type { Stream } from '../text/unitRef.ts';

/** One kind of attention of a model, all layers of it: of a text to itself, or of one text (rows, queries) to another (columns, keys). */
export interface AttentionStack {
  readonly kind: 'self' | 'cross';
  /** A query sees the keys up to its own place, and no later one. */
  readonly causal: boolean;
  /** False behind a sink: what a row lacks to 1 went to no token. */
  readonly rowsSumToOne: boolean;
  /** Attention heads of each layer. */
  readonly heads: readonly number[];
}

/** The three kinds of attention of an encoder-decoder: of the source to itself, of the target to itself, of the target to the source. */
export const STACK_NAMES = ['encoder', 'decoder', 'cross'] as const;

export type StackName = (typeof STACK_NAMES)[number];

/** The kind that two texts are looked at by. @param within of an encoder-decoder 'each' is the target: it is what is written word by word */
export function stackWithin(within: Within | undefined): StackName {
  if (within === undefined) return 'cross';
  return within === 'first' ? 'encoder' : 'decoder';
}

/** What of two texts a model looks at that looks within them. @param stack of an encoder-decoder; left out: a model that reads both as one text */
export function withinOf(stack: StackName | undefined): Within {
  if (stack === undefined) return 'each';
  return stack === 'encoder' ? 'first' : 'second';
}

/** Which text the rows, and which the columns, of its maps are of. */
export const STREAMS_OF: Readonly<Record<StackName, { readonly rows: Stream; readonly columns: Stream }>> = {
  encoder: { rows: 'source', columns: 'source' },
  decoder: { rows: 'target', columns: 'target' },
  cross: { rows: 'target', columns: 'source' },
};

/** The shape of an encoder: a text to itself, both ways, as many heads in every layer. */
export function encoderStack(layers: number, heads: number): AttentionStack {
  return encoderOf(equalHeads(layers, heads));
}

/** The same with heads of its own in each layer. */
export function encoderOf(heads: readonly number[]): AttentionStack {
  return { kind: 'self', causal: false, rowsSumToOne: true, heads };
}

export function equalHeads(layers: number, heads: number): readonly number[] {
  return Array.from({ length: layers }, () => heads);
}

/** Heads of every layer, where all layers have as many. */
export function evenHeads(heads: readonly number[]): number | null {
  const [first = 0] = heads;
  return heads.every(count => count === first) ? first : null;
}

/** Heads of one layer; 0 for a layer that is not there. */
export function headsIn(heads: readonly number[], layer: number): number {
  return heads[layer] ?? 0;
}

export function headsOfLayer(heads: readonly number[], layer: number): HeadRef[] {
  return Array.from({ length: headsIn(heads, layer) }, (_, head): HeadRef => [layer, head]);
}

/** Every head, layer by layer. */
export function allHeads(heads: readonly number[]): HeadRef[] {
  return heads.flatMap((_, layer) => headsOfLayer(heads, layer));
}

/** The place of a head among {@link allHeads}. */
export function headIndex(heads: readonly number[], layer: number, head: number): number {
  let index = head;
  for (let before = 0; before < layer; before++) index += headsIn(heads, before);
  return index;
}

/** Columns that a row sees: of causal attention those up to its own place. */
export function visibleColumns({ causal }: Pick<AttentionStack, 'causal'>, row: number, columns: number): number {
  return causal ? Math.min(row + 1, columns) : columns;
}
