import { findScoreProduct, findValueProduct, softcapOf, type ScoreProduct } from './attentionPattern.ts';
import type { AttentionLayer } from './attentionSite.ts';
import { readsCache, sightOf, type Sight } from './causality.ts';
import { findFusedAttention, type RefusedOperator } from './fused/findFused.ts';
import { NO_EDITS } from '../graph/edits.ts';
import type { OnnxModel } from '../graph/graph.ts';
import type { GraphIndex } from '../graph/index.ts';
import { einsumSubscripts, headCountOf, keyValueHeadsOf, rankOf } from './headGeometry.ts';
import { lazy } from '../../core/lazy.ts';
import { memoise } from '../graph/memo.ts';
import { findScoreRegion, type ScoreRegion } from './scoreRegion.ts';
import { findSoftmaxNodes, type SoftmaxNode } from './softmaxNodes.ts';

export interface RejectedSoftmax {
  /** Name of the node, or its first output when it has none. */
  readonly node: string;
  readonly reason: string;
}

/**
 * Finds the attention layers of a graph by structure alone: a Softmax over keys whose shares are multiplied with values, and whose scores
 * come from a product of two matrices that both depend on the text; and operators that do all of that in one. Layers come in the order of their products with the values.
 */
export function findAttentionLayers(
  model: OnnxModel,
  index: GraphIndex,
): { layers: AttentionLayer[]; rejected: RejectedSoftmax[]; refused: RefusedOperator[] } {
  const { layers, refused } = findFusedAttention({ model, index });
  const rejected: RejectedSoftmax[] = [];
  // Several Softmax nodes may read the same scores.
  const before = memoise((scores: string) => beforeSoftmax(model, index, scores));
  for (const softmax of findSoftmaxNodes(model, index)) {
    const result = attentionAt(model, index, softmax, before);
    if (typeof result === 'string') rejected.push({ node: softmax.node.name || softmax.shares, reason: result });
    else layers.push(result);
  }
  layers.sort((a, b) => index.orderOf(a.result) - index.orderOf(b.result));
  return { layers: layers.map(({ site, ...parts }, layer) => ({ site: { ...site, layer }, ...parts })), rejected, refused };
}

/** What leads to the scores of a Softmax. */
interface BeforeSoftmax {
  readonly product: ScoreProduct | null;
  readonly rank: number | null;
  /** Once it is known to be attention. */
  readonly findRegion: () => Sight & { readonly region: ScoreRegion; readonly softcap: number | null };
}

function beforeSoftmax(model: OnnxModel, index: GraphIndex, scores: string): BeforeSoftmax {
  const findRegion = lazy(() => {
    const region = findScoreRegion(index, scores);
    return { region, ...sightOf(model, index, region), softcap: softcapOf(model, index, scores) };
  });
  return { product: findScoreProduct(index, scores), rank: rankOf(model, index, scores), findRegion };
}

/** The layer around a Softmax, or why it is no attention. */
function attentionAt(
  model: OnnxModel,
  index: GraphIndex,
  softmax: SoftmaxNode,
  before: (scores: string) => BeforeSoftmax,
): AttentionLayer | string {
  const values = findValueProduct(index, softmax.shares);
  if (values === null) return 'its result is not multiplied with values';
  const { product: scores, rank, findRegion } = before(softmax.scores);
  if (scores === null) return 'its scores are not a product of queries and keys';
  if (rank !== null && rank !== 3 && rank !== 4) return `its scores have ${rank} axes`;
  const isLastAxis = softmax.axis === -1 || softmax.axis === (rank ?? 4) - 1;
  if (!isLastAxis) return 'it does not sum over the keys';
  if (!keepsUsualOrder(scores)) return 'its axes are not in the order batch, head, query, key';
  const { queries, keys } = scores;
  const { region, causal, window, softcap } = findRegion();
  return {
    site: {
      layer: 0,
      probabilities: values.probabilities,
      headCount: headCountOf(model, index, queries),
      keyValueHeads: keyValueHeadsOf(model, index, keys),
      layout: rank === 3 ? 'batch*head,query,key' : 'batch,head,query,key',
      form: softmax.kind,
      route: 'output',
      causal: causal || readsCache(index, keys),
      window,
      softcap,
      sink: !softmax.sharesSumToOne || values.isCut,
      path: values.path.map(node => node.operator),
    },
    result: values.node,
    queries,
    keys,
    region,
    turnedBy: [],
    edits: NO_EDITS,
  };
}

/** A matrix product always gives [..., query, key]; an Einsum may give any order. */
function keepsUsualOrder(scores: ScoreProduct): boolean {
  if (scores.node.operator !== 'Einsum') return true;
  const subscripts = einsumSubscripts(scores.node);
  if (subscripts === null || subscripts.result.length !== 4) return false;
  const [batch, head, query, key] = subscripts.result;
  const [queries, keys] = subscripts.operands;
  const inBoth = [batch!, head!].every(letter => queries.includes(letter) && keys.includes(letter));
  const queryInFirst = queries.includes(query!) && !keys.includes(query!) && keys.includes(key!);
  const queryInSecond = keys.includes(query!) && !queries.includes(query!) && queries.includes(key!);
  return inBoth && batch === queries[0] && (queryInFirst || queryInSecond);
}
