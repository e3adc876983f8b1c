import { findScoreProduct, findValueProduct, type ScoreProduct, type ValueProduct } from './attentionPattern.ts';
import type { OnnxModel } from '../graph/graph.ts';
import type { GraphIndex } from '../graph/index.ts';
import { einsumSubscripts, headCountOf, rankOf } from './headGeometry.ts';
import { memoise } from '../graph/memo.ts';
import { findSoftmaxNodes, type SoftmaxNode, type SoftmaxKind } from './softmaxNodes.ts';

/** One attention layer of the graph. */
export interface AttentionSite {
  /** Name of the tensor of probabilities: [batch, heads, queries, keys], or [batch x heads, queries, keys]. */
  readonly probabilities: string;
  /** False where some of a row went to no token: the column of a sink was cut off, or the Softmax divides by more than its sum. */
  readonly rowsSumToOne: boolean;
  /** Null when the graph does not say; then the first run does. */
  readonly headCount: number | null;
  readonly layout: 'batch,head,query,key' | 'batch*head,query,key';
  readonly softmax: SoftmaxKind;
  /** Operators between Softmax and the product with the values, in order. */
  readonly path: readonly string[];
}

export interface RejectedSoftmax {
  /** Name of the node, or its first output when it has none. */
  readonly node: string;
  readonly reason: string;
}

/** One attention layer with the nodes that the rest of the analysis starts from. */
export interface AttentionLayer {
  readonly site: AttentionSite;
  readonly softmax: SoftmaxNode;
  readonly scores: ScoreProduct;
  readonly values: ValueProduct;
}

/**
 * Finds the attention layers of a graph by structure alone: a Softmax over keys whose shares are multiplied with values, and whose scores
 * come from a product of two matrices that both depend on the text. Layers come in the order of their products with the values.
 */
export function findAttentionLayers(model: OnnxModel, index: GraphIndex): { layers: AttentionLayer[]; rejected: RejectedSoftmax[] } {
  const layers: AttentionLayer[] = [];
  const rejected: RejectedSoftmax[] = [];
  // Several Softmax nodes may read the same scores.
  const before = memoise((scores: string) => ({ product: findScoreProduct(index, scores), rank: rankOf(model, index, scores) }));
  for (const softmax of findSoftmaxNodes(model, index)) {
    const result = attentionAt(model, index, softmax, before);
    if (typeof result === 'string') rejected.push({ node: softmax.node.name || softmax.shares, reason: result });
    else layers.push(result);
  }
  layers.sort((a, b) => index.orderOf(a.values.node) - index.orderOf(b.values.node));
  return { layers, rejected };
}

/** The layer around a Softmax, or why it is no attention. */
function attentionAt(
  model: OnnxModel,
  index: GraphIndex,
  softmax: SoftmaxNode,
  before: (scores: string) => { readonly product: ScoreProduct | null; readonly rank: number | null },
): AttentionLayer | string {
  const values = findValueProduct(index, softmax.shares);
  if (values === null) return 'its result is not multiplied with values';
  const { product: scores, rank } = before(softmax.scores);
  if (scores === null) return 'its scores are not a product of queries and keys';
  if (rank !== null && rank !== 3 && rank !== 4) return `its scores have ${rank} axes`;
  const isLastAxis = softmax.axis === -1 || softmax.axis === (rank ?? 4) - 1;
  if (!isLastAxis) return 'it does not sum over the keys';
  if (!keepsUsualOrder(scores)) return 'its axes are not in the order batch, head, query, key';
  const site: AttentionSite = {
    probabilities: values.probabilities,
    rowsSumToOne: softmax.sharesSumToOne && !values.isCut,
    headCount: headCountOf(model, index, scores.queries),
    layout: rank === 3 ? 'batch*head,query,key' : 'batch,head,query,key',
    softmax: softmax.kind,
    path: values.path.map(node => node.operator),
  };
  return { site, softmax, scores, values };
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
