import type { HeadRef } from '../attention/lens.ts';
import { outOfSquare } from '../attention/crossBlock.ts';
import { allHeads, headsOfLayer } from '../model/stack.ts';
import type { Fault } from '../fault.ts';
import { exactRows } from './json.ts';
import { provenanceData } from './provenance.ts';
import { standsInText } from '../text/token.ts';
import type { Taken } from './taken.ts';
import type { TakenPair } from './takenPair.ts';

/** More weights than this are a file that no viewer opens; NPZ holds them. */
export const MOST_LIBRARY_WEIGHTS = 12_000_000;

/** Every head at the level of sub-words: [heads][queries, keys] in the order of `allHeads`. */
export type HeadMatrices = readonly Float32Array[];

/** How many weights a library's file would hold. */
export function libraryWeights({ model, sequence }: Pick<Taken, 'model' | 'sequence'>): number {
  return allHeads(model.attention.heads).length * sequence.pieces.length ** 2;
}

/**
 * What `bertviz.head_view` and `model_view` take: one array a layer of [1, heads, queries, keys], to be made a tensor each, with `tokens`, of two texts also
 * `sentence_b_start`; of a source and its target `cross_attention` with the tokens of both. Layers with fewer heads than others are as they are.
 */
export function bertVizShape(taken: Taken, matrices: HeadMatrices) {
  let at = 0;
  const { heads, kind } = taken.model.attention;
  const layersOf = (write: (matrix: Float32Array) => unknown) =>
    heads.map((_, layer) => [headsOfLayer(heads, layer).map(() => write(matrices[at++]!))]);
  const tokens = tokensOf(taken);
  const provenance = provenanceData(taken);
  if (kind !== 'cross') {
    // Of a source and its target one alone is looked within.
    const pair = taken.model.twoTexts ? null : taken.pair;
    const attention = layersOf(matrix => rowsOf(taken, matrix));
    return {
      tokens,
      attention,
      ...(pair && firstOfSecond(taken, pair) > 0 && { sentence_b_start: firstOfSecond(taken, pair) }),
      provenance,
    };
  }
  const source = firstOfTarget(taken);
  return {
    encoder_tokens: tokens.slice(0, source),
    decoder_tokens: tokens.slice(source),
    cross_attention: layersOf(matrix => exactRows(outOfSquare(matrix, tokens.length - source, source), tokens.length - source)),
    provenance,
  };
}

/** The first sub-word of the second text, which is where BertViz begins its second sentence. */
function firstOfSecond({ sequence: { pieces } }: Taken, { spans: [, { start }] }: TakenPair): number {
  return pieces.findIndex(piece => standsInText(piece) && piece.start >= start);
}

/** The token that the target begins with stands in no text. */
function firstOfTarget({ sequence: { pieces, segments } }: Taken): number {
  return pieces.findIndex(piece => segments![piece.tokens[0]!] === 1);
}

/** Why a library cannot show what was taken; null where it can. */
export function lackForLibrary({ model }: Pick<Taken, 'model'>, library: 'bertviz' | 'circuitsvis'): Fault | null {
  if (library === 'bertviz' || model.attention.kind !== 'cross') return null;
  return {
    code: 'unavailable',
    title: 'CircuitsVis shows one text',
    cause: 'It draws what the tokens of one text give each other, and here a target looks at its source.',
    nextStep: 'Take it for BertViz, which shows both, or explore one of the texts by itself.',
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
