import type { WholeAttention } from '../../core/attention/maps.ts';
import { headsIn } from '../../core/model/stack.ts';
import { movedBack, NO_SPAN } from '../../core/text/span.ts';
import { sideOf, type Side } from '../../core/text/textPair.ts';
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
    ...textArrays(prefix, summary),
    ...attention.maps.map((data, layer): [string, NpyArray] => [
      `${prefix}.attention.${layer}`,
      { data, shape: [headsIn(stack.heads, layer), rows, columns] },
    ]),
    ...hiddenArrays(prefix, hidden, sequenceOf(summary).tokens.length),
  ]);
}

/**
 * {@link tokenArrays} of a text. Of two, places are those in the text that each token stands in, and `<prefix>.text_ids` int32 [T] says in which: 0, 1, or -1
 * for what stands in none.
 */
function textArrays(prefix: string, summary: RunSummary): [string, NpyArray][] {
  const { tokens } = sequenceOf(summary);
  const { pair } = summary;
  if (!pair) return tokenArrays(prefix, { tokens });
  const sides = tokens.map(token => (token.start < 0 ? -1 : sideOf(pair, token)));
  const placed = tokens.map((token, index) =>
    sides[index]! < 0 ? { ...token, ...NO_SPAN } : movedBack(token, pair[sides[index] as Side].start),
  );
  return [...tokenArrays(prefix, { tokens: placed }), [`${prefix}.text_ids`, { data: Int32Array.from(sides), shape: [tokens.length] }]];
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
