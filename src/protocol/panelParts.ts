import type { UnitRef } from '../core/text/unitRef.ts';
import type { InfluenceMode, OccurrenceContext } from '../core/state/viewState.ts';
import type {
  CompareSlice,
  InputSlice,
  LikenessSlice,
  MapSlice,
  NeighbourSlice,
  PathSlice,
  PositionSlice,
  UnitRequest,
  WordVectorSlice,
} from './embeddingApi.ts';
import type { SentenceEffects } from '../core/grounding/effects.ts';
import type { GroundFindings } from './groundApi.ts';
import type { TokenList } from '../core/text/tokenList.ts';
import type { ModelSummary } from './engineApi.ts';
import type { DistanceSlice, HeadRanking, LayerSlice, LinkSlice, ThumbnailSlice } from './headsApi.ts';
import type { VariantSlice } from './variantApi.ts';
import type { Fault } from '../core/fault.ts';

/** What only some pages of the panel show. Each is fetched when its page is open, and each value is sent once. */
export interface PanelParts {
  /** Of the text that was asked about last. */
  readonly tokens: TokenList;
  /** Where nothing is explored. */
  readonly model: ModelSummary;
  readonly thumbnails: ThumbnailSlice;
  /** Of the source word. */
  readonly ranking: HeadRanking;
  /** Of the pinned word and what it is linked with. */
  readonly link: LinkSlice;
  /** Of the pinned word. */
  readonly layers: LayerSlice;
  /** Of two texts in a decoder. */
  readonly ground: GroundPart;
  /** Of the same, once somebody asked for it. */
  readonly removals: RemovalPart;
  readonly distances: DistanceSlice;
  readonly likeness: LikenessSlice;
  /** Of the source word. */
  readonly path: PathSlice;
  readonly neighbours: NeighbourPart;
  readonly input: InputSlice;
  readonly positions: PositionSlice;
  readonly map: MapSlice;
  readonly influence: InfluencePart;
  readonly rollout: RolloutPart;
  readonly occurrences: OccurrencePart;
  readonly whatIf: WhatIfPart;
  readonly wordVectors: WordVectorPart;
}

export type PartName = keyof PanelParts;

export type PartStatus =
  /** So many passes of the model, in about so many seconds, that a person is asked first. `nearest`: how many of them can be had alone, null where that is not offered. */
  | { readonly kind: 'waiting'; readonly passes: number; readonly seconds: number; readonly nearest: Nearest | null }
  | { readonly kind: 'computing'; readonly done: number; readonly total: number }
  /** Some of it can be shown already: a part of this key is here, and says itself what it lacks. `left`: about how many seconds that takes, null where it is not known. */
  | { readonly kind: 'partial'; readonly key: string; readonly done: number; readonly total: number; readonly left: number | null }
  /** Stopped on the way, with some of it here: it can go on from there. */
  | { readonly kind: 'stopped'; readonly key: string; readonly done: number; readonly total: number; readonly left: number | null }
  | { readonly kind: 'ready'; readonly key: string }
  | { readonly kind: 'failed'; readonly fault: Fault };

/** The first steps of a measurement that takes long. */
export interface Nearest {
  readonly passes: number;
  readonly seconds: number;
}

/** A part that is missing here was not asked for (no pinned word, nothing to compare yet). */
export type PartStatuses = { readonly [name in PartName]?: PartStatus };

/** An answer on its source. */
export interface GroundPart extends GroundFindings {
  readonly runId: number;
  /** Of each sentence. */
  readonly written: { readonly source: readonly WrittenSentence[]; readonly answer: readonly WrittenSentence[] };
}

/** What leaving sentences of the source out does to an answer. */
export interface RemovalPart {
  readonly runId: number;
  /** One a sentence of the answer, with what was measured of it so far. */
  readonly effects: readonly SentenceEffects[];
  /** Readings with something left out: those that were made, and those that all sentences of the answer still lack. */
  readonly read: number;
  readonly left: number;
  /** About how long those take. */
  readonly seconds: number;
}

/** What a sentence says, and how many lines below the start of its text it begins. */
export interface WrittenSentence {
  readonly text: string;
  readonly line: number;
}

/** The one word by its word embedding, and by its vector in the chosen hidden state. */
export interface NeighbourPart extends UnitRequest {
  readonly fixed: NeighbourSlice;
  /** Null when it cannot be compared with the word table (other width, no hidden states). */
  readonly contextual: NeighbourSlice | null;
}

/** How far the unit's vector moves when each other unit is taken away. */
export interface InfluencePart extends UnitRef {
  readonly state: number;
  readonly mode: InfluenceMode;
  /** [units] 1 - cosine; NaN for the unit itself, for special tokens, and for what is not measured yet. */
  readonly shifts: Float32Array;
  /** Median shift of the function words measured; NaN when there is none. Above it a shift is marked. */
  readonly control: number;
  /** The function words it was taken from. */
  readonly controlUnits: readonly number[];
  /** Words that are still to be measured, the ones farthest away; 0 when the part is complete. */
  readonly left: number;
}

/** The unit's row of the attention rollout, [units]: hidden state s has passed layers 0 to s - 1. Needs neither vectors nor a mask token. */
export interface RolloutPart extends UnitRef {
  readonly state: number;
  readonly weights: Float32Array;
}

export interface OccurrenceItem {
  /** Name of the document, or '' for a typed sentence. */
  readonly document: string;
  /** Line in the document, from 1; 0 for a typed sentence. */
  readonly line: number;
  /** Text around the word, on one line, cut to what fits. */
  readonly before: string;
  readonly word: string;
  readonly after: string;
  /** The name a person gave to its sense; '' for none. */
  readonly group: string;
  /** False when it was edited away: its numbers stay, in grey, and it cannot be gone to. */
  readonly live: boolean;
}

export interface OccurrencePart {
  readonly word: string;
  readonly context: OccurrenceContext;
  /** Those that were read, in the order of the slice's rows. */
  readonly items: readonly OccurrenceItem[];
  readonly slice: CompareSlice;
  /** Occurrences beyond MAX_COMPARED_OCCURRENCES; they were not compared. */
  readonly beyond: number;
  /** Occurrences that have no token in this model. */
  readonly unread: number;
  /** Names of the documents of which only the first MAX_RUN_CHARACTERS were looked through. */
  readonly cut: readonly string[];
  /** Names of the documents that read differently now: the numbers are of the texts as they were. */
  readonly edited: readonly string[];
  /** The explored document was looked through, but none of the places stands in the explored text. */
  readonly outside: boolean;
  /** Names of the documents that were looked through, when the explored one is none of them. */
  readonly elsewhere: readonly string[];
}

/** The explored text with one word replaced or masked, run beside it. The document is not edited. */
export interface WhatIfPart extends VariantSlice {
  readonly unit: number;
  /** The word, or the piece of one, that was replaced, and what stands there instead; null: masked. */
  readonly word: string;
  readonly replacement: string | null;
  /** Mask tokens in its place: one for each of its tokens, as for influence. None when it was replaced. */
  readonly masks: number;
}

export interface WordVectorPart {
  /** Name of the file, without its folder. */
  readonly name: string;
  readonly slice: WordVectorSlice;
}
