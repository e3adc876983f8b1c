import { formatCount } from '../../core/describe/numbers.ts';
import { FaultError } from '../../core/faults.ts';
import type { EmbeddingTable } from '../../onnx/find/embeddingTables.ts';
import type { FolderFile } from '../model/folderFiles.ts';
import { decoderMemory, memoryNeeded, tooLargeForMemory } from '../model/memory.ts';
import { readRows } from '../runtime/embeddingRows.ts';
import type { Pair } from './files.ts';
import { notTogether, readPair, type PairOfGraphs } from './graphs.ts';

/** A tokenizer of the target's own, beside that of the source. */
export const TARGET_TOKENIZER = 'target_tokenizer.json';

/** The first pair that can be shown and fits into memory; why the first of all cannot be, when none does. @throws FaultError */
export function firstThatFits(directory: string, pairs: readonly Pair[], free: number): PairOfGraphs {
  let first: FaultError | null = null;
  for (const pair of pairs) {
    try {
      const found = readPair(directory, pair);
      const needed = memoryNeeded(found.encoder.sizes, found.encoder.graph) + decoderMemory(found.decoder.sizes, found.decoder.graph);
      if (needed <= free) return found;
      throw tooLargeForMemory(pair.encoder.name, needed, free, null);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      first ??= error;
    }
  }
  throw first!;
}

/**
 * Where both texts have one vocabulary, so have both graphs.
 * @returns what a person should know: graphs of one architecture and of two models differ in their numbers alone
 * @throws FaultError `unsupported-model` for graphs that do not belong together
 */
export function checkTables({ pair, encoder, decoder }: PairOfGraphs, isOneVocabulary: boolean): string[] {
  const [read, written] = [encoder.graph.tables.word, decoder.graph.tables.word];
  if (!isOneVocabulary) return [];
  if (read.rows !== written.rows)
    throw notTogether(
      pair,
      `the encoder knows ${formatCount(read.rows)} words, the decoder ${formatCount(written.rows)}, and there is no ${TARGET_TOKENIZER} for a vocabulary of its own`,
    );
  // Another form of the same numbers is rounded.
  if (pair.encoder.form !== pair.decoder.form || read.width !== written.width) return [];
  const [a, b] = [someRows(encoder.file, read), someRows(decoder.file, written)];
  return a && b && a.some((value, index) => Math.abs(value - b[index]!) > TOLERANCE) ? [DIFFERENT_WORDS] : [];
}

const SOME_ROWS = 8;
const TOLERANCE = 1e-3;

const DIFFERENT_WORDS =
  'Encoder and decoder have different vectors for the same words. Most models share them: check that both files are of one export.';

function someRows(file: FolderFile, table: EmbeddingTable): Float32Array | null {
  try {
    const step = Math.max(1, Math.floor(table.rows / SOME_ROWS));
    return readRows(
      file,
      table,
      Array.from({ length: Math.min(SOME_ROWS, table.rows) }, (_, place) => place * step),
    );
  } catch (error) {
    if (error instanceof FaultError && error.fault.code === 'unavailable') return null;
    throw error;
  }
}
