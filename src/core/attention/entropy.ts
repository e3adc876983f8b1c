import { headsOfLayer, visibleColumns } from '../model/stack.ts';
import { standsInText, type Token } from '../text/token.ts';
import type { LayerWalk } from './layerWalk.ts';
import { headMap, type Attention } from './maps.ts';
import { rowsOfTokens } from './someRows.ts';

export interface HeadEntropies {
  /** Of each head, as `headIndex` counts them, in bits; NaN for an invalid head, and where no row has weight on a token that counts. */
  readonly bits: Float32Array;
  /** Tokens that count: as few as one in each row gives 0 bits. */
  readonly keys: number;
  /** The most: what rows have that give all they see the same, log2 of how many those are, averaged over the rows. log2 of the keys where every row sees all. */
  readonly even: number;
  /** A row sees the tokens up to its own, and no more. */
  readonly causal: boolean;
}

/**
 * How broad each head's attention is on this text: the Shannon entropy of a row, in bits, averaged over the rows of the tokens that stand in the text
 * (Clark et al. 2019, section 3.3, who count in nats).
 *
 * A row is scaled to sum to 1 over the tokens that count, since an entropy is that of a distribution: all tokens, or, with the special tokens hidden,
 * those that stand in the text. So a row that sums to less has the entropy of its shares.
 * @param tokens of the run, in order: those that look and those that are looked at
 */
export function* headEntropies(
  attention: Attention,
  tokens: readonly Pick<Token, 'special' | 'start'>[],
  hideSpecial: boolean,
): LayerWalk<HeadEntropies> {
  const inText = [...tokens.keys()].filter(token => standsInText(tokens[token]!));
  const keys = hideSpecial ? inText : [...tokens.keys()];
  const counted = rowsOfTokens(attention, inText);
  const rows = counted.map(([row]) => row);
  const bits: number[] = [];
  for (const layer of attention.stack.heads.keys()) {
    const maps = yield layer;
    for (const head of headsOfLayer(attention.stack.heads, layer)) {
      const map = headMap(attention, maps, head);
      bits.push(map ? meanEntropy(map, attention.columns, rows, keys) : NaN);
    }
  }
  const { stack, columns } = attention;
  return {
    bits: Float32Array.from(bits),
    keys: keys.length,
    even: evenEntropy(
      counted.map(([, token]) => token),
      keys,
      token => visibleColumns(stack, token, columns),
    ),
    causal: stack.causal,
  };
}

/** Of rows that see none of the keys nothing is said: they have no entropy either. */
function evenEntropy(queries: readonly number[], keys: readonly number[], visible: (token: number) => number): number {
  const seen = queries.map(query => keys.filter(key => key < visible(query)).length).filter(count => count > 0);
  return seen.reduce((sum, count) => sum + Math.log2(count), 0) / seen.length;
}

function meanEntropy(map: Float32Array, width: number, rowsOfText: readonly number[], keys: readonly number[]): number {
  let total = 0;
  let rows = 0;
  for (const row of rowsOfText) {
    const entropy = rowEntropy(map, row * width, keys);
    if (Number.isNaN(entropy)) continue;
    total += entropy;
    rows++;
  }
  return total / rows;
}

/** log2 S - (sum of w log2 w) / S is the entropy of w / S, where S is the sum. NaN for a row without weight. */
function rowEntropy(map: Float32Array, row: number, keys: readonly number[]): number {
  let sum = 0;
  let products = 0;
  for (const key of keys) {
    const weight = map[row + key]!;
    if (weight === 0) continue;
    sum += weight;
    products += weight * Math.log(weight);
  }
  return sum > 0 ? Math.max(0, (Math.log(sum) - products / sum) / Math.LN2) : NaN;
}
