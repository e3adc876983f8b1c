import { TO_FLOATS, writeHalves } from '../runtime/floats.ts';

/**
 * The rows of some tokens in all layers and heads of causal attention, in 16-bit floats: a weight is off by no more than a 2,000th of itself. A row holds
 * the keys up to its own place.
 */
export class SampledRows {
  /** The tokens, ascending. */
  readonly queries: readonly number[];
  readonly #tokens: number;
  readonly #layers: readonly Uint16Array[];
  /** Weights of a head before each row, and of all. */
  readonly #starts: readonly number[];

  /**
   * @param tokens of the text
   * @param heads of each layer
   */
  constructor(queries: readonly number[], tokens: number, heads: readonly number[]) {
    this.queries = queries;
    this.#tokens = tokens;
    const starts = [0];
    for (const query of queries) starts.push(starts.at(-1)! + query + 1);
    this.#starts = starts;
    this.#layers = heads.map(count => new Uint16Array(count * starts.at(-1)!));
  }

  get byteLength(): number {
    return this.#layers.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /**
   * Takes its rows out of those of some queries.
   * @param maps of one layer, [heads, queries, to]
   */
  take(layer: number, maps: Float32Array, queries: readonly number[], to: number): void {
    const all = this.#starts.at(-1)!;
    const rows = [...this.queries.entries()].filter(([, query]) => queries.includes(query));
    const heads = maps.length / (queries.length * to);
    for (let head = 0; head < heads; head++) {
      for (const [row, query] of rows) {
        const start = (head * queries.length + queries.indexOf(query)) * to;
        writeHalves(maps.subarray(start, start + query + 1), this.#layers[layer]!, head * all + this.#starts[row]!);
      }
    }
  }

  /** Those of one layer, [heads, queries, tokens]. */
  layer(layer: number): Float32Array {
    const halves = this.#layers[layer]!;
    const all = this.#starts.at(-1)!;
    const heads = all === 0 ? 0 : halves.length / all;
    const rows = new Float32Array(heads * this.queries.length * this.#tokens);
    let to = 0;
    for (let head = 0; head < heads; head++) {
      for (const [row, query] of this.queries.entries()) {
        const start = head * all + this.#starts[row]!;
        rows.set(TO_FLOATS['float16']!(halves.subarray(start, start + query + 1)), to);
        to += this.#tokens;
      }
    }
    return rows;
  }
}
