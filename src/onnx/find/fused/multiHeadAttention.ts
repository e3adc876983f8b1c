import { FLOAT32 } from '../../format/elementTypes.ts';
import { joinEdits, NO_EDITS, type GraphEdits } from '../../graph/edits.ts';
import { readsCache, sightOf } from '../causality.ts';
import { findScoreRegion } from '../scoreRegion.ts';
import { askForMap, hasInput, integerOf, newName, positiveOrNull, type FusedFinder } from './fusedOperator.ts';

/** Places of the inputs of com.microsoft:MultiHeadAttention (docs/ContribOperators.md of onnxruntime). */
const INPUT = { query: 0, key: 1, mask: 4, bias: 5, pastKey: 6 } as const;

/** Queries, keys and values in three inputs, or in one; its fourth output are the scores before the softmax, mask and bias included. */
export const multiHeadAttention: FusedFinder = ({ model, index }, node) => {
  const scores = askForMap(index, node, null, 0)!;
  const probabilities = newName(index, node, 'shares');
  const queries = node.inputs[INPUT.query] ?? '';
  const keys = hasInput(node, INPUT.key) ? node.inputs[INPUT.key]! : queries;
  const region = findScoreRegion(index, node.inputs[INPUT.mask] ?? '', node.inputs[INPUT.bias] ?? '');
  const sight = sightOf(model, index, region);
  const looksBack = integerOf(node, 'unidirectional') === 1 || hasInput(node, INPUT.pastKey) || readsCache(index, keys);
  return {
    site: {
      layer: 0,
      probabilities,
      headCount: positiveOrNull(integerOf(node, 'num_heads')),
      keyValueHeads: null,
      layout: 'batch,head,query,key',
      form: 'MultiHeadAttention',
      route: 'rewritten',
      causal: looksBack || sight.causal,
      window: sight.window,
      softcap: null,
      sink: false,
      path: [],
    },
    result: node,
    queries,
    keys,
    region,
    turnedBy: [],
    edits: joinEdits([scores.edits, softmaxOf(scores.name, probabilities)]),
  };
};

/** A Softmax over keys behind scores of the one type that this operator computes in on a CPU, which the runtime does not infer. */
export function softmaxOf(scores: string, probabilities: string): GraphEdits {
  const softmax = { operator: 'Softmax', domain: '', inputs: [scores], outputs: [probabilities], attributes: { axis: { integer: -1 } } };
  return { ...NO_EDITS, added: [softmax], types: new Map([[scores, FLOAT32]]) };
}
