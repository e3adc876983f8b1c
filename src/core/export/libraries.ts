import type { HeadRef } from '../attention/lens.ts';
import { allHeads, headsOfLayer } from '../model/stack.ts';
import { exactRows } from './json.ts';
import { provenanceData } from './provenance.ts';
import type { Taken } from './taken.ts';

/** More weights than this are a file that no viewer opens; NPZ holds them. */
export const MOST_LIBRARY_WEIGHTS = 12_000_000;

/** Every head at the level of sub-words: [heads][queries, keys] in the order of `allHeads`. */
export type HeadMatrices = readonly Float32Array[];

/** How many weights a library's file would hold. */
export function libraryWeights({ model, sequence }: Pick<Taken, 'model' | 'sequence'>): number {
  return allHeads(model.attention.heads).length * sequence.pieces.length ** 2;
}

/**
 * What `bertviz.head_view(attention, tokens)` and `model_view` take: one array a layer of [1, heads, queries, keys], to be made a tensor each. Layers with
 * fewer heads than others are as they are.
 */
export function bertVizShape(taken: Taken, matrices: HeadMatrices) {
  let at = 0;
  const { heads } = taken.model.attention;
  return {
    tokens: tokensOf(taken),
    attention: heads.map((_, layer) => [headsOfLayer(heads, layer).map(() => rowsOf(taken, matrices[at++]!))]),
    provenance: provenanceData(taken),
  };
}

/** What `circuitsvis.attention.attention_heads(tokens=, attention=, attention_head_names=)` takes: [heads, queries, keys]. */
export function circuitsVisShape(taken: Taken, matrices: HeadMatrices) {
  return {
    tokens: tokensOf(taken),
    attention: matrices.map(matrix => rowsOf(taken, matrix)),
    attention_head_names: allHeads(taken.model.attention.heads).map(nameOf),
    provenance: provenanceData(taken),
  };
}

const nameOf = ([layer, head]: HeadRef) => `L${layer}H${head}`;

function rowsOf({ sequence }: Taken, matrix: Float32Array) {
  return exactRows(matrix, sequence.pieces.length);
}

/** As the vocabulary has them; tokens that share a character are one sub-word, and stand together. */
function tokensOf({ sequence: { pieces, tokens } }: Taken): string[] {
  return pieces.map(piece => piece.tokens.map(token => tokens[token]!.text).join(''));
}
