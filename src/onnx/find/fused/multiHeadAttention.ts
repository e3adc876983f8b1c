import { readsCache } from '../causality.ts';
import { askForMap, hasInput, type FusedFinder } from './fusedOperator.ts';
import { scoredLayer } from './scoredLayer.ts';

/** Places of the inputs of com.microsoft:MultiHeadAttention (docs/ContribOperators.md of onnxruntime). */
const INPUT = { query: 0, key: 1, mask: 4, bias: 5, pastKey: 6 } as const;

/** Queries, keys and values in three inputs, or in one; its fourth output are the scores. */
export const multiHeadAttention: FusedFinder = (context, node) => {
  const { index } = context;
  const scores = askForMap(index, node, null, 0)!;
  const queries = node.inputs[INPUT.query] ?? '';
  const keys = hasInput(node, INPUT.key) ? node.inputs[INPUT.key]! : queries;
  return scoredLayer(context, node, {
    form: 'MultiHeadAttention',
    scores: scores.name,
    queries,
    keys,
    shaping: [INPUT.mask, INPUT.bias].map(place => node.inputs[place] ?? ''),
    hasPast: hasInput(node, INPUT.pastKey) || readsCache(index, keys),
    edits: scores.edits,
  });
};
