import type { ModelRequest } from './engineApi.ts';
import type { PositionKind } from '../core/model/facts.ts';
import type { Level, Unknown } from '../core/text/token.ts';
import type { UnitRef } from '../core/text/unitRef.ts';
import type { InfluenceMode } from '../core/state/viewState.ts';
import type { OutlierDimensions } from '../core/vectors/outlierDimensions.ts';
import type { EntryKind } from '../core/text/vocabularyEntry.ts';

/*
 * Vectors: what is asked about them, and what comes back. A *hidden state* is counted from 0: 0 enters layer 0, `s` is the vector after `s` layers, and
 * the last one (= number of layers) is the model's last hidden state. The vector of a unit is the mean over its tokens.
 */

export interface UnitRequest extends UnitRef {
  readonly runId: number;
  readonly level: Level;
}

export interface LikenessRequest {
  readonly runId: number;
  readonly level: Level;
  readonly state: number;
}

/** Cosine of every two units, size x size, row-major, symmetric: by word table rows, and by the vectors of one hidden state. */
export interface LikenessSlice {
  readonly runId: number;
  readonly level: Level;
  readonly size: number;
  readonly state: number;
  readonly fixed: Float32Array;
  /** Empty when the hidden states were not found in the graph. */
  readonly contextual: Float32Array;
  /** Dimensions that make the vectors of that state alike, found in the words of the text that are no sink; null where there are none. */
  readonly outliers: OutlierDimensions | null;
  /** The cosines without those dimensions; empty where there are none. */
  readonly withoutOutliers: Float32Array;
}

/** One unit through the hidden states 0 to L. NaN: not defined there. An empty array: not seen in this model. */
export interface PathSlice extends UnitRequest {
  /** [L + 1] cosine to the unit's word embedding; empty when the widths differ. */
  readonly toFixed: Float32Array;
  /** [L + 1] cosine to the hidden state before; the first is NaN. */
  readonly toPrevious: Float32Array;
  /** [L + 1] Euclidean length. */
  readonly norms: Float32Array;
  /** [L] length of what attention, and what the feed-forward block, adds in each layer (before the normalisation); empty when not found. */
  readonly attentionNorms: Float32Array;
  readonly feedForwardNorms: Float32Array;
}

export interface NeighbourRequest extends UnitRequest {
  /** Null: the unit's word embedding. A number: its vector in that hidden state, still compared with the word table. */
  readonly state: number | null;
  readonly top: number;
}

export interface Neighbour {
  readonly id: number;
  /** The vocabulary entry as stored, e.g. `queen`, `##s`, `[unused7]`. */
  readonly token: string;
  /** What it stands for, to be shown: without the marks of the tokenizer; bytes that are no character by their numbers. */
  readonly text: string;
  readonly cosine: number;
  readonly kind: EntryKind;
}

/** The `top` entries of the word table with the largest cosine, the unit's own single token left out; whole words first, each by cosine. */
export interface NeighbourSlice {
  readonly state: number | null;
  readonly entries: readonly Neighbour[];
  /** Entries compared. */
  readonly vocabulary: number;
  readonly milliseconds: number;
}

/** What each token's input is made of. Arrays have one value a token; an empty one: the model has no such part. */
export interface InputSlice {
  readonly runId: number;
  readonly wordNorms: Float32Array;
  readonly positionNorms: Float32Array;
  readonly segmentNorms: Float32Array;
  readonly wordPositionCosines: Float32Array;
  readonly wordSegmentCosines: Float32Array;
  readonly positionSegmentCosines: Float32Array;
  /** Of the sum of the parts. */
  readonly sumNorms: Float32Array;
  readonly wordSumCosines: Float32Array;
  /** Of hidden state 0: the sum after LayerNorm (and projection, where the widths differ). Empty when not found. */
  readonly normalisedNorms: Float32Array;
  /** Cosine of the word part to hidden state 0; empty when the widths differ. */
  readonly wordNormalisedCosines: Float32Array;
}

/** How the loaded model tells positions apart, read from its graph. */
export interface PositionSlice {
  readonly kind: PositionKind;
  /** Positions the table has for text; 0 without a table. */
  readonly rows: number;
  /** Every `step`-th position is in the map. */
  readonly step: number;
  readonly size: number;
  /** size x size cosines; empty when they cannot be computed exactly. */
  readonly similarity: Float32Array;
  /** One sentence: what the graph does. */
  readonly note: string;
  /** What the map is of it, where that is no cosine of two rows, or why there is none; '' where there is nothing to say. */
  readonly mapNote: string;
  /** Of rotary positions, each set of wavelengths that layers turn by; empty where they turn by none, or by numbers that are not read. */
  readonly wavelengths: readonly Wavelengths[];
  /** What one token of distance takes from a score, for each head (ALiBi); empty where it is no slope, or not read. */
  readonly slopes: Float32Array;
}

/** The tokens after which each pair of dimensions of queries and keys has turned once, shortest first. */
export interface Wavelengths {
  /** Layers that turn by them. */
  readonly layers: number;
  readonly tokens: Float32Array;
}

export interface MapRequest {
  readonly runId: number;
  readonly level: Level;
  readonly state: number;
}

/**
 * Units in the plane of the first two principal components of their vectors in one hidden state. Vectors are scaled to length 1 and centred;
 * the word embeddings, scaled and centred by themselves, are placed by the same two axes.
 */
export interface MapSlice {
  readonly runId: number;
  readonly level: Level;
  readonly state: number;
  /** Units in the map, without the special tokens around the text; the points are in this order. */
  readonly units: readonly number[];
  /** [units, 2] */
  readonly points: Float32Array;
  /** [units, 2]; empty when the widths differ. */
  readonly origins: Float32Array;
  /** Share of the variance of the vectors on each axis. */
  readonly explained: readonly [first: number, second: number];
}

export interface ShiftRequest extends UnitRequest {
  readonly state: number;
  readonly mode: InfluenceMode;
  /** Units of the same text to take away, one at a time; a few per request, so that progress is seen and cancelling is quick. */
  readonly others: readonly number[];
}

/** 1 - cosine between the unit's vector with and without each other unit, in the order asked. */
export interface ShiftSlice {
  readonly shifts: Float32Array;
}

export interface Occurrence {
  /** Index of its text. */
  readonly text: number;
  /** UTF-16 offsets in that text. */
  readonly start: number;
  readonly end: number;
}

/** How many occurrences one request may compare; each may cost a pass, and every hidden state gets a matrix of them. */
export const MAX_REQUEST_OCCURRENCES = 200;

export interface CompareRequest extends ModelRequest {
  /** Each at most MAX_RUN_CHARACTERS; a longer one than the model reads is run as the window around the occurrence. */
  readonly texts: readonly string[];
  /** At most MAX_REQUEST_OCCURRENCES. */
  readonly occurrences: readonly Occurrence[];
}

/** Cosine of every two occurrences. */
export interface CompareSlice {
  /** Indices of the occurrences that were read; others have no token. */
  readonly found: readonly number[];
  /** Of the tokens of each that was found: where all of them are unknown, the word plays no part in its vector. */
  readonly unknown: readonly Unknown[];
  readonly size: number;
  /** How many of them were read in a window of a text that is longer than the model can read. */
  readonly windowed: number;
  /** By word table rows, size x size. */
  readonly fixed: Float32Array;
  /** One a hidden state, 0 to L, each size x size; empty without hidden states. */
  readonly states: readonly Float32Array[];
}

export interface DriftRequest {
  readonly runId: number;
  readonly otherRunId: number;
  readonly level: Level;
  /** Units of the one run and the other that stand for each other. */
  readonly pairs: readonly (readonly [unit: number, other: number])[];
}

/** Cosine of the two vectors of every pair, one array a hidden state. */
export interface DriftSlice {
  readonly states: readonly Float32Array[];
}

export interface WordVectorRequest {
  /** Absolute path of the file; the host resolves it. */
  readonly file: string;
  readonly runId: number;
  readonly level: Level;
}

export type VectorFormat = 'word2vec binary' | 'word2vec text' | 'GloVe';

/** Cosine of every two units by the vectors of a file; NaN where the file has no vector for one of them. */
export interface WordVectorSlice {
  readonly runId: number;
  readonly level: Level;
  readonly size: number;
  readonly values: Float32Array;
  readonly format: VectorFormat;
  readonly width: number;
  /** Vectors in the file. */
  readonly count: number;
  /** Lines or records that are no vector of that width. */
  readonly broken: number;
  /** Most words of the file are written `/c/en/word`. */
  readonly hasPaths: boolean;
  /** Units without a vector. */
  readonly missing: readonly number[];
  readonly milliseconds: number;
}
