import { headsIn, STACK_NAMES } from '../../core/model/stack.ts';
import type { TwoTextRun } from '../../protocol/twoTexts.ts';
import type { NpyArray } from '../../engine/files/npz.ts';
import { tokenArrays } from '../../engine/files/tensors.ts';

/**
 * The arrays of two texts: `encoder.*` of the source and `target.*` of the target as {@link tokenArrays}, and of each kind
 * `<kind>.attention.<layer>` float32 [heads, queries, keys].
 */
export function twoTextArrays({ source, target, attention }: TwoTextRun): Map<string, NpyArray> {
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
