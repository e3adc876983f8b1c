import type { InSteps } from '../inSteps.ts';

/** What is left of a text without some of its tokens, and where what predicts some of those that stay is found in it. */
export interface Remaining {
  readonly ids: readonly number[];
  /** For each watched token the one that stands before it now; -1: it is the first. */
  readonly predictors: readonly number[];
}

/** @param taken tokens that go @param watched tokens that stay, ascending */
export function withoutTokens(ids: readonly number[], taken: readonly number[], watched: readonly number[]): Remaining {
  const gone = new Set(taken);
  const places = new Int32Array(ids.length).fill(-1);
  const kept: number[] = [];
  for (const [index, id] of ids.entries()) if (!gone.has(index)) places[index] = kept.push(id) - 1;
  return { ids: kept, predictors: watched.map(token => places[token]! - 1) };
}

/** How two predictions of one token differ; NaN where there is none. */
export interface PredictionChange {
  /** Natural logarithm of the probability that the token had, minus that of the one it has now: above 0, it has become less likely. */
  readonly drop: number;
  /** Jensen-Shannon divergence of the two distributions over the vocabulary, in nats: 0 for equal ones, ln 2 at most. */
  readonly divergence: number;
}

/** Log-probability of one entry. @param logits of the whole vocabulary */
export function logProbability(logits: Float32Array, id: number): number {
  return logits[id]! - logSum(logits, null);
}

/**
 * Compares what was predicted for a token with what is predicted for it now. Equal numbers give exactly 0.
 * @param before logits of the whole vocabulary @param after the same
 */
export function compareLogits(before: Float32Array, after: Float32Array, id: number, room = roomFor(before.length)): PredictionChange {
  const first = logSum(before, room.before);
  const second = logSum(after, room.after);
  // JS(p, q) = (sum p log p + sum q log q) / 2 - sum m log m, with m = (p + q) / 2: one logarithm an entry, since those of p and q are known.
  let divergence = 0;
  for (let entry = 0; entry < before.length; entry++) {
    const a = before[entry]! - first;
    const b = after[entry]! - second;
    if (a === b) continue;
    const p = room.before[entry]!;
    const q = room.after[entry]!;
    const middle = (p + q) / 2;
    // What is impossible has no logarithm, and adds nothing.
    if (middle > 0) divergence += (p > 0 ? p * a : 0) / 2 + (q > 0 ? q * b : 0) / 2 - middle * Math.log(middle);
  }
  return { drop: before[id]! - first - (after[id]! - second), divergence: Math.max(0, divergence) };
}

/** Probabilities of the whole vocabulary, twice. */
interface Room {
  readonly before: Float64Array;
  readonly after: Float64Array;
}

function roomFor(entries: number): Room {
  return { before: new Float64Array(entries), after: new Float64Array(entries) };
}

/** The same for a stretch of tokens. @param before [tokens, entries] @param ids one a token */
export function* compareStretch(before: Float32Array, after: Float32Array, ids: readonly number[]): InSteps<PredictionChange[]> {
  const entries = before.length / ids.length;
  const rowOf = (all: Float32Array, place: number): Float32Array => all.subarray(place * entries, (place + 1) * entries);
  const room = roomFor(entries);
  const changes: PredictionChange[] = [];
  for (const [place, id] of ids.entries()) {
    changes.push(compareLogits(rowOf(before, place), rowOf(after, place), id, room));
    yield (place + 1) / ids.length;
  }
  return changes;
}

/** Logarithm of the sum of exponentials. @param probabilities takes what each entry is of the sum */
function logSum(logits: Float32Array, probabilities: Float64Array | null): number {
  let largest = -Infinity;
  for (let entry = 0; entry < logits.length; entry++) if (logits[entry]! > largest) largest = logits[entry]!;
  let sum = 0;
  for (let entry = 0; entry < logits.length; entry++) {
    const share = Math.exp(logits[entry]! - largest);
    sum += share;
    if (probabilities) probabilities[entry] = share;
  }
  if (probabilities) for (let entry = 0; entry < logits.length; entry++) probabilities[entry]! /= sum;
  return largest + Math.log(sum);
}
