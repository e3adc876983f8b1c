import type { NumberForms } from './numberForms.ts';

/** How a model tells positions apart, by the first of these that it has. */
export type PositionKind = 'learned' | 'sinusoidal' | 'rotary' | 'relative' | 'none';

/**
 * What depends on the distance of two tokens and is added to their score: a slope for each head times the distance (ALiBi, Press et al. 2022), learned
 * numbers for distances (T5, Raffel et al. 2020), products with vectors of distances (DeBERTa, He et al. 2021), or a stored table that does not say of which kind it is.
 */
export type DistanceBias = 'slopes' | 'buckets' | 'vectors' | 'table';

/** What a graph says of the attention of one layer. */
export interface LayerFacts {
  /** Heads of the queries; null when the graph does not say. */
  readonly heads: number | null;
  /** Heads of keys and values, fewer where several heads of queries share one; null when the graph does not say. */
  readonly keyValueHeads: number | null;
  /** How many keys a query sees at most, its own place included, on each side where attention is not causal; null: all. */
  readonly window: number | null;
  /** Scores are kept between this and its negative; null: they are not. */
  readonly softcap: number | null;
  /** Some of a row goes to no token. */
  readonly sink: boolean;
  /** The operator that computes its probabilities, as ONNX calls it. */
  readonly form: string;
  /** How the probabilities are had: a tensor of the file made an output, or an output that the operator is asked for by writing it anew. */
  readonly route: 'output' | 'rewritten';
}

/** What was measured on a few tokens when the model was opened; it would not have opened if anything of it were wrong. */
export interface CheckFacts {
  readonly tokens: number;
  readonly heads: number;
  /** Heads with numbers that are none: they are shown as invalid, and are in no measure here. */
  readonly invalidHeads: number;
  /** The largest |sum - 1| of a row; behind a sink the largest sum minus 1, not below 0. */
  readonly sumError: number;
  /** Weights on later tokens that were looked at in causal layers; all were 0. */
  readonly laterWeights: number;
  /** The largest weight, in even shares of what its row spends on the tokens that get any. */
  readonly largestWeight: number;
}

/** What a model is, as its files say it and as it was found when it was opened. */
export interface ModelFacts {
  /** `model_type` of its settings, e.g. `bert`; null when they do not say. */
  readonly architecture: string | null;
  readonly causal: boolean;
  readonly layers: readonly LayerFacts[];
  readonly positions: { readonly kind: PositionKind | null; readonly bias: DistanceBias | null };
  /** The last hidden state is the one behind the final norm, and those before it are not normalised. */
  readonly finalNorm: boolean;
  /** Kind of the tokenizer in the field's words; null where it was not read. */
  readonly tokenizer: string | null;
  /** Path of the model file in its folder, with `/`. */
  readonly file: string;
  /** On disk, with the files of weights that it names. */
  readonly bytes: number;
  readonly numbers: NumberForms;
  /** Null where the model was not run. */
  readonly checks: CheckFacts | null;
}
