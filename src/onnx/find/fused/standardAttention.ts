import { readsCache, sightOf } from '../causality.ts';
import { headCountOf, keyValueHeadsOf } from '../headGeometry.ts';
import { findScoreRegion } from '../scoreRegion.ts';
import { askForMap, hasInput, integerOf, positiveOrNull, type FusedFinder } from './fusedOperator.ts';

/** Places of the inputs of Attention in ONNX, opset 23 and later. */
const INPUT = { query: 0, key: 1, mask: 3, pastKey: 4, lengths: 6 } as const;

/** `qk_matmul_output_mode`: behind the softmax. */
const BEHIND_SOFTMAX = 3;

/** Attention of ONNX: causal by its attribute, or by its mask alone. */
export const standardAttention: FusedFinder = ({ model, index }, node) => {
  const map = askForMap(index, node, 'qk_matmul_output_mode', BEHIND_SOFTMAX);
  if (map === null) return 'its scores are an output already, in another form';
  const [queries = '', keys = ''] = node.inputs;
  const region = findScoreRegion(index, node.inputs[INPUT.mask] ?? '', node.inputs[INPUT.lengths] ?? '');
  const sight = sightOf(model, index, region);
  const looksBack = integerOf(node, 'is_causal') === 1 || hasInput(node, INPUT.pastKey) || readsCache(index, keys);
  return {
    site: {
      layer: 0,
      probabilities: map.name,
      headCount: positiveOrNull(integerOf(node, 'q_num_heads')) ?? headCountOf(model, index, queries),
      keyValueHeads: positiveOrNull(integerOf(node, 'kv_num_heads')) ?? keyValueHeadsOf(model, index, keys),
      layout: 'batch,head,query,key',
      form: 'Attention',
      route: map.isThere ? 'output' : 'rewritten',
      causal: looksBack || sight.causal,
      window: sight.window,
      softcap: positiveOrNull(node.attributes.get('softcap')?.float),
      sink: false,
      path: [],
    },
    result: node,
    queries,
    keys,
    region,
    turnedBy: [],
    edits: map.edits,
  };
};
