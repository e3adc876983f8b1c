import type { DistanceBias } from '../../core/model/facts.ts';
import type { AttentionLayer } from './attentionSite.ts';
import { constantNumber } from '../graph/constants.ts';
import { BOOL, elementBits, elementTypeName, INT32, INT64 } from '../format/elementTypes.ts';
import type { OnnxModel } from '../graph/graph.ts';
import type { GraphIndex } from '../graph/index.ts';
import { matrixOperands, operatorName, throughQuantisation } from '../graph/operators.ts';
import { hasTrait, valueInputs } from '../graph/operatorTraits.ts';
import { backward, chain } from '../graph/traverse.ts';
import type { ScoreRegion } from './scoreRegion.ts';
import type { OnnxTensor } from '../format/tensor.ts';
import { cornerOf } from '../graph/tensorCorner.ts';
import { findRotaryAngles, type RotaryAngles } from './rotaryAngles.ts';
import type { OnnxNode } from '../format/types.ts';

/** How a graph tells positions apart besides a table whose rows are added to the word vectors. */
export interface PositionScheme {
  /** What turns the queries and keys of each layer by an angle that grows with the position (Su et al. 2021); empty when nothing does. */
  readonly rotary: readonly RotaryAngles[];
  /** Sines and cosines that the graph computes and adds to the word vectors; null when it does not. */
  readonly added: RotaryAngles | null;
  /** What depends on the distance of two tokens and is added to the scores; null when nothing does. */
  readonly relative: DistanceBias | null;
  /** The slopes of the heads, of the first layer that has them (ALiBi); null where the bias is another one. */
  readonly slopes: OnnxTensor | null;
}

const MAXIMUM_VALUES = 400;
const DIFFERENCE_STEPS = 12;

/**
 * Found by operators and topology: no name is interpreted.
 * @param embedding the value that enters layer 0
 */
export function findPositionScheme(
  model: OnnxModel,
  index: GraphIndex,
  embedding: string,
  layers: readonly AttentionLayer[],
): PositionScheme {
  const rotary = layers.map(layer => rotaryOf(model, index, layer));
  const slopes = layers.flatMap(({ region }) => region.nodes.map(node => slopesIn(model, index, node)));
  return {
    rotary: rotary.filter(source => source !== null),
    added: computedAddition(model, index, embedding),
    relative: layers.map(layer => distanceBiasOf(model, index, layer.region)).find(bias => bias !== null) ?? null,
    slopes: slopes.find(tensor => tensor !== null) ?? null,
  };
}

/** Queries and keys are both multiplied by sines and cosines. */
function rotaryOf(model: OnnxModel, index: GraphIndex, { queries, keys, turnedBy }: AttentionLayer): RotaryAngles | null {
  if (turnedBy.length > 0) return findRotaryAngles(model, index, turnedBy);
  const ofQueries = findRotaryAngles(model, index, factorsOn(index, queries));
  const ofKeys = findRotaryAngles(model, index, factorsOn(index, keys));
  return ofKeys === null ? null : ofQueries;
}

/** What queries or keys are multiplied by between their projection and their product, as far as it does not depend on the text. */
function factorsOn(index: GraphIndex, vectors: string): string[] {
  const factors: string[] = [];
  const data = (node: OnnxNode): readonly string[] =>
    matrixOperands(node) === null ? valueInputs(node).filter(input => index.isData(input)) : [];
  for (const { node } of backward(index, [vectors], data, { values: MAXIMUM_VALUES })) {
    if (node?.operator === 'Mul') factors.push(...node.inputs.filter(input => !index.isData(input)));
    if (node?.operator === 'RotaryEmbedding') factors.push(...cachesOf(node));
  }
  return factors;
}

/** Cosines and sines of a RotaryEmbedding: behind the vectors in ONNX, behind the positions too in onnxruntime's operator of that name. */
function cachesOf(node: OnnxNode): readonly string[] {
  return operatorName(node) === 'RotaryEmbedding' ? node.inputs.slice(1, 3) : node.inputs.slice(2, 4);
}

/** Sines and cosines among what is added up before layer 0. */
function computedAddition(model: OnnxModel, index: GraphIndex, embedding: string): RotaryAngles | null {
  const added: string[] = [];
  const data = (node: OnnxNode): readonly string[] => valueInputs(node).filter(input => index.isData(input));
  for (const { node } of backward(index, [embedding], data, { values: MAXIMUM_VALUES })) {
    if (node?.operator === 'Add') added.push(...node.inputs.filter(input => index.dependence(input) === 'shape'));
  }
  const source = findRotaryAngles(model, index, added);
  // Stored tables are found where rows are looked up.
  return source?.kind === 'tables' ? null : source;
}

function distanceBiasOf(model: OnnxModel, index: GraphIndex, { nodes, products, constants }: ScoreRegion): DistanceBias | null {
  if (nodes.some(node => slopesIn(model, index, node) !== null)) return 'slopes';
  if (products.some(node => isPositionProduct(index, node))) return 'vectors';
  if (nodes.some(node => picksBias(index, node))) return 'buckets';
  return constants.some(tensor => isStoredBias(model, tensor)) ? 'table' : null;
}

/** Types of numbers that steer a graph, and of masks; learned ones are floats, or few bits each. */
const STEERS = new Set([INT32, INT64, BOOL]);

/** Buckets of distances pick learned numbers from a stored table (T5, MPNet). */
function picksBias(index: GraphIndex, node: OnnxNode): boolean {
  if (node.operator !== 'Gather') return false;
  const [table = '', indices = ''] = node.inputs;
  const stored = index.initializer(table);
  return stored !== undefined && stored.dims.length >= 2 && !STEERS.has(stored.elementType) && index.dependence(indices) === 'shape';
}

/** Queries times vectors of distances instead of keys, or keys times them instead of queries (DeBERTa). */
function isPositionProduct(index: GraphIndex, node: OnnxNode): boolean {
  const operands = matrixOperands(node)!.map(operand => throughQuantisation(index, node.inputs[operand]!));
  return operands.filter(operand => index.isData(operand)).length === 1;
}

/**
 * The slopes, one for each head, that a difference of two positions is multiplied by (ALiBi), or the key's position alone: in a row of causal attention the
 * query's moves all scores alike (BLOOM). A limit on the distance alone compares it, and has no slope.
 */
function slopesIn(model: OnnxModel, index: GraphIndex, node: OnnxNode): OnnxTensor | null {
  if (node.operator !== 'Mul') return null;
  for (const [place, slope] of node.inputs.entries()) {
    const tensor = index.initializer(slope);
    const isSlope = tensor !== undefined && tensor.dims.some(dim => dim > 1) && constantNumber(model, index, slope) === null;
    const distance = node.inputs[1 - place] ?? '';
    if (isSlope && (isDifference(index, distance) || isPosition(index, distance))) return tensor;
  }
  return null;
}

/** Numbers that were counted along the tokens that are no padding. */
function isPosition(index: GraphIndex, name: string): boolean {
  const counted = (node: OnnxNode): string | undefined =>
    hasTrait(node, 'keepsPositions') || node.operator === 'Mul' ? node.inputs.find(input => !index.isConstant(input)) : undefined;
  for (const { node } of chain(index, name, counted, DIFFERENCE_STEPS)) if (node?.operator === 'CumSum') return true;
  return false;
}

function isDifference(index: GraphIndex, name: string): boolean {
  const isShape = (input: string): boolean => index.dependence(input) === 'shape';
  const counted = (node: OnnxNode): string | undefined => valueInputs(node).find(isShape);
  for (const { name: value, node } of chain(index, name, counted, DIFFERENCE_STEPS)) {
    if (!isShape(value)) return false;
    if (node?.operator === 'Sub') return node.inputs.every(isShape);
  }
  return false;
}

/** A stored matrix over queries and keys of more than two values (ALiBi as a table); a mask has two. */
function isStoredBias(model: OnnxModel, tensor: OnnxTensor): boolean {
  const { dims, elementType } = tensor;
  const isFloat = elementTypeName(elementType).includes('float') && (elementBits(elementType) ?? 0) >= 16;
  if (!isFloat || dims.length < 3 || dims.at(-2) !== dims.at(-1) || (dims.at(-1) ?? 0) < SMALLEST_BIAS) return false;
  return new Set(cornerOf(model, tensor)?.flat()).size > 2;
}

/** Tokens on each side of a stored bias; smaller squares are something else. */
const SMALLEST_BIAS = 4;
