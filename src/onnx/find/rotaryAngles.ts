import { constantNumber } from '../graph/constants.ts';
import { elementTypeName } from '../format/elementTypes.ts';
import type { OnnxModel } from '../graph/graph.ts';
import type { GraphIndex } from '../graph/index.ts';
import { valueInputs } from '../graph/operators.ts';
import type { OnnxTensor } from '../format/tensor.ts';

/** Where the sines and cosines of positions come from. */
export type TurnSource =
  /** Computed: the angle is position x frequency, for each number of the tensor. */
  | { readonly kind: 'frequencies'; readonly values: OnnxTensor }
  /** Stored, one row a position: candidates until their numbers are seen to be sines and cosines. */
  | { readonly kind: 'tables'; readonly tables: readonly OnnxTensor[] }
  /** Computed in a way that is not understood. */
  | { readonly kind: 'unknown' };

const LAYOUT = new Set([
  'Cast',
  'CastLike',
  'Concat',
  'Expand',
  'Flatten',
  'Identity',
  'Reshape',
  'Squeeze',
  'Tile',
  'Transpose',
  'Unsqueeze',
]);
const PRODUCTS = new Set(['Mul', 'MatMul', 'Einsum']);
const MAXIMUM_VALUES = 200;

/** Where values that do not depend on the text get sines and cosines of positions from; null when they get none. */
export function findTurnSource(model: OnnxModel, index: GraphIndex, values: readonly string[]): TurnSource | null {
  const angles = new Set<string>();
  const functions = new Set<string>();
  const tables = new Set<OnnxTensor>();
  const seen = new Set(values);
  const queue = [...values];
  for (let head = 0; head < queue.length && head < MAXIMUM_VALUES; head++) {
    const name = queue[head]!;
    const stored = index.initializer(name);
    if (stored !== undefined && isFloatTable(stored)) tables.add(stored);
    const node = index.producer(name);
    if (node === undefined) continue;
    if (node.operator === 'Sin' || node.operator === 'Cos') {
      functions.add(node.operator);
      angles.add(node.inputs[0] ?? '');
      continue;
    }
    for (const input of valueInputs(node)) {
      if (input === '' || seen.has(input) || index.isData(input)) continue;
      seen.add(input);
      queue.push(input);
    }
  }
  if (functions.size === 2) return frequenciesOf(model, index, [...angles]);
  return tables.size > 0 ? { kind: 'tables', tables: [...tables] } : null;
}

/** A matrix of floats, however many axes of length 1 it has besides. */
function isFloatTable({ dims, elementType }: OnnxTensor): boolean {
  return elementTypeName(elementType).includes('float') && dims.filter(dim => dim > 1).length === 2 && (dims.at(-1) ?? 0) > 1;
}

/** The one tensor of frequencies that all these angles are made of. */
function frequenciesOf(model: OnnxModel, index: GraphIndex, angles: readonly string[]): TurnSource {
  const found = new Set<OnnxTensor | null>();
  for (const name of withoutLayout(index, angles)) {
    const node = index.producer(name);
    const operands = node !== undefined && PRODUCTS.has(node.operator) && node.inputs.length === 2 ? node.inputs : [];
    const frequencies = operands.map(operand => onlyTensor(index, operand));
    const place = frequencies.findIndex(tensor => tensor !== null);
    const isAngle = place >= 0 && countsPositions(model, index, operands[1 - place]!);
    found.add(isAngle ? frequencies[place]! : null);
  }
  const [values = null] = found;
  return found.size === 1 && values !== null ? { kind: 'frequencies', values } : { kind: 'unknown' };
}

function onlyTensor(index: GraphIndex, name: string): OnnxTensor | null {
  const [origin = '', ...others] = withoutLayout(index, [name]);
  const tensor = index.initializer(origin);
  return others.length === 0 && tensor !== undefined && elementTypeName(tensor.elementType).includes('float') ? tensor : null;
}

/** Whether a value is 0, 1, 2, ... but for its layout and type (or starts elsewhere, which changes no difference). */
function countsPositions(model: OnnxModel, index: GraphIndex, name: string): boolean {
  const [origin = '', ...others] = withoutLayout(index, [name]);
  const node = index.producer(origin);
  return others.length === 0 && node?.operator === 'Range' && constantNumber(model, index, node.inputs[2] ?? '') === 1;
}

/** The values that these are made of by changes of layout and type alone, each once. */
function withoutLayout(index: GraphIndex, names: readonly string[]): string[] {
  const seen = new Set(names);
  const queue = [...names];
  const origins: string[] = [];
  for (let head = 0; head < queue.length && head < MAXIMUM_VALUES; head++) {
    const name = queue[head]!;
    const node = index.producer(name);
    if (node === undefined || !LAYOUT.has(node.operator)) {
      origins.push(name);
      continue;
    }
    // A Concat joins all of its inputs; the others only say how.
    for (const input of node.operator === 'Concat' ? node.inputs : node.inputs.slice(0, 1)) {
      if (seen.has(input)) continue;
      seen.add(input);
      queue.push(input);
    }
  }
  return origins;
}
