import type { Token } from '../../../src/core/text/token.ts';
import fixture from '../../fixtures/panel/comparisons.json';
import { FIXTURE_SCALE, unpack } from './vectors.ts';
import { LAYERS } from './weights.ts';

const scaled = (values: readonly number[]) => Float32Array.from(values, value => value / FIXTURE_SCALE);

/** 1 - cosine of a token's vector with and without every other token of the text of france.json, by mode and hidden state. */
export function franceShifts(mode: 'mask' | 'omit', state: number, token: number): Float32Array {
  return scaled(fixture.shifts[mode][state]![token]!);
}

const { variant } = fixture;

/** A token of a fixture, written `[text, start, end]`; its id is its place. */
export function tokenOf([text, start, end]: readonly (string | number)[], id: number): Token {
  const at = Number(start);
  return { id, text: String(text), start: at, end: Number(end), special: at < 0, unknown: false };
}

/** Of [layers, ...], one a layer. */
function byLayer(values: Float32Array): Float32Array[] {
  const size = values.length / LAYERS;
  return Array.from({ length: LAYERS }, (_, layer) => values.slice(layer * size, (layer + 1) * size));
}

/**
 * The text of france.json with one word replaced; `maps` are [heads, tokens, tokens] of each layer, `drift` is one cosine a token and hidden state.
 * `fixed` is [tokens, tokens] cosines of the word embeddings, `states` the same by hidden state.
 */
export const FRANCE_VARIANT = {
  replaced: variant.replaced,
  replacement: variant.replacement,
  text: variant.text,
  tokens: variant.tokens.map(tokenOf),
  maps: byLayer(unpack(variant.attention)),
  drift: variant.drift.map(scaled),
  fixed: unpack(variant.fixed),
  states: variant.states.map(unpack),
};

const { word, places } = fixture.occurrences;

/** `bank` in eight sentences. */
export const BANK = {
  word,
  sentences: places.map(([before, after]) => `${before}${word}${after}`),
  /** The sentence that goes on so behind the word. */
  sentenceWith: (after: string): number => places.findIndex(([, own]) => after.startsWith(own!)),
  /** By hidden state, places x places. */
  states: fixture.occurrences.states.map(rows => scaled(rows.flat())),
};

/** Cosines of every eighth row of the position table. */
export const POSITIONS = { step: fixture.positions.step, similarity: unpack(fixture.positions.cosines) };
