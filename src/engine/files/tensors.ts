import type { WholeAttention } from '../../core/attention/maps.ts';
import { headsIn } from '../../core/model/stack.ts';
import { sequenceOf, type TokenSequence } from '../../core/text/tokenSequence.ts';
import type { ModelSummary, RunSummary } from '../../protocol/engineApi.ts';
import type { NpyArray } from './npz.ts';

/** What was computed of a run, for files. */
export interface RunTensors {
  readonly summary: RunSummary;
  readonly attention: WholeAttention;
  /** Hidden states 0 to L, each [T, width]; empty unless every run's are kept, or when the model does not have them. */
  readonly hidden: readonly Float32Array[];
}

/**
 * The arrays of one run, named after `prefix`: {@link tokenArrays}, `<prefix>.attention.<layer>` float32 [heads, queries, keys] and, when they were
 * kept, {@link hiddenArrays}. Heads that are no attention keep the numbers the model gave: these are data, not a picture.
 */
export function tensorsOf({ summary, attention, hidden }: RunTensors, prefix: string): Map<string, NpyArray> {
  const { stack, rows, columns } = attention;
  return new Map<string, NpyArray>([
    ...tokenArrays(prefix, sequenceOf(summary)),
    ...attention.maps.map((data, layer): [string, NpyArray] => [
      `${prefix}.attention.${layer}`,
      { data, shape: [headsIn(stack.heads, layer), rows, columns] },
    ]),
    ...hiddenArrays(prefix, hidden, sequenceOf(summary).tokens.length),
  ]);
}

/** What the arrays of a text are named after. */
export function prefixOf({ attention }: ModelSummary): string {
  return attention.causal ? 'decoder' : 'encoder';
}

/** `<prefix>.input_ids` int64 [T], `<prefix>.offsets` int32 [T, 2] in UTF-16 units (-1, -1 for tokens without a span). */
export function tokenArrays(prefix: string, { tokens }: Pick<TokenSequence, 'tokens'>): [string, NpyArray][] {
  return [
    [`${prefix}.input_ids`, { data: BigInt64Array.from(tokens, token => BigInt(token.id)), shape: [tokens.length] }],
    [`${prefix}.offsets`, { data: Int32Array.from(tokens.flatMap(({ start, end }) => [start, end])), shape: [tokens.length, 2] }],
  ];
}

/** `<prefix>.hidden.<0..L>` float32 [T, width]. */
export function hiddenArrays(prefix: string, hidden: readonly Float32Array[], tokens: number): [string, NpyArray][] {
  return hidden.map((data, state) => [`${prefix}.hidden.${state}`, { data, shape: [tokens, data.length / tokens] }]);
}
