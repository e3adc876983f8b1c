import type { OnnxNode } from '../../format/types.ts';
import { operatorName } from '../../graph/operators.ts';
import type { AttentionLayer } from '../attentionSite.ts';
import type { FusedContext, FusedFinder } from './fusedOperator.ts';
import { groupQueryAttention } from './groupQueryAttention.ts';
import { multiHeadAttention } from './multiHeadAttention.ts';
import { packedAttention } from './packedAttention.ts';
import { REFUSED_OPERATORS } from './refusedOperators.ts';
import { standardAttention } from './standardAttention.ts';

const FINDERS: ReadonlyMap<string, FusedFinder> = new Map([
  ['Attention', standardAttention],
  ['com.microsoft:Attention', packedAttention],
  ['com.microsoft:GroupQueryAttention', groupQueryAttention],
  ['com.microsoft:MultiHeadAttention', multiHeadAttention],
]);

/** An operator that computes attention and keeps it. */
export interface RefusedOperator {
  readonly operator: string;
  /** Words that end a sentence. */
  readonly reason: string;
}

/** Operators of the main graph that compute a whole attention layer: those whose weights can be had, and the others with the reason. */
export function findFusedAttention(context: FusedContext): { readonly layers: AttentionLayer[]; readonly refused: RefusedOperator[] } {
  const layers: AttentionLayer[] = [];
  const refused: RefusedOperator[] = [];
  for (const node of context.index.graph.nodes) {
    const result = fusedAt(context, node);
    if (typeof result === 'string') refused.push({ operator: operatorName(node), reason: result });
    else if (result !== null) layers.push(result);
  }
  return { layers, refused };
}

function fusedAt(context: FusedContext, node: OnnxNode): AttentionLayer | string | null {
  const name = operatorName(node);
  return FINDERS.get(name)?.(context, node) ?? REFUSED_OPERATORS.get(name) ?? null;
}
