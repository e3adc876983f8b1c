import type { OnnxModel } from '../graph/graph.ts';
import type { GraphIndex } from '../graph/index.ts';
import { memoise } from '../graph/memo.ts';
import { effectOf, valueInputs } from '../graph/operatorTraits.ts';
import { backward } from '../graph/traverse.ts';
import type { OnnxNode } from '../format/types.ts';
import { storedRows, unreadRows } from './storedTables.ts';
import type { StoredRows } from './tableStorage.ts';

/** An embedding is a few sums and a normalisation; a longer walk is not in one. */
const MAXIMUM_VALUES = 400;

/** All places where rows of a stored matrix are picked, or all taken, and become part of the value entering layer 0. */
export function findLookups(model: OnnxModel, index: GraphIndex, embedding: string): StoredRows[] {
  const lookupsOf = memoise((node: OnnxNode) => lookupsAt(model, index, node));
  const lookups: StoredRows[] = [];
  const summands = (node: OnnxNode): readonly string[] => (lookupsOf(node).length === 0 ? valueInputs(node) : []);
  for (const { name, node, from } of backward(index, [embedding], summands, { values: MAXIMUM_VALUES })) {
    const found = node === undefined ? [] : lookupsOf(node);
    const wholeTable =
      found.length === 0 && from?.node?.operator === 'Add' && index.isConstant(name) ? storedRows(model, index, name) : null;
    lookups.push(...found);
    if (wholeTable !== null) lookups.push(wholeTable);
  }
  return lookups;
}

/** Places of com.microsoft:EmbedLayerNormalization, the sum of an embedding in one node: a table, and what picks its rows. */
const FUSED_LOOKUPS = [
  [2, 0],
  [3, 8],
  [4, 1],
] as const;

function lookupsAt(model: OnnxModel, index: GraphIndex, node: OnnxNode): StoredRows[] {
  if (effectOf(node) !== 'embeds') return [lookupAt(model, index, node)].filter(rows => rows !== null);
  const rows = FUSED_LOOKUPS.map(([table, indices]) => {
    const whole = storedRows(model, index, node.inputs[table] ?? '');
    return whole && { ...whole, indices: node.inputs[indices] || null };
  });
  return rows.filter(row => row !== null);
}

/** Rows that a node gives: picked by indices, or a part of a table in order. */
function lookupAt(model: OnnxModel, index: GraphIndex, node: OnnxNode): StoredRows | null {
  const rows = storedRows(model, index, node.outputs[0] ?? '');
  if (rows !== null && rows.indices !== null) return rows;
  const table = node.operator === 'Slice' ? storedRows(model, index, node.inputs[0] ?? '') : null;
  return table?.indices === null ? table : unreadRows(index, node);
}
