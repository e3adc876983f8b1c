import type { GroundMeasurement } from '../../core/grounding/measure.ts';
import { isNotFromHere, type Removal } from '../../core/grounding/verdict.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import type { ModelSummary } from '../../protocol/engineApi.ts';
import type { GroundSlice } from '../../protocol/groundApi.ts';

/** What `ground` found. */
export interface GroundResult {
  readonly model: ModelSummary;
  readonly slice: GroundSlice;
  /** White space in front of each text as it was given, which is not read. */
  readonly trimmed: { readonly source: number; readonly answer: number };
  /** Null where nothing was left out. */
  readonly removed: Removed | null;
}

export interface Removed extends Pick<GroundMeasurement, 'without'> {
  /** Of each token of the answer, with the whole source. */
  readonly logProbabilities: Float32Array;
  readonly whole: Removal;
}

/** A word of the answer, and what the whole source does for it. */
export interface AnswerWord {
  readonly label: string;
  readonly start: number;
  readonly end: number;
  readonly logProbability: number;
  /** What it loses without the source, in nats. */
  readonly drop: number;
  /** Null where that is not known. */
  readonly notFromHere: boolean | null;
}

/** Places of a sentence's tokens among those of the answer. */
export function placesOf({ answerTokens }: GroundSlice, tokens: readonly number[]): number[] {
  return tokens.map(token => answerTokens.indexOf(token)).filter(place => place >= 0);
}

/** The words of a sentence of the answer, punctuation left out. */
export function wordsOf(slice: GroundSlice, { logProbabilities, whole }: Removed, sentence: number): AnswerWord[] {
  const own = new Set(slice.answer[sentence]!.tokens);
  const sum = (values: Float32Array, places: readonly number[]): number => places.reduce((total, place) => total + values[place]!, 0);
  return sequenceOf(slice.summary)
    .words.filter(({ tokens, punctuation }) => !punctuation && tokens.some(token => own.has(token)))
    .map(({ label, start, end, tokens }) => {
      const places = placesOf(slice, tokens);
      const drop = sum(whole.drops, places);
      return { label, start, end, logProbability: sum(logProbabilities, places), drop, notFromHere: isNotFromHere(drop) };
    });
}
