/** Layer and head, both counted from 0. */
export type HeadRef = readonly [layer: number, head: number];

export type HeadSelection =
  | { readonly kind: 'heads'; readonly heads: readonly HeadRef[] }
  | { readonly kind: 'layer'; readonly layer: number }
  | { readonly kind: 'all' }
  /** Attention rollout through layers 0 to `layer` (Abnar and Zuidema 2020); nothing to combine. */
  | { readonly kind: 'rollout'; readonly layer: number };

/** 'to': what the word attends to (its row). 'by': what attends to the word (its column). */
export type Direction = 'to' | 'by';

/**
 * How the weights of several heads become one number. 'strongest' combines nothing: each row is that of the one head that gives most of it to another word
 * (see `strongestRows`).
 */
export type Combine = 'mean' | 'max' | 'strongest';

/** A measurement that backs a lens' name. `value` and `baseline` are shares between 0 and 1. */
export interface Evidence {
  /** Completes "finds ... in 72 % of cases", e.g. "the verb of an object" (from the attending word to the attended one). */
  readonly measure: string;
  readonly value: number;
  readonly baseline: number;
  /** Names the baseline, e.g. "best fixed position". */
  readonly baselineName: string;
  readonly data: string;
  /** Number of cases measured. */
  readonly cases: number;
}

/** A named set of heads, a way to combine them, and the evidence for its name (none: the name claims nothing). */
export interface Lens {
  readonly id: string;
  readonly name: string;
  /** One sentence: what it is, and, without evidence, that it claims nothing. */
  readonly description: string;
  readonly selection: HeadSelection;
  readonly combine: Combine;
  readonly evidence: readonly Evidence[];
}

/** What is looked through: a lens of the model, one head by number, the mean of a layer, or rollout up to a layer. */
export type View =
  | { readonly kind: 'lens'; readonly id: string }
  | { readonly kind: 'head'; readonly layer: number; readonly head: number }
  | { readonly kind: 'layer'; readonly layer: number }
  | { readonly kind: 'rollout'; readonly layer: number };
