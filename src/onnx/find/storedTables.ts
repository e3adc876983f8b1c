import { isFloat } from '../format/elementTypes.ts';
import { elementCount, type OnnxTensor } from '../format/tensor.ts';
import type { OnnxNode } from '../format/types.ts';
import { constantInteger } from '../graph/constants.ts';
import type { OnnxModel } from '../graph/graph.ts';
import type { GraphIndex } from '../graph/index.ts';
import { hasTrait } from '../graph/operatorTraits.ts';
import { backward, chain, type Visit } from '../graph/traverse.ts';
import { blockedRows } from './blockQuantised.ts';
import { roundingOf, shapeOf, type Rounding, type StoredRows, type TableStorage } from './tableStorage.ts';

/** Names, types, a pick and the arithmetic of quantisation between a stored table and its use. */
const MAXIMUM_STEPS = 10;
/** Between a constant table that is not understood and what it is made from. */
const MAXIMUM_VALUES = 40;

/** What is known so far of a value that may be rows of a table. */
interface Draft {
  readonly values: OnnxTensor;
  readonly indices: string | null;
  readonly rounding: Rounding;
  readonly scales: Source | null;
  readonly zeroPoints: Source | null;
  readonly blockSize: number;
  readonly listed: 'rows' | 'columns';
  /** Rows and columns change places before rows are picked. */
  readonly turned: boolean;
}

/** A stored tensor as the other operand of the arithmetic. */
interface Source {
  readonly tensor: OnnxTensor;
  /** Element type after casts. */
  readonly elementType: number;
  /** What picks rows of it; null: nothing does. */
  readonly indices: string | null;
}

/** A value that is rows of one stored matrix, in floats or behind the arithmetic of a quantisation; null for anything else. */
export function storedRows(model: OnnxModel, index: GraphIndex, name: string): StoredRows | null {
  const node = index.producer(index.throughIdentity(name));
  if (node?.operator === 'GatherBlockQuantized') return blockedRows(index, node);
  if (node?.operator === 'Slice') return firstColumns(model, index, node);
  const draft = draftOf(index, name, MAXIMUM_STEPS);
  const storage = draft === null ? null : storageOf(draft);
  if (draft === null || storage === null) return null;
  const { rows, width } = shapeOf(draft.values);
  return { ...(draft.turned ? { rows: width, width: rows } : { rows, width }), storage, indices: draft.indices };
}

/** The first columns of rows that were picked: what fills the last block of each row is cut off. */
function firstColumns(model: OnnxModel, index: GraphIndex, node: OnnxNode): StoredRows | null {
  const [first = 0, end = 0, axis = 0, step = 1] = [1, 2, 3, 4].map(
    input => constantInteger(model, index, node.inputs[input] ?? '') ?? undefined,
  );
  // Rows of one text are [batch, tokens, width].
  if (first !== 0 || step !== 1 || (axis !== -1 && axis !== 2)) return null;
  const picked = node.inputs[0] ?? '';
  const rows = index.producer(picked)?.operator === 'Slice' ? null : storedRows(model, index, picked);
  return rows !== null && rows.indices !== null && end > 0 && end <= rows.width ? { ...rows, width: end } : null;
}

/** Rows that a Gather picks from a matrix which is the same in every run but is not understood: at least what picks them is known. */
export function unreadRows(index: GraphIndex, node: OnnxNode): StoredRows | null {
  const [table = '', indices = ''] = node.inputs;
  if (!hasTrait(node, 'picksRows') || !index.isConstant(table) || (node.attributes.get('axis')?.integer ?? 0) !== 0) return null;
  let largest: { readonly tensor: OnnxTensor; readonly visit: Visit } | null = null;
  for (const visit of backward(index, [table], made => made.inputs, { values: MAXIMUM_VALUES })) {
    const tensor = index.initializer(visit.name);
    if (tensor === undefined || !isTable(tensor)) continue;
    if (largest === null || elementCount(tensor) > elementCount(largest.tensor)) largest = { tensor, visit };
  }
  if (largest === null) return null;
  const { rows, width } = shapeOf(largest.tensor);
  // A table that is tied to the head may be stored as the head needs it, [width, rows].
  return isTurned(largest.visit) ? { rows: width, width: rows, storage: null, indices } : { rows, width, storage: null, indices };
}

/** Whether rows and columns changed places an odd number of times between a visit and where its walk began. */
function isTurned({ from }: Visit): boolean {
  let turned = false;
  for (let at = from; at !== null; at = at.from) if (at.node?.operator === 'Transpose') turned = !turned;
  return turned;
}

function draftOf(index: GraphIndex, name: string, steps: number): Draft | null {
  const tensor = index.initializer(name);
  if (tensor !== undefined)
    return isTable(tensor)
      ? { values: tensor, indices: null, rounding: null, scales: null, zeroPoints: null, blockSize: 0, listed: 'columns', turned: false }
      : null;
  const node = index.producer(index.throughIdentity(name));
  if (node === undefined || steps <= 0) return null;
  const [first = '', second = '', third = ''] = node.inputs;
  const inner = (input: string): Draft | null => draftOf(index, input, steps - 1);
  if (hasTrait(node, 'givesNameOrType')) {
    const draft = inner(first);
    return draft && { ...draft, rounding: roundingOf(node.attributes.get('to')?.integer ?? 0) ?? draft.rounding };
  }
  switch (node.operator) {
    case 'Gather': {
      const draft = (node.attributes.get('axis')?.integer ?? 0) === 0 ? inner(first) : null;
      return draft && draft.indices === null ? { ...draft, indices: second } : null;
    }
    case 'Transpose': {
      const draft = inner(first);
      // Scales belong to rows or columns, so those of a turned table are left to its graph.
      return draft && isFloat(draft.values.elementType) && draft.values.dims.length === 2 && draft.indices === null
        ? { ...draft, turned: !draft.turned }
        : null;
    }
    case 'DequantizeLinear': {
      const [scales, zeroPoints] = [second, third].map(input => (input === '' ? null : sourceOf(index, input)));
      const draft = scales && (third === '' || zeroPoints) ? inner(first) : null;
      if (!draft || !scales || draft.scales || ![scales, zeroPoints].every(source => goesWith(source ?? null, draft))) return null;
      return withScales({ ...draft, zeroPoints: zeroPoints ?? null }, scales, node);
    }
    case 'Mul': {
      for (const [input, other] of [
        [first, second],
        [second, first],
      ] as const) {
        const scales = sourceOf(index, other);
        const draft = scales && inner(input);
        if (draft && isUnscaled(draft) && goesWith(scales, draft)) return withScales(draft, scales, null);
      }
      return null;
    }
    case 'Sub': {
      const zeroPoints = sourceOf(index, second);
      const draft = zeroPoints && inner(first);
      return draft && isUnscaled(draft) && !draft.zeroPoints && goesWith(zeroPoints, draft) ? { ...draft, zeroPoints } : null;
    }
    default:
      return null;
  }
}

/** @param node the DequantizeLinear, whose axis says what a list of scales goes along; null where broadcasting does: by column */
function withScales(draft: Draft, scales: Source, node: OnnxNode | null): Draft {
  const rank = draft.values.dims.length;
  const axis = node?.attributes.get('axis')?.integer ?? 1;
  const alongRows = node !== null && draft.indices === null && (axis < 0 ? axis + rank : axis) === rank - 2;
  const blockSize = node?.attributes.get('block_size')?.integer ?? 0;
  return { ...draft, scales, blockSize, listed: alongRows ? 'rows' : 'columns', rounding: roundingOf(scales.elementType) };
}

function storageOf({ values, rounding, scales, zeroPoints, blockSize, listed, turned }: Draft): TableStorage | null {
  if (scales !== null) {
    if (turned) return null;
    const rest = { defaultZeroPoint: 0, blockSize, listed, rounding };
    return { kind: 'quantised', values, scales: scales.tensor, zeroPoints: zeroPoints?.tensor ?? null, ...rest };
  }
  return isFloat(values.elementType) && zeroPoints === null
    ? { kind: 'float', values, turned, rounding: narrowing(values, rounding) }
    : null;
}

/** Whole numbers that no scale has made floats of yet. */
const isUnscaled = ({ values, scales }: Draft): boolean => !isFloat(values.elementType) && scales === null;

/** One for all rows, or picked for the same ones. */
function goesWith(source: Source | null, { indices }: Draft): boolean {
  return source === null || source.indices === null || source.indices === indices;
}

/** A cast to the type that the numbers have rounds nothing. */
function narrowing(values: OnnxTensor, rounding: Rounding): Rounding {
  return rounding === roundingOf(values.elementType) ? null : rounding;
}

/** A stored tensor under any name, type or layout, or rows of one. */
function sourceOf(index: GraphIndex, name: string): Source | null {
  const inner = (node: OnnxNode): string | undefined =>
    node.operator === 'Gather' || hasTrait(node, 'keepsAllButLayout') ? node.inputs[0] : undefined;
  let [elementType, indices]: [number | null, string | null] = [null, null];
  for (const { name: value, node } of chain(index, name, inner, MAXIMUM_STEPS)) {
    const tensor = index.initializer(value);
    if (tensor !== undefined) return { tensor, elementType: elementType ?? tensor.elementType, indices };
    if (node?.operator === 'Cast') elementType ??= node.attributes.get('to')?.integer ?? null;
    if (node?.operator === 'Gather') indices ??= node.inputs[1] ?? '';
  }
  return null;
}

/** [rows, width], or [1, rows, width] as some exporters keep positions. */
function isTable(tensor: OnnxTensor): boolean {
  const { dims } = tensor;
  const isMatrix = dims.length === 2 || (dims.length === 3 && dims[0] === 1);
  return isMatrix && (dims.at(-2) ?? 0) > 0 && (dims.at(-1) ?? 0) > 1;
}
