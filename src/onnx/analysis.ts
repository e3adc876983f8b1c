import type { PositionScheme } from './find/positionScheme.ts';
import type { Fault } from '../core/fault.ts';
import type { NumberForms } from '../core/model/numberForms.ts';
import type { RejectedSoftmax } from './find/attentionLayers.ts';
import type { RefusedOperator } from './find/fused/findFused.ts';
import type { AttentionSite } from './find/attentionSite.ts';
import type { LayerUpdates } from './find/residualStream.ts';
import type { VectorTables } from './find/embeddingTables.ts';
import type { InputRole, InputRoles, GraphInput } from './find/inputRoles.ts';
import type { GraphEdits } from './graph/edits.ts';
import type { OperatorCount } from './graph/inventory.ts';
import type { ChosenRows } from './rewrite/inPieces.ts';
import type { UnsupportedReason } from './unsupported.ts';

/** What the structure of a graph says about its attention. */
export type GraphAnalysis = SupportedGraph | UnsupportedGraph;

/** What is known of any graph, supported or not. */
export interface GraphFacts {
  /** Attention found, in layer order (the order of the products of probabilities and values). */
  readonly sites: readonly AttentionSite[];
  /** Softmax nodes that are no attention, and why not. */
  readonly rejected: readonly RejectedSoftmax[];
  /** Operators that compute attention and keep it, each with the reason. */
  readonly refused: readonly RefusedOperator[];
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
  readonly numbers: NumberForms;
  readonly warnings: readonly string[];
}

/** Attention of one text to itself, in an encoder or a decoder: everything that the engine needs to run and show it. */
export interface SupportedGraph extends GraphFacts {
  readonly kind: 'text';
  /** What makes the attention that is no tensor of the file one of the graph that runs. */
  readonly edits: GraphEdits;
  /**
   * Names of the hidden states, each [batch, tokens, width]: 0 is what enters layer 0 (after the embedding's normalisation and
   * projection), the last is the model's last hidden state. Length sites + 1, or empty with a warning when the residual stream was not found.
   */
  readonly hidden: readonly string[];
  /** What each layer adds to the residual stream, one entry a layer; empty when the graph does not keep it as a tensor of its own. */
  readonly updates: readonly LayerUpdates[];
  /** The last of {@link hidden} is normalised, those before it are not. */
  readonly finalNorm: boolean;
  readonly tables: VectorTables;
  readonly positions: PositionScheme;
  /** The graph's own output with a number for each entry of the vocabulary, [batch, tokens, entries]; null when it puts out none. */
  readonly logits: string | null;
  /** The graph's own output of a vector for each token, [batch, tokens, width], which a decoder of another text may read; null when it puts out none. */
  readonly states: string | null;
  /** Graph inputs by what they do, never by name. */
  readonly inputs: InputRoles;
  /** How rows of the maps are asked for; null where maps are given whole. */
  readonly rows: ChosenRows | null;
  /** Element type that each input of {@link inputs} wants, e.g. `int64`. */
  readonly inputTypes: { readonly [role in InputRole]: string | null };
  /** Number of tokens the file was exported for, when it cannot take any other. */
  readonly fixedLength: number | null;
  /** Every DequantizeLinear reads weights, so onnxruntime must be told to keep computing in floats. */
  readonly disableQuantQdq: boolean;
}

/** The decoder of an encoder-decoder: a text that is written attends to itself, and to another text by what an encoder made of that. */
export interface CrossGraph extends GraphFacts {
  readonly kind: 'cross';
  readonly edits: GraphEdits;
  /** Attention of the written text to itself, counted among itself. */
  readonly self: readonly AttentionSite[];
  /** Of the written text (queries) to the other one (keys), counted among itself. */
  readonly cross: readonly AttentionSite[];
  readonly tables: VectorTables;
  /** A number for each entry of the vocabulary, [batch, tokens, entries]; null when the graph puts out none. */
  readonly logits: string | null;
  /** Inputs for the written text. */
  readonly inputs: InputRoles;
  readonly inputTypes: { readonly [role in InputRole]: string | null };
  /** Inputs for the other text: its vectors [batch, tokens, width], and which of them are no padding. */
  readonly source: { readonly states: string; readonly mask: string | null };
  /** Always null: it is read whole. */
  readonly rows: null;
  readonly disableQuantQdq: boolean;
}

/** A graph whose attention can be seen. */
export type ShownGraph = SupportedGraph | CrossGraph;

/** A graph that cannot be shown (yet), with what was found in it. */
export interface UnsupportedGraph extends GraphFacts {
  readonly kind: 'unsupported';
  readonly reason: UnsupportedReason;
  readonly fault: Fault;
}
