import { findScoreRegion } from '../scoreRegion.ts';
import { askForMap, hasInput, integerOf, positiveOrNull, type FusedFinder } from './fusedOperator.ts';

/** Places of the inputs of com.microsoft:GroupQueryAttention (docs/ContribOperators.md of onnxruntime). */
const INPUT = { query: 0, key: 1, lengths: 5, total: 6, cosines: 7, sines: 8, positions: 9, bias: 10, sink: 11 } as const;
const SCALES = [12, 13];
const NORMS = [14, 15];

/**
 * Says that the cache is as long as the window from the start, which a past of no tokens is not: the runtime refuses it. Without it
 * the window is the same, over a cache that grows.
 */
const SHORT_CACHE = 'sliding_window_cache';

/** `qk_output`: the scores behind the softmax. */
const BEHIND_SOFTMAX = 2;

/** Queries, keys and values in one input or in three, of grouped heads (Ainslie et al. 2023), always causal, turned inside if it says so. */
export const groupQueryAttention: FusedFinder = ({ index }, node) => {
  if (NORMS.some(place => hasInput(node, place)))
    return 'it normalises queries and keys inside, as files made for WebGPU and other GPUs do, and this runtime cannot';
  if (SCALES.some(place => hasInput(node, place))) return 'it keeps keys and values in few bits, which this runtime cannot';
  const map = askForMap(index, node, 'qk_output', BEHIND_SOFTMAX, [SHORT_CACHE]);
  if (map === null) return 'its scores are an output already, in another form';
  const queries = node.inputs[INPUT.query] ?? '';
  const shaping = [INPUT.lengths, INPUT.total, INPUT.positions, INPUT.bias].map(place => node.inputs[place] ?? '');
  const turns = integerOf(node, 'do_rotary') === 1;
  return {
    site: {
      layer: 0,
      probabilities: map.name,
      headCount: positiveOrNull(integerOf(node, 'num_heads')),
      keyValueHeads: positiveOrNull(integerOf(node, 'kv_num_heads')),
      layout: 'batch,head,query,key',
      form: 'GroupQueryAttention',
      route: map.isThere ? 'output' : 'rewritten',
      causal: true,
      window: positiveOrNull(integerOf(node, 'local_window_size')),
      softcap: positiveOrNull(node.attributes.get('softcap')?.float),
      sink: hasInput(node, INPUT.sink) || integerOf(node, 'smooth_softmax') === 1,
      path: [],
    },
    result: node,
    queries,
    keys: hasInput(node, INPUT.key) ? node.inputs[INPUT.key]! : queries,
    region: findScoreRegion(index, ...shaping),
    turnedBy: turns ? [node.inputs[INPUT.cosines] ?? '', node.inputs[INPUT.sines] ?? ''] : [],
    edits: map.edits,
  };
};
