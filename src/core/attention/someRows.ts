import type { Unit } from '../text/token.ts';
import type { Attention } from './maps.ts';
import { createPooling, type MapPooling, type Pooling } from './pooling.ts';

/** Which rows of a text's attention a number was made of, where they are not all of them. */
export interface RowSample {
  /** Rows that were looked at, of all that there are: one for each token that attends. */
  readonly rows: number;
  readonly of: number;
}

/** Some rows of a self-attention: those of whole units, with their tokens counted anew. */
export interface SomeRows {
  /** Indices of the units, ascending. */
  readonly units: readonly number[];
  /** The tokens that attend, ascending: one row each. */
  readonly queries: readonly number[];
  /** Rows: the picked units alone, of the picked tokens. */
  readonly pooling: MapPooling;
  /** Rows: all units by their own indices, of the picked tokens; those that were not picked have none. */
  readonly inPlace: MapPooling;
}

/** @param pooling of all tokens and units */
export function rowsOfUnits(pooling: Pooling, units: readonly number[]): SomeRows {
  const queries = units.flatMap(unit => pooling.units[unit]!.tokens).sort((a, b) => a - b);
  const rowOf = new Map(queries.map((token, row) => [token, row]));
  const picked = units.map((unit): Unit => {
    const whole = pooling.units[unit]!;
    return { ...whole, tokens: whole.tokens.map(token => rowOf.get(token)!) };
  });
  const inPlace = pooling.units.map((whole): Unit => ({ ...whole, tokens: [] }));
  for (const [place, unit] of units.entries()) inPlace[unit] = picked[place]!;
  const poolingOf = (rows: readonly Unit[]): MapPooling => ({ rows: createPooling(rows, queries.length), columns: pooling });
  return { units, queries, pooling: poolingOf(picked), inPlace: poolingOf(inPlace) };
}

/** Units of rows with the tokens that they have in the text. */
export function unitsOfRows({ queries }: Pick<Attention, 'queries'>, rows: readonly Unit[]): readonly Unit[] {
  return queries ? rows.map(unit => ({ ...unit, tokens: unit.tokens.map(row => queries[row]!) })) : rows;
}

/** Which row is that of each of some tokens, where it is here. */
export function rowsOfTokens(
  { queries }: Pick<Attention, 'queries'>,
  tokens: readonly number[],
): (readonly [row: number, token: number])[] {
  if (!queries) return tokens.map(token => [token, token]);
  const rowOf = new Map(queries.map((token, row) => [token, row]));
  return tokens.flatMap(token => (rowOf.has(token) ? [[rowOf.get(token)!, token] as const] : []));
}

/** The same attention with no more rows than those of some tokens. */
export function withRows(attention: Attention, queries: readonly number[]): Attention {
  return { ...attention, rows: queries.length, queries };
}

/** Of the maps of a layer, [heads, tokens, tokens], the rows of some tokens, [heads, queries, tokens]. */
export function pickRows(maps: Float32Array, tokens: number, queries: readonly number[]): Float32Array {
  const heads = maps.length / tokens ** 2;
  const rows = new Float32Array(heads * queries.length * tokens);
  let to = 0;
  for (let head = 0; head < heads; head++) {
    for (const query of queries) {
      const from = (head * tokens + query) * tokens;
      rows.set(maps.subarray(from, from + tokens), to);
      to += tokens;
    }
  }
  return rows;
}

/** A word of more tokens than this share of a sample is left out of it: one long number would be all that is seen. */
const LARGEST_SHARE = 1 / 8;

/**
 * Tokens of evenly spaced words, ascending, no more than `most` together: whole words, so that each has a row of its own at every level. Where a text has few
 * but long words, pieces of those are among them.
 * @param words of the text; what is in none of them, nor in a piece, is never picked
 */
export function sampleOfTokens(words: readonly TokensOf[], pieces: readonly TokensOf[], most: number): number[] {
  const short = words.filter(word => word.tokens.length <= Math.max(1, most * LARGEST_SHARE));
  const inShort = new Set(short.flatMap(word => word.tokens));
  const picked = pickEvenly(short, most);
  if (picked.length < inShort.size) return picked.sort((a, b) => a - b);
  const others = pieces.filter(({ tokens }) => !tokens.some(token => inShort.has(token)));
  return [...picked, ...pickEvenly(others, most - picked.length)].sort((a, b) => a - b);
}

type TokensOf = Pick<Unit, 'tokens'>;

function pickEvenly(units: readonly TokensOf[], most: number): number[] {
  const all = units.reduce((sum, unit) => sum + unit.tokens.length, 0);
  for (let count = Math.min(units.length, Math.ceil((units.length * most) / Math.max(1, all))); count > 0; count--) {
    const picked = Array.from({ length: count }, (_, index) => units[Math.floor(((index + 0.5) * units.length) / count)]!);
    const tokens = picked.flatMap(unit => unit.tokens);
    if (tokens.length <= most) return tokens;
  }
  return [];
}

/** The units all tokens of which are among some. */
export function unitsWithin(units: readonly Unit[], tokens: readonly number[]): number[] {
  const there = new Set(tokens);
  return [...units.keys()].filter(unit => units[unit]!.tokens.every(token => there.has(token)));
}
