import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: ((options: { readonly type: 'minor' }) => void) | null = null;

/**
 * Frees the memory of young objects that nobody holds any more. V8 does not feel the weight of the tensors that the runtime hands out, and would let those of
 * many passes stand beside each other.
 */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as NonNullable<typeof collect>;
  }
  collect({ type: 'minor' });
}
