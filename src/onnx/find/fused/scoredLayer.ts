import { FLOAT32 } from '../../format/elementTypes.ts';
import type { OnnxNode } from '../../format/types.ts';
import { joinEdits, NO_EDITS, type GraphEdits } from '../../graph/edits.ts';
import type { AttentionLayer, FusedForm } from '../attentionSite.ts';
import { sightOf } from '../causality.ts';
import { findScoreRegion } from '../scoreRegion.ts';
import { integerOf, newName, positiveOrNull, type FusedContext } from './fusedOperator.ts';

/** What an operator of com.microsoft reads, of which the scores before the softmax can be had, mask and bias included. */
interface Scored {
  readonly form: FusedForm;
  /** Name of the scores [batch, heads, queries, keys]. */
  readonly scores: string;
  readonly queries: string;
  readonly keys: string;
  /** Mask and bias; '' for one that is left out. */
  readonly shaping: readonly string[];
  /** It keeps keys of earlier tokens. */
  readonly hasPast: boolean;
  /** What makes the scores an output. */
  readonly edits: GraphEdits;
}

/** The layer of such an operator, with a softmax behind its scores: one head of keys for each of queries, no soft cap, no sink. */
export function scoredLayer({ model, index }: FusedContext, node: OnnxNode, scored: Scored): AttentionLayer {
  const { form, scores, queries, keys, shaping, hasPast, edits } = scored;
  const probabilities = newName(index, node, 'shares');
  const region = findScoreRegion(index, ...shaping);
  const sight = sightOf(model, index, region);
  return {
    site: {
      layer: 0,
      probabilities,
      headCount: positiveOrNull(integerOf(node, 'num_heads')),
      keyValueHeads: null,
      layout: 'batch,head,query,key',
      form,
      route: 'rewritten',
      causal: integerOf(node, 'unidirectional') === 1 || hasPast || sight.causal,
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
    edits: joinEdits([edits, softmaxOf(scores, probabilities)]),
  };
}

/** A Softmax over keys behind scores of the one type that these operators compute in on a CPU, which the runtime does not infer. */
function softmaxOf(scores: string, probabilities: string): GraphEdits {
  const softmax = { operator: 'Softmax', domain: '', inputs: [scores], outputs: [probabilities], attributes: { axis: { integer: -1 } } };
  return { ...NO_EDITS, added: [softmax], types: new Map([[scores, FLOAT32]]) };
}
