import type { Tensor } from 'onnxruntime-node';
import type { SupportedGraph } from '../../onnx/analysis.ts';
import type { CacheAxis } from '../../onnx/find/cacheInputs.ts';
import type { InputRole } from '../../onnx/find/inputRoles.ts';
import { planesOf } from '../../onnx/find/positionInputs.ts';
import { inputTensor } from './tensors.ts';

/** What is fed to a graph. */
type FedGraph = Pick<SupportedGraph, 'graphInputs' | 'inputs' | 'inputTypes' | 'rows' | 'tables'>;

/** The graph, and what it does not say itself. */
export interface Fed<Graph extends FedGraph = SupportedGraph> {
  readonly graph: Graph;
  readonly padId: number;
  /** Numbers in a key of one head, where the graph leaves that open. */
  readonly headSize: number | null;
}

/** What comes before the tokens that are fed. */
export interface Past {
  /** Tokens of it. */
  readonly length: number;
  /** Its keys and values. */
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** Places, among the tokens that are fed, whose rows are wanted. */
  readonly rows: readonly number[];
}

/** All inputs for texts of one number of tokens, padded to `length`, with nothing before them, and all rows of the maps, unless `past` says what. @param segments of the tokens: 0 unless they are told */
export function feedsOf(
  Type: typeof Tensor,
  { graph, padId, headSize }: Fed<FedGraph>,
  texts: readonly (readonly number[])[],
  length: number,
  past: Past | null = null,
  segments: readonly number[] = [],
): Record<string, Tensor> {
  const tokens = texts[0]?.length ?? 0;
  const padding = length - tokens;
  const before = past?.length ?? 0;
  const { position } = graph.tables;
  const firstPosition = position === null ? 0 : position.firstRow - position.added;
  const values: Record<InputRole, (ids: readonly number[]) => number[]> = {
    ids: ids => [...ids, ...Array<number>(padding).fill(padId)],
    mask: () => [...Array<number>(before + tokens).fill(1), ...Array<number>(padding).fill(0)],
    segments: () => Array.from({ length }, (_, index) => segments[index] ?? 0),
    positions: () => Array.from({ length }, (_, index) => before + index + firstPosition),
  };
  const feeds: Record<string, Tensor> = {};
  for (const role of ['ids', 'mask', 'segments', 'positions'] as const) {
    const name = graph.inputs[role];
    if (name === null) continue;
    const own = texts.flatMap(values[role]);
    const shape = [texts.length, own.length / texts.length];
    const planes = role === 'positions' ? planesOf(graph.graphInputs.find(input => input.name === name)?.dims ?? null) : 1;
    const [all, dims] = planes > 1 ? [Array.from({ length: planes }, () => own).flat(), [planes, ...shape]] : [own, shape];
    feeds[name] = inputTensor(Type, graph.inputTypes[role] ?? 'int64', all, dims);
  }
  const lengthOf = (axis: CacheAxis): number => {
    if (typeof axis === 'number') return axis;
    return { batch: texts.length, past: 0, 'head-size': headSize ?? 1 }[axis];
  };
  for (const { name, elementType, shape } of graph.inputs.cache)
    feeds[name] = past?.feeds[name] ?? inputTensor(Type, elementType, [], shape.map(lengthOf));
  if (graph.rows) {
    const rows = past?.rows ?? Array.from({ length }, (_, row) => row);
    feeds[graph.rows.input] = inputTensor(Type, 'int64', rows, [rows.length]);
  }
  // The fewest logits, and no cache in use.
  for (const { name, elementType, dims } of graph.inputs.switches)
    feeds[name] = inputTensor(Type, elementType, [elementType === 'bool' ? 0 : 1], dims);
  return feeds;
}
