import { constantNumber } from '../graph/constants.ts';
import { elementTypeName } from '../format/elementTypes.ts';
import type { OnnxModel } from '../graph/graph.ts';
import type { GraphIndex } from '../graph/index.ts';
import { effectOf, hasTrait, valueInputs } from '../graph/operatorTraits.ts';
import { backward } from '../graph/traverse.ts';
import type { OnnxTensor } from '../format/tensor.ts';
import type { OnnxNode } from '../format/types.ts';

/** Angles of rotary position embeddings (Su et al. 2021, equation 34), or of sinusoids that are added: where their sines and cosines come from. */
export type RotaryAngles =
  /** Computed: the angle is position x frequency, for each number of the tensor. */
  | { readonly kind: 'frequencies'; readonly values: OnnxTensor }
  /** Stored, one row a position: candidates until their numbers are seen to be sines and cosines. */
  | { readonly kind: 'tables'; readonly tables: readonly OnnxTensor[] }
  /** Computed in a way that is not understood. */
  | { readonly kind: 'unknown' };

const MAXIMUM_VALUES = 200;

/** Where values that do not depend on the text get sines and cosines of positions from; null when they get none. */
export function findRotaryAngles(model: OnnxModel, index: GraphIndex, values: readonly string[]): RotaryAngles | null {
  const angles = new Set<string>();
  const functions = new Set<string>();
  const tables = new Set<OnnxTensor>();
  const sources = (node: OnnxNode): readonly string[] =>
    effectOf(node) === 'takesSine' ? [] : valueInputs(node).filter(input => !index.isData(input));
  for (const { name, node } of backward(index, values, sources, { values: MAXIMUM_VALUES })) {
    const stored = index.initializer(name);
    if (stored !== undefined && isFloatTable(stored)) tables.add(stored);
    if (node === undefined || effectOf(node) !== 'takesSine') continue;
    functions.add(node.operator);
    angles.add(node.inputs[0] ?? '');
  }
  if (functions.size === 2) return frequenciesOf(model, index, [...angles]);
  return tables.size > 0 ? { kind: 'tables', tables: [...tables] } : null;
}

/** A matrix of floats, however many axes of length 1 it has besides. */
function isFloatTable({ dims, elementType }: OnnxTensor): boolean {
  return elementTypeName(elementType).includes('float') && dims.filter(dim => dim > 1).length === 2 && (dims.at(-1) ?? 0) > 1;
}

/** The one tensor of frequencies that all these angles are made of. */
function frequenciesOf(model: OnnxModel, index: GraphIndex, angles: readonly string[]): RotaryAngles {
  const found = new Set<OnnxTensor | null>();
  for (const name of withoutLayout(index, angles)) {
    const node = index.producer(name);
    const operands = hasTrait(node, 'makesAngles') && node?.inputs.length === 2 ? node.inputs : [];
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

/** Whether a value is 0, 1, 2, ..., made or fed, but for its layout and type (or starts elsewhere, which changes no difference). */
function countsPositions(model: OnnxModel, index: GraphIndex, name: string): boolean {
  const [origin = '', ...others] = withoutLayout(index, [name]);
  if (others.length > 0) return false;
  const node = index.producer(origin);
  return index.positionInputs.has(origin) || (node?.operator === 'Range' && constantNumber(model, index, node.inputs[2] ?? '') === 1);
}

/** The values that these are made of by changes of layout and type alone, each once. */
function withoutLayout(index: GraphIndex, names: readonly string[]): string[] {
  // A Concat joins all of its inputs; the others only say how.
  const laidOut = (node: OnnxNode): readonly string[] => (hasTrait(node, 'laysOutAngles') ? valueInputs(node) : []);
  const visits = [...backward(index, names, laidOut, { values: MAXIMUM_VALUES })];
  return visits.filter(({ node }) => !hasTrait(node, 'laysOutAngles')).map(visit => visit.name);
}
