import { constantInteger } from '../graph/constants.ts';
import { findLookups } from './embeddingLookups.ts';
import type { OnnxModel } from '../graph/graph.ts';
import type { GraphIndex } from '../graph/index.ts';
import { effectOf, hasTrait } from '../graph/operatorTraits.ts';
import { chain } from '../graph/traverse.ts';
import type { OnnxNode } from '../format/types.ts';
import type { StoredRows, TableShape, TableStorage } from './tableStorage.ts';

export interface VectorTables {
  readonly word: EmbeddingTable;
  readonly position: EmbeddingTable | null;
  readonly segment: EmbeddingTable | null;
}

/** A matrix of learned vectors [rows, width], one row per id. */
export interface EmbeddingTable extends TableShape {
  /** null: the graph computes the table from stored numbers in a way that is not read. */
  readonly storage: TableStorage | null;
  /** Row of the first token: 0, or for RoBERTa-like position tables 2, so that `rows - firstRow` tokens fit. */
  readonly firstRow: number;
  /** What the graph itself adds to row numbers that are fed (OPT: 2). */
  readonly added: number;
}

/** A table with where its row numbers come from. */
export interface TableUse {
  readonly table: EmbeddingTable;
  /** The graph input that holds the row numbers; null when the graph computes them or takes the rows in order. */
  readonly input: string | null;
}

/** Tables by what they do; `word` is missing in models that do not read words. */
export interface TableUses {
  readonly word: TableUse | null;
  readonly position: TableUse | null;
  readonly segment: TableUse | null;
}

/** Models tell at most this many segments apart (BERT: 2), and none has so few positions. */
const MAXIMUM_SEGMENTS = 4;
const MAXIMUM_STEPS = 16;

/**
 * Tells the tables of an embedding apart by where their row numbers come from, and by size only where that says nothing:
 * the word table is read with a graph input as it is, positions are usually made from the number of tokens, and segments are few.
 */
export function findTables(model: OnnxModel, index: GraphIndex, embedding: string): TableUses {
  const uses = findLookups(model, index, embedding)
    .map(lookup => useOf(model, index, lookup))
    .sort((a, b) => b.table.rows - a.table.rows);
  const read = uses.filter(use => use.input !== null);
  const made = uses.filter(use => use.input === null);
  // An id is the number of a word as it is.
  const word = read.find(use => use.table.added === 0) ?? null;
  const others = read.filter(use => use !== word);
  const position = [...made, ...others].find(use => use.table.rows > MAXIMUM_SEGMENTS) ?? null;
  const segment = [...others, ...made].find(use => use !== position && use.table.rows <= MAXIMUM_SEGMENTS) ?? null;
  return { word, position, segment: segment === null ? null : { ...segment, table: { ...segment.table, firstRow: 0 } } };
}

function useOf(model: OnnxModel, index: GraphIndex, { rows, width, storage, indices }: StoredRows): TableUse {
  const source = indices === null ? null : sourceOf(model, index, indices);
  const firstRow = indices === null ? 0 : (source?.added ?? firstRowOf(model, index, indices));
  const isInTable = firstRow >= 0 && firstRow < rows;
  return { table: { rows, width, storage, firstRow: isInTable ? firstRow : 0, added: source?.added ?? 0 }, input: source?.input ?? null };
}

/** The graph input that a value of row numbers is, apart from layout, type, the wrapping of negative numbers, and a constant that is added. */
function sourceOf(model: OnnxModel, index: GraphIndex, indices: string): { readonly input: string; readonly added: number } | null {
  let added = 0;
  const ids = (node: OnnxNode): string | undefined => {
    if (hasTrait(node, 'keepsIds')) return node.inputs[node.operator === 'Where' ? 2 : 0];
    const data = node.inputs.find(input => index.isData(input));
    const [constant] = node.inputs.filter(input => input !== data);
    const number = effectOf(node) === 'adds' && constant !== undefined ? constantInteger(model, index, constant) : null;
    if (number === null) return undefined;
    added += number;
    return data;
  };
  for (const { name } of chain(index, indices, ids, MAXIMUM_STEPS)) if (index.fedInputs.has(name)) return { input: name, added };
  return null;
}

/**
 * The row that the first token reads. BART adds an offset to the positions 0, 1, ...; RoBERTa counts with CumSum over the tokens that are
 * no padding (1, 2, ...) and adds the padding id. The offset is the only integer constant added on the way; 0 when none of that is seen.
 */
function firstRowOf(model: OnnxModel, index: GraphIndex, indices: string): number {
  let added = 0;
  // A shape that the graph makes for an Expand, say, is no constant either, but comes behind the positions.
  const computed = (node: OnnxNode): string | undefined =>
    node.inputs.find(input => index.producer(input) !== undefined && !index.isConstant(input));
  for (const { node } of chain(index, indices, computed, MAXIMUM_STEPS)) {
    if (node === undefined) return 0;
    if (node.operator === 'CumSum') return added + 1;
    if (node.operator === 'Range') return added + (constantInteger(model, index, node.inputs[0] ?? '') ?? 0);
    if (node.operator === 'Slice' && index.isConstant(node.inputs[0] ?? '')) return added;
    if (node.operator === 'Add') added += node.inputs.reduce((sum, input) => sum + (constantInteger(model, index, input) ?? 0), 0);
  }
  return 0;
}
