import { nullIfUnavailable } from '../../core/faults.ts';
import { cosine, norm, rowAt } from '../../core/vectors/vectors.ts';
import type { InputSlice } from '../../protocol/embeddingApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { StoredRun } from '../runs/attentionStore.ts';
import type { RunAccess } from '../runs/runAccess.ts';
import { idsOf, type TokenRows } from '../runs/tokenRows.ts';
import type { EmbeddingTable } from '../../onnx/find/embeddingTables.ts';

/** The input of every token taken apart: row of the word table + row of the position table + row of the segment table, and what becomes of the sum. */
export const inputs =
  (access: RunAccess) =>
  async ({ runId }: { readonly runId: number }, context?: CallContext): Promise<InputSlice> => {
    const run = access.run(runId);
    const { tables } = access.modelOf(run).graph;
    const ids = idsOf(run);
    const word = await rowsOf(access, run, tables.word, ids);
    const position = await rowsOf(access, run, tables.position, tokenPositions(ids.length, tables.position));
    // One text is all of the first segment.
    const segment = await rowsOf(
      access,
      run,
      tables.segment,
      ids.map(() => 0),
    );
    const normalised = await nullIfUnavailable(access.hiddenState(run, 0, context));
    const sum = sumOf([word, position, segment]);
    return {
      runId,
      wordNorms: norms(word),
      positionNorms: norms(position),
      segmentNorms: norms(segment),
      wordPositionCosines: cosines(word, position),
      wordSegmentCosines: cosines(word, segment),
      positionSegmentCosines: cosines(position, segment),
      sumNorms: norms(sum),
      wordSumCosines: cosines(word, sum),
      normalisedNorms: norms(normalised),
      wordNormalisedCosines: cosines(word, normalised),
    };
  };

async function rowsOf(access: RunAccess, run: StoredRun, table: EmbeddingTable | null, rows: readonly number[]): Promise<TokenRows | null> {
  return table && { width: table.width, values: await access.rows(run, table, rows) };
}

function tokenPositions(tokens: number, table: EmbeddingTable | null): number[] {
  return Array.from({ length: tokens }, (_, index) => index + (table?.firstRow ?? 0));
}

/** Null when the parts have different widths, so that they are not simply added. */
function sumOf(parts: readonly (TokenRows | null)[]): TokenRows | null {
  const given = parts.filter(part => part !== null);
  const width = given[0]!.width;
  if (given.some(part => part.width !== width)) return null;
  const values = new Float32Array(given[0]!.values.length);
  for (const part of given) for (let i = 0; i < values.length; i++) values[i]! += part.values[i]!;
  return { width, values };
}

/** One number a token; empty for a part that the model does not have. */
function norms(rows: TokenRows | null): Float32Array {
  return rows ? eachToken(rows, token => norm(rowAt(rows.values, rows.width, token))) : new Float32Array(0);
}

function cosines(one: TokenRows | null, other: TokenRows | null): Float32Array {
  if (!one || !other || one.width !== other.width) return new Float32Array(0);
  return eachToken(one, token => cosine(rowAt(one.values, one.width, token), rowAt(other.values, other.width, token)));
}

function eachToken({ values, width }: TokenRows, value: (token: number) => number): Float32Array {
  return Float32Array.from({ length: values.length / width }, (_, token) => value(token));
}
