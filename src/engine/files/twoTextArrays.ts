import { headsIn, STACK_NAMES } from '../../core/model/stack.ts';
import type { TokenSequence } from '../../core/text/tokenSequence.ts';
import type { TwoTextRun } from '../../protocol/twoTexts.ts';
import type { NpyArray } from './npz.ts';
import { tokenArrays } from './tensors.ts';

/** What of a run of two texts is written. */
export interface TwoTextTokens extends Pick<TwoTextRun, 'attention'> {
  readonly source: Pick<TokenSequence, 'tokens'>;
  readonly target: Pick<TokenSequence, 'tokens'>;
}

/**
 * The arrays of two texts: `encoder.*` of the source and `target.*` of the target as {@link tokenArrays}, and of each kind
 * `<kind>.attention.<layer>` float32 [heads, queries, keys].
 */
export function twoTextArrays({ source, target, attention }: TwoTextTokens): Map<string, NpyArray> {
  return new Map([
    ...tokenArrays('encoder', source),
    ...tokenArrays('target', target),
    ...STACK_NAMES.flatMap(kind => {
      const { stack, rows, columns, maps } = attention[kind];
      return maps.map((data, layer): [string, NpyArray] => [
        `${kind}.attention.${layer}`,
        { data, shape: [headsIn(stack.heads, layer), rows, columns] },
      ]);
    }),
  ]);
}
