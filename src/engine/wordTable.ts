import { norm, rowAt } from '../core/vectors.ts';
import type { VocabularyEntry } from '../core/vocabularyEntry.ts';
import { readTable } from './embeddingRows.ts';
import { assertUnchanged } from './fingerprint.ts';
import type { LoadedModel } from './modelLoader.ts';

/** A model's word table in memory, ready to be searched: 47 MB for 30,522 entries of 384 numbers, 461 MB for 150,000 of 768. */
export interface WordTable {
  readonly width: number;
  /** [rows, width], as the model uses them. */
  readonly values: Float32Array;
  /** Length of every row; NaN for a row that is not compared: one without an entry, without a length, or with a number that is none. */
  readonly lengths: Float64Array;
  readonly entries: ReadonlyMap<number, VocabularyEntry>;
  /** Rows that are compared. */
  readonly compared: number;
}

export function createWordTable(width: number, values: Float32Array, entries: ReadonlyMap<number, VocabularyEntry>): WordTable {
  const rows = values.length / width;
  const lengths = new Float64Array(rows).fill(NaN);
  let compared = 0;
  for (let row = 0; row < rows; row++) {
    const length = entries.has(row) ? norm(rowAt(values, width, row)) : 0;
    if (!(length > 0 && length < Infinity)) continue;
    lengths[row] = length;
    compared++;
  }
  return { width, values, lengths, entries, compared };
}

/** The word tables of loaded models: read when first asked for, kept as long as the model. */
export class WordTables {
  readonly #tables = new WeakMap<LoadedModel, WordTable>();

  /** Reads the whole table from the disk, once a model. @throws FaultError `unavailable` for a storage that is not read */
  of(model: LoadedModel): WordTable {
    let table = this.#tables.get(model);
    if (!table) {
      const { word } = model.graph.tables;
      table = createWordTable(word.width, readTable(model.file, word), model.tokenizer.entries());
      assertUnchanged(model.files);
      this.#tables.set(model, table);
    }
    return table;
  }
}
