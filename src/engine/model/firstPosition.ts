import { formatCount } from '../../core/describe/numbers.ts';
import { FaultError } from '../../core/faults.ts';
import type { SupportedGraph } from '../../onnx/analysis.ts';

/** A graph that is fed the positions does not say where its model counts from. @throws FaultError `unsupported-model` when it is no row of its table */
export function withFirstPosition(graph: SupportedGraph, firstRow: number): SupportedGraph {
  const { position } = graph.tables;
  if (graph.inputs.positions === null || position === null) return graph;
  // Counted from anywhere else, every token would get a position that it was not trained on, and nobody would see it.
  const row = firstRow + position.added;
  if (row >= position.rows) throw noFirstPosition(row, position.rows);
  return { ...graph, tables: { ...graph.tables, position: { ...position, firstRow: row } } };
}

function noFirstPosition(firstRow: number, rows: number): FaultError {
  return new FaultError({
    code: 'unsupported-model',
    title: 'Where this model counts positions from is not known',
    cause: `By model_type and pad_token_id in config.json its first token has position ${firstRow}, but its table of positions ends at ${formatCount(rows - 1)}.`,
    nextStep: 'Correct config.json, or export the model again together with it; or use the built-in model.',
  });
}
