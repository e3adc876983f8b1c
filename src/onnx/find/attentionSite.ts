import type { OnnxNode } from '../format/types.ts';
import type { GraphEdits } from '../graph/edits.ts';
import type { ScoreRegion } from './scoreRegion.ts';
import type { SoftmaxKind } from './softmaxNodes.ts';

/** An operator that computes a whole attention layer and keeps the probabilities to itself; `com.microsoft:` where two share a name. */
export type FusedForm = 'Attention' | 'com.microsoft:Attention' | 'GroupQueryAttention' | 'MultiHeadAttention';

/** What turns scores into probabilities. */
export type AttentionForm = SoftmaxKind | FusedForm;

/** One attention layer of the graph. */
export interface AttentionSite {
  /** Its number in the model, from 0. */
  readonly layer: number;
  /** Name of the tensor of probabilities: [batch, heads, queries, keys], or [batch x heads, queries, keys]. */
  readonly probabilities: string;
  /** Heads of the queries; null when the graph does not say, then the first run does. */
  readonly headCount: number | null;
  /** Heads of keys and values, fewer where several heads of queries share one (Ainslie et al. 2023); null when the graph does not say. */
  readonly keyValueHeads: number | null;
  readonly layout: 'batch,head,query,key' | 'batch*head,query,key';
  readonly form: AttentionForm;
  /** How the probabilities are had: a tensor of the file made an output, or an output that the node is asked for by writing it anew. */
  readonly route: 'output' | 'rewritten';
  /** A query sees the keys up to its own place, and no later one. */
  readonly causal: boolean;
  /** How many keys a query sees at most, its own place included, on each side where the layer is not causal; null: all. */
  readonly window: number | null;
  /** Scores are kept between this and its negative by a tanh (Gemma 2); null: they are not. */
  readonly softcap: number | null;
  /** Some of a row goes to no token: the column of a sink was cut off, or the Softmax divides by more than its sum. */
  readonly sink: boolean;
  /** Operators between Softmax and the product with the values, in order. */
  readonly path: readonly string[];
}

/** One attention layer with what the rest of the analysis starts from. */
export interface AttentionLayer {
  readonly site: AttentionSite;
  /** Its first output is the values, mixed by the probabilities. */
  readonly result: OnnxNode;
  /** Of one product with a weight, several of them may be one value. */
  readonly queries: string;
  readonly keys: string;
  /** What shapes its scores besides queries and keys. */
  readonly region: ScoreRegion;
  /** Cosines and sines by which an operator turns queries and keys that it makes itself. */
  readonly turnedBy: readonly string[];
  /** What makes its probabilities a tensor of the graph. */
  readonly edits: GraphEdits;
}
