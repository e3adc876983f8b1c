import { FaultError } from '../faults.ts';
import { headsOfLayer, visibleColumns } from '../model/stack.ts';
import { standsInText, type Token } from '../text/token.ts';
import type { LayerWalk } from './layerWalk.ts';
import { headMap, type Attention } from './maps.ts';
import { rowsOfTokens } from './someRows.ts';

/** One number a head, as `headIndex` counts them; NaN for an invalid head, and for one without weight between tokens that count. */
export interface HeadDistances {
  /** Mean distance between a token and what it attends to, in tokens. */
  readonly distances: Float32Array;
  /** The same with its sign: below 0 it looks back, above 0 ahead. */
  readonly offsets: Float32Array;
  /** Share of the attention that goes to special tokens, and is not counted. */
  readonly leftOut: Float32Array;
  /** Tokens that count. */
  readonly tokens: number;
  /** The distance of attention that is spread evenly over all tokens that a row sees. */
  readonly even: number;
}

/**
 * How far each head looks on this text: the mean of |key - query|, weighted by attention (Vig and Belinkov 2019, section 4.3).
 *
 * Only tokens that stand in the text count, as those that look and those that are looked at: where a special token stands says nothing about distance,
 * and heads rest on it. A token's attention to itself counts, at distance 0.
 * @throws FaultError `unavailable` for attention from one text to another, between which there is no distance
 */
export function* headDistances(attention: Attention, tokens: readonly Pick<Token, 'special' | 'start'>[]): LayerWalk<HeadDistances> {
  const { stack, columns } = attention;
  if (stack.kind !== 'self') throw noDistance();
  const inText = [...tokens.keys()].filter(token => standsInText(tokens[token]!));
  const rows = rowsOfTokens(attention, inText);
  const distances: number[] = [];
  const offsets: number[] = [];
  const leftOut: number[] = [];
  for (const layer of stack.heads.keys()) {
    const maps = yield layer;
    for (const head of headsOfLayer(stack.heads, layer)) {
      const map = headMap(attention, maps, head);
      const { near, signed, counted, all } = map ? sums(map, columns, rows, inText) : NOTHING;
      distances.push(near / counted);
      offsets.push(signed / counted);
      leftOut.push(1 - counted / all);
    }
  }
  return {
    distances: Float32Array.from(distances),
    offsets: Float32Array.from(offsets),
    leftOut: Float32Array.from(leftOut),
    tokens: inText.length,
    even: evenDistance(
      rows.map(([, token]) => token),
      inText,
      row => visibleColumns(stack, row, columns),
    ),
  };
}

const NOTHING = { near: 0, signed: 0, counted: 0, all: 0 };

function sums(map: Float32Array, width: number, rows: readonly (readonly [row: number, token: number])[], inText: readonly number[]) {
  const total = { ...NOTHING };
  for (const [index, query] of rows) {
    const row = index * width;
    for (let key = 0; key < width; key++) total.all += map[row + key]!;
    for (const key of inText) {
      const weight = map[row + key]!;
      total.counted += weight;
      total.signed += weight * (key - query);
      total.near += weight * Math.abs(key - query);
    }
  }
  return total;
}

function evenDistance(queries: readonly number[], inText: readonly number[], visible: (row: number) => number): number {
  let total = 0;
  for (const query of queries) {
    const seen = inText.filter(key => key < visible(query));
    total += seen.reduce((sum, key) => sum + Math.abs(key - query), 0) / seen.length;
  }
  return total / queries.length;
}

function noDistance(): FaultError {
  return new FaultError({
    code: 'unavailable',
    title: 'Distance needs attention of a text to itself',
    cause: 'This attention goes from one text to another, and there is no distance between a place in one and a place in the other.',
    nextStep: 'Choose a head or a layer.',
  });
}
