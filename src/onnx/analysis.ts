import type { Fault } from '../core/faults.ts';
import type { PositionScheme } from './find/positionScheme.ts';
import type { OnnxTensor } from './format/tensor.ts';

/** What the structure of a graph says about its attention. */
export type GraphAnalysis = SupportedGraph | UnsupportedGraph;

/** What is known of any graph, supported or not. */
export interface GraphFacts {
  /** Attention found, in layer order (the order of the products of probabilities and values). */
  readonly sites: readonly AttentionSite[];
  /** Softmax nodes that are no attention, and why not. */
  readonly rejected: readonly RejectedSoftmax[];
  /** Graph inputs that have to be fed. */
  readonly graphInputs: readonly GraphInput[];
  /** Version of the standard operator set. */
  readonly opset: number;
  readonly irVersion: number;
  readonly producer: string;
  /** All operators with their counts, subgraphs and functions included, most frequent first; `domain:name` outside the standard domain. */
  readonly operators: readonly OperatorCount[];
  /** Weights or activations are stored or computed in 8 bits or less. */
  readonly quantised: boolean;
  readonly warnings: readonly string[];
}

/** An encoder with Softmax attention: everything that the engine needs to run and show it. */
export interface SupportedGraph extends GraphFacts {
  readonly kind: 'encoder';
  /**
   * Names of the hidden states, each [batch, tokens, width]: 0 is what enters layer 0 (after the embedding's normalisation and
   * projection), the last is the model's last hidden state. Length sites + 1, or empty with a warning when the residual stream was not found.
   */
  readonly hidden: readonly string[];
  /** What each layer adds to the residual stream, one entry a layer; empty when the graph does not keep it as a tensor of its own. */
  readonly updates: readonly LayerUpdates[];
  readonly tables: EmbeddingTables;
  readonly positions: PositionScheme;
  /** Graph inputs by what they do, never by name. */
  readonly inputs: InputRoles;
  /** Element type that each input of {@link inputs} wants, e.g. `int64`. */
  readonly inputTypes: { readonly [role in InputRole]: string | null };
  /** Number of tokens the file was exported for, when it cannot take any other. */
  readonly fixedLength: number | null;
  /** Every DequantizeLinear reads weights, so onnxruntime must be told to keep computing in floats. */
  readonly disableQuantQdq: boolean;
}

/** Names of the two sums' other operands, each [batch, tokens, width]: bias included, before the residual is added and anything is normalised. */
export interface LayerUpdates {
  readonly attention: string;
  readonly feedForward: string;
}

/** A graph that cannot be shown (yet), with what was found in it. */
export interface UnsupportedGraph extends GraphFacts {
  readonly kind: 'unsupported';
  readonly reason: UnsupportedReason;
  readonly fault: Fault;
}

export type UnsupportedReason =
  | 'causal'
  | 'fused'
  | 'control-flow'
  | 'encoder-decoder'
  | 'functions'
  | 'custom-operators'
  | 'no-attention'
  | 'layout'
  | 'no-words'
  | 'inputs';

/** One attention layer of the graph. */
export interface AttentionSite {
  /** Name of the tensor of probabilities: [batch, heads, queries, keys], or [batch x heads, queries, keys]. Rows sum to 1. */
  readonly probabilities: string;
  /** Null when the graph does not say; then the first run does. */
  readonly headCount: number | null;
  readonly layout: 'batch,head,query,key' | 'batch*head,query,key';
  readonly softmax: SoftmaxKind;
  /** Operators between Softmax and the product with the values, in order. */
  readonly path: readonly string[];
}

/** `Softmax` and its fused forms, or written out as Exp / ReduceSum / Div. */
export type SoftmaxKind = 'Softmax' | 'BiasSoftmax' | 'QLinearSoftmax' | 'decomposed';

export interface RejectedSoftmax {
  /** Name of the node, or its first output when it has none. */
  readonly node: string;
  readonly reason: string;
}

export interface GraphInput {
  readonly name: string;
  /** Element type, e.g. `int64`. */
  readonly elementType: string;
  readonly dims: readonly (number | string | null)[] | null;
}

export interface OperatorCount {
  readonly name: string;
  readonly count: number;
}

export type InputRole = 'ids' | 'mask' | 'segments' | 'positions';

/** Names of graph inputs; null when the graph has no input of this role. */
export interface InputRoles {
  readonly ids: string;
  /** 1 for tokens that may be attended to, 0 for padding. */
  readonly mask: string | null;
  readonly segments: string | null;
  readonly positions: string | null;
}

export interface EmbeddingTables {
  readonly word: EmbeddingTable;
  readonly position: EmbeddingTable | null;
  readonly segment: EmbeddingTable | null;
}

/** A matrix of learned vectors [rows, width], one row per id. */
export interface EmbeddingTable {
  readonly rows: number;
  readonly width: number;
  readonly storage: TableStorage;
  /** Row of the first token: 0, or for RoBERTa-like position tables 2, so that `rows - firstRow` tokens fit. */
  readonly firstRow: number;
}

export type TableStorage =
  | { readonly kind: 'float'; readonly values: OnnxTensor }
  /**
   * value = (stored - zeroPoint) * scale. `blockSize` values of a row share one scale (scales [rows, width / blockSize]);
   * 0: one scale per row, column or table, by the shape of `scales`. Values of four bits have an element type that says so, also where the
   * file packs them into bytes.
   */
  | {
      readonly kind: 'quantised';
      readonly values: OnnxTensor;
      readonly scales: OnnxTensor;
      readonly zeroPoints: OnnxTensor | null;
      /** Of all values when there are no `zeroPoints`. */
      readonly defaultZeroPoint: number;
      readonly blockSize: number;
    };
