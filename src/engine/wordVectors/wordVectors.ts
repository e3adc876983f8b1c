import { plainSpelling } from '../../core/text/spelling.ts';
import { toForm } from '../../core/text/unicodeForm.ts';
import type { Level, Unit } from '../../core/text/token.ts';
import { cosineMatrix } from '../../core/vectors/vectors.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import type { WordVectorRequest, WordVectorSlice } from '../../protocol/embeddingApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { StoredRun } from '../runs/attentionStore.ts';
import { KnownVectors } from './knownVectors.ts';
import type { RunAccess } from '../runs/runAccess.ts';

/**
 * Likeness by the vectors of a file that is not the model's: the third strip.
 * A word is looked up as it is written, else with its accents composed, apostrophes and hyphens plain, else in lower case; a piece has the vector of its word.
 * @throws FaultError `model-missing`, `file-*`; `cancelled` between two pieces of the file
 */
export const wordVectors =
  (access: RunAccess, known = new KnownVectors()) =>
  async ({ file, runId, level }: WordVectorRequest, context?: CallContext): Promise<WordVectorSlice> => {
    const started = performance.now();
    const { run, pooling } = access.units(runId, level);
    const words = writtenWords(run, 'words').filter(word => word !== null);
    const { format, width, count, broken, hasPaths, vectors } = await known.read(file, words.flatMap(spellingsOf), context);
    const size = pooling.units.length;
    const values = new Float64Array(size * width).fill(NaN);
    const missing: number[] = [];
    for (const [unit, word] of writtenWords(run, level).entries()) {
      const spelling = word === null ? undefined : spellingsOf(word).find(candidate => vectors.has(candidate));
      const vector = spelling === undefined ? undefined : vectors.get(spelling);
      if (vector) values.set(vector, unit * width);
      else missing.push(unit);
    }
    return {
      runId,
      level,
      size,
      values: cosineMatrix({ count: size, width, values }),
      format,
      width,
      count,
      broken,
      hasPaths,
      missing,
      milliseconds: performance.now() - started,
    };
  };

/** What a word may be called in a file, the likeliest first. */
function spellingsOf(word: string): string[] {
  const plain = plainSpelling(word);
  return [word, toForm(word, 'NFC'), plain, word.toLowerCase(), plain.toLowerCase()];
}

/** For each unit the word as it stands in the text; null for special tokens. */
function writtenWords({ summary }: StoredRun, level: Level): (string | null)[] {
  const textOf = (unit: Unit | undefined): string | null => (!unit || unit.special ? null : unit.label);
  const { words, pieces } = sequenceOf(summary);
  if (level === 'words') return words.map(textOf);
  const wordOfToken = new Map(words.flatMap(word => word.tokens.map(token => [token, word] as const)));
  return pieces.map(piece => textOf(wordOfToken.get(piece.tokens[0]!)));
}
