import type { Token } from '../../../src/core/text/token.ts';
import fixture from '../../fixtures/panel/comparisons.json';
import { FIXTURE_SCALE, unpack } from './vectors.ts';

const scaled = (values: readonly number[]) => Float32Array.from(values, value => value / FIXTURE_SCALE);

/** 1 - cosine of a token's vector with and without every other token of the text of france.json, by mode and hidden state. */
export function franceShifts(mode: 'mask' | 'omit', state: number, token: number): Float32Array {
  return scaled(fixture.shifts[mode][state]![token]!);
}

const { variant } = fixture;

/**
 * The text of france.json with one word replaced; `attention` is [layers, heads, tokens, tokens], `drift` one cosine a token and hidden state.
 * `fixed` is [tokens, tokens] cosines of the word embeddings, `states` the same by hidden state.
 */
export const FRANCE_VARIANT = {
  replaced: variant.replaced,
  replacement: variant.replacement,
  text: variant.text,
  tokens: variant.tokens.map(([text, start, end], id): Token => {
    const at = Number(start);
    return { id, text: String(text), start: at, end: Number(end), special: at < 0, unknown: false };
  }),
  attention: unpack(variant.attention),
  drift: variant.drift.map(scaled),
  fixed: unpack(variant.fixed),
  states: variant.states.map(unpack),
};

/** `bank` in eight sentences. */
export const BANK = {
  word: fixture.occurrences.word,
  places: fixture.occurrences.places.map(([before, after]) => ({ before: before!, after: after! })),
  /** By hidden state, places x places. */
  states: fixture.occurrences.states.map(rows => scaled(rows.flat())),
};

/** Cosines of every eighth row of the position table. */
export const POSITIONS = { step: fixture.positions.step, similarity: unpack(fixture.positions.cosines) };
