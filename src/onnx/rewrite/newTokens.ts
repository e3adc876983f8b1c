import type { CacheInput } from '../find/cacheInputs.ts';
import type { InputRoles } from '../find/inputRoles.ts';
import { NO_EDITS, type GraphEdits, type NewNode } from '../graph/edits.ts';

/** The cache inputs of a graph with the outputs that hold what a pass adds to each, and what makes those outputs. */
export interface NewTokens {
  readonly cache: readonly CacheInput[];
  readonly edits: GraphEdits;
}

/** Slice has its bounds as inputs since then. */
const FIRST_OPSET = 10;
/** Behind the last token of any text. */
const END = 2 ** 31 - 1;
const PREFIX = 'attention-lens/cache/';

/**
 * Gives out of each cache the keys or values of the tokens that are fed, and no longer those of all before them as well: what is given out is copied, and as
 * outputs all layers' are in memory together. They keep their names within the graph: com.microsoft:GroupQueryAttention without a name for them is faster
 * and wrong (ONNX Runtime 1.30).
 */
export function giveNewTokens(inputs: InputRoles, opset: number): NewTokens {
  const { ids, mask, cache } = inputs;
  const presents = cache.flatMap(({ present }) => (present ? [present.name] : []));
  if (cache.length === 0 || presents.length < cache.length || opset < FIRST_OPSET) return { cache, edits: NO_EDITS };
  const added: NewNode[] = [];
  const node = (operator: string, inputsOf: readonly string[], output: string, attributes: NewNode['attributes'] = {}): string => {
    added.push({ operator, domain: '', inputs: inputsOf, outputs: [PREFIX + output], attributes });
    return PREFIX + output;
  };
  const constant = (name: string, value: number) => node('Constant', [], name, { value: { integers: [value] } });
  const tokensAxis = constant('tokens axis', 1);
  const lengthOf = (input: string, name: string) => node('Gather', [node('Shape', [input], `${name} shape`), tokensAxis], name);
  const queries = lengthOf(ids, 'queries');
  // A cache may have room for more tokens than the mask says are in it.
  const end = mask === null ? constant('end', END) : lengthOf(mask, 'keys');
  const start = mask === null ? node('Neg', [queries], 'start') : node('Sub', [end, queries], 'start');
  const axes = new Map<number, string>();
  const axisOf = (axis: number): string => {
    const name = axes.get(axis) ?? constant(`axis ${axis}`, axis);
    axes.set(axis, name);
    return name;
  };
  const given = cache.map((input, place): CacheInput => {
    const axis = axisOf(input.shape.indexOf('past'));
    return { ...input, added: node('Slice', [input.present!.name, start, end, axis], String(place)) };
  });
  return { cache: given, edits: { ...NO_EDITS, added, notGiven: new Set(presents) } };
}
