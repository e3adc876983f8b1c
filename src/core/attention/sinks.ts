import { visibleColumns, type AttentionStack } from '../model/stack.ts';
import type { Unit } from '../text/token.ts';

/**
 * A token that most others give much of their attention to, whatever it stands for: an attention sink (Xiao et al. 2024). Usually the first one, `<s>`,
 * `[CLS]` or a full stop.
 */
export interface TokenSink {
  readonly token: number;
  /** What the other tokens that see it give it: the mean over them and over all valid heads. */
  readonly share: number;
}

/** The same for a word, which holds such a token. */
export interface UnitSink {
  readonly unit: number;
  readonly share: number;
}

/**
 * The bar, for the mean over all valid heads: a row counts where it gives the token at least 0.05 and three even shares of that row, so that a row that
 * sees three tokens or fewer hardly counts. A sink is a token for which more than half of all other rows count. Measured: in texts of 13 to 512 tokens
 * `[CLS]` of the built-in model takes 6 (0.46) to 61 (0.12) even shares, no other token more than 2.6; in gpt-nano-sort, a decoder trained to sort,
 * no token comes near (`test/core/sinks.test.ts`, `test/engine/builtInModel.test.ts`). A fixed bar, as the 0.3 of Gu et al. 2025, would know no sink in long texts.
 */
const SINK_WEIGHT = 0.05;
const SINK_EVEN_SHARES = 3;
/** Rows that are looked at: all of shorter texts, so many of longer ones, evenly spread. It costs a hundredth of the run at 512 tokens. */
const MOST_ROWS = 64;

/** Takes the maps of a run layer by layer, as they come, and says which tokens are sinks. */
export class SinkFinder {
  readonly #stack: AttentionStack;
  readonly #columns: number;
  readonly #rows: readonly number[];
  /** Sum over heads, [rows that are looked at, columns]. */
  readonly #sums: Float64Array;
  /** Heads that were added, for each row that is looked at. */
  readonly #heads: Uint32Array;

  constructor(stack: AttentionStack, rows: number, columns: number) {
    this.#stack = stack;
    this.#columns = columns;
    const count = Math.min(rows, MOST_ROWS);
    this.#rows = Array.from({ length: count }, (_, index) => Math.floor(((index + 0.5) * rows) / count));
    this.#sums = new Float64Array(count * columns);
    this.#heads = new Uint32Array(count);
  }

  /** Rows that are looked at, ascending. */
  get rows(): readonly number[] {
    return this.#rows;
  }

  /**
   * @param map of one valid head, [rows, columns]
   * @param rows the token of each row, where they are those of some tokens only
   * @param columns that are given: those behind the last row's own place may be left out of causal attention
   */
  add(map: Float32Array, rows?: readonly number[], columns = this.#columns): void {
    const sums = this.#sums;
    for (const [index, row] of this.#rows.entries()) {
      const place = rows ? rows.indexOf(row) : row;
      if (place < 0) continue;
      this.#heads[index]!++;
      const to = index * this.#columns;
      const from = place * columns;
      const end = visibleColumns(this.#stack, row, columns);
      for (let column = 0; column < end; column++) sums[to + column]! += map[from + column]!;
    }
  }

  /** Largest share first. */
  found(): TokenSink[] {
    const sinks: TokenSink[] = [];
    for (let token = 0; token < this.#columns; token++) {
      const share = this.#shareOf(token);
      if (share !== null) sinks.push({ token, share });
    }
    return sinks.sort((a, b) => b.share - a.share || a.token - b.token);
  }

  #shareOf(token: number): number | null {
    let sum = 0;
    let seeing = 0;
    let counted = 0;
    let others = 0;
    for (const [index, row] of this.#rows.entries()) {
      // Between two texts a row is no token of the columns.
      if (this.#stack.kind === 'self' && row === token) continue;
      others++;
      const visible = visibleColumns(this.#stack, row, this.#columns);
      if (token >= visible) continue;
      const weight = this.#sums[index * this.#columns + token]! / this.#heads[index]!;
      sum += weight;
      seeing++;
      if (weight >= SINK_WEIGHT && weight >= SINK_EVEN_SHARES / visible) counted++;
    }
    return counted > others / 2 ? sum / seeing : null;
  }
}

/** The words that hold a sink, largest share first; of a word with several, what they take together. */
export function sinkUnits(sinks: readonly TokenSink[], units: readonly Unit[]): UnitSink[] {
  if (sinks.length === 0) return [];
  const shareOf = new Map(sinks.map(({ token, share }) => [token, share]));
  return units
    .map(({ tokens }, unit) => ({ unit, share: tokens.reduce((sum, token) => sum + (shareOf.get(token) ?? 0), 0) }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share || a.unit - b.unit);
}
