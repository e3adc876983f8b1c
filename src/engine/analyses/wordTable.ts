import { norm, rowAt } from '../../core/vectors/vectors.ts';
import type { VocabularyEntry } from '../../core/text/vocabularyEntry.ts';
import { readRowRange } from '../runtime/embeddingRows.ts';
import type { LoadedModel } from '../model/loader.ts';

/** Some consecutive rows of a table. */
export interface Stretch {
  /** Row of the table that the first one is. */
  readonly first: number;
  /** [rows, width], as the model uses them. */
  readonly values: Float32Array;
  /** Length of every row; NaN for a row that is not compared: one without an entry, without a length, or with a number that is none. */
  readonly lengths: Float64Array;
}

export interface TableShape {
  readonly rows: number;
  readonly width: number;
}

export interface TableLimits {
  /** Larger tables are read anew for every search. */
  readonly keptBytes: number;
  /** Of a stretch of a table that is kept. */
  readonly keptStretchBytes: number;
  /** Of a stretch of one that is not: all that is held of it. */
  readonly stretchBytes: number;
}

/**
 * 150,000 rows of 768 numbers, 461 MB, are kept, as reading them takes ten times as long as searching them; Llama 3's 2.1 GB are not. A stretch costs
 * up to 0.5 ms beside its numbers, so that of a kept table is longer.
 */
const DEFAULT_LIMITS: TableLimits = { keptBytes: 512 * 2 ** 20, keptStretchBytes: 128 * 2 ** 20, stretchBytes: 16 * 2 ** 20 };

/** A model's word table, read and searched a stretch at a time. What is known of it, and its numbers if it is small enough, is kept. */
export class WordTable implements TableShape {
  readonly rows: number;
  readonly width: number;
  readonly entries: ReadonlyMap<number, VocabularyEntry>;
  readonly #read: (from: number, to: number) => Float32Array;
  readonly #lengths: Float64Array;
  /** Rows whose length is known, from the first on. */
  #measured = 0;
  #compared = 0;
  readonly #rowsAtOnce: number;
  /** By their place; null when the table is not kept. */
  readonly #kept: Float32Array[] | null;

  /** @param read rows [from, to) as the model uses them, [to - from, width] */
  constructor(
    { rows, width }: TableShape,
    entries: ReadonlyMap<number, VocabularyEntry>,
    read: (from: number, to: number) => Float32Array,
    limits = DEFAULT_LIMITS,
  ) {
    this.rows = rows;
    this.width = width;
    this.entries = entries;
    this.#read = read;
    this.#lengths = new Float64Array(rows).fill(NaN);
    this.#kept = 4 * rows * width <= limits.keptBytes ? [] : null;
    const bytes = this.#kept ? limits.keptStretchBytes : limits.stretchBytes;
    this.#rowsAtOnce = Math.max(1, Math.floor(bytes / (4 * width)));
  }

  /** Rows that are compared; complete once all stretches were walked. */
  get compared(): number {
    return this.#compared;
  }

  /** Of the numbers that are kept. */
  get keptBytes(): number {
    return (this.#kept ?? []).reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** All rows in order, each stretch read when its turn comes. Throws what reading throws. */
  *stretches(): Generator<Stretch> {
    for (let first = 0, place = 0; first < this.rows; first += this.#rowsAtOnce, place++) {
      const end = Math.min(this.rows, first + this.#rowsAtOnce);
      const values = this.#kept?.[place] ?? this.#read(first, end);
      if (this.#kept) this.#kept[place] = values;
      if (end > this.#measured) this.#measure(first, end, values);
      yield { first, values, lengths: this.#lengths.subarray(first, end) };
    }
  }

  #measure(first: number, end: number, values: Float32Array): void {
    for (let row = first; row < end; row++) {
      const length = this.entries.has(row) ? norm(rowAt(values, this.width, row - first)) : 0;
      if (!(length > 0 && length < Infinity)) continue;
      this.#lengths[row] = length;
      this.#compared++;
    }
    this.#measured = end;
  }
}

/** Known as long as the model. */
const tables = new WeakMap<LoadedModel, WordTable>();

/** What is kept of a model's word table beside the model. */
export function keptWordTableBytes(model: LoadedModel): number {
  return tables.get(model)?.keptBytes ?? 0;
}

export function wordTableOf(model: LoadedModel): WordTable {
  let table = tables.get(model);
  if (!table) {
    const { word } = model.graph.tables;
    table = new WordTable(word, model.tokenizer.entries(), (from, to) => readRowRange(model.file, word, from, to));
    tables.set(model, table);
  }
  return table;
}
