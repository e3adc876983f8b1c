import { constantIntegers } from '../graph/constants.ts';
import type { OnnxModel } from '../graph/graph.ts';
import type { GraphIndex } from '../graph/index.ts';
import { chain } from '../graph/traverse.ts';
import { LIMITS } from '../format/limits.ts';
import { matrixOperands } from '../graph/operators.ts';
import { findProjection, projectionWidth } from './projections.ts';
import type { OnnxNode } from '../format/types.ts';

const MAXIMUM_STEPS = 16;

/** Number of axes of a value, as far as the nodes before it tell; null when they do not. */
export function rankOf(model: OnnxModel, index: GraphIndex, name: string): number | null {
  let added = 0;
  for (const { node } of chain(index, name, node => dataInput(index, node), MAXIMUM_STEPS)) {
    if (node === undefined) return null;
    switch (node.operator) {
      case 'Transpose': {
        const permutation = node.attributes.get('perm')?.integers ?? [];
        if (permutation.length > 0) return permutation.length + added;
        break;
      }
      case 'Reshape': {
        const shape = targetShape(model, index, node);
        return shape === null ? null : shape.length + added;
      }
      case 'Flatten':
        return 2 + added;
      case 'Unsqueeze':
      case 'Squeeze': {
        const axes = node.inputs[1] ? constantIntegers(model, index, node.inputs[1]) : node.attributes.get('axes')?.integers;
        if (!axes || axes.length === 0) return null;
        added += node.operator === 'Unsqueeze' ? axes.length : -axes.length;
        break;
      }
      case 'Einsum': {
        const result = einsumSubscripts(node)?.result;
        return result === undefined ? null : result.length + added;
      }
      default:
        break;
    }
  }
  return null;
}

/**
 * Heads of one attention layer. The queries were split by a Reshape to [batch, tokens, heads, width of a head]; when the heads are left
 * open there (-1), they follow from the width of the projection.
 */
export function headCountOf(model: OnnxModel, index: GraphIndex, queries: string): number | null {
  for (const { name, node } of chain(index, queries, node => dataInput(index, node), MAXIMUM_STEPS)) {
    const shape = node?.operator === 'Reshape' ? targetShape(model, index, node) : null;
    if (shape?.length === 4) return headsFromSplit(index, name, shape[2]!, shape[3]!);
  }
  return null;
}

/**
 * Heads of the keys of one attention layer: those that they are split to, before they are repeated for each group of queries and joined to a cache.
 * Null when the graph does not say.
 */
export function keyValueHeadsOf(model: OnnxModel, index: GraphIndex, keys: string): number | null {
  let heads: number | null = null;
  for (const { name, node } of chain(index, keys, node => dataInput(index, node), MAXIMUM_STEPS)) {
    if (node !== undefined && matrixOperands(node) !== null) return heads;
    const shape = node?.operator === 'Reshape' ? targetShape(model, index, node) : null;
    if (shape?.length === 4) heads = headsFromSplit(index, name, shape[2]!, shape[3]!);
  }
  return null;
}

/** A graph input, or a list of it alone (torch.cat). */
function isCache(index: GraphIndex, name: string): boolean {
  const node = index.producer(name);
  const source = node?.operator === 'Concat' && node.inputs.length === 1 ? node.inputs[0]! : name;
  return index.fedInputs.has(index.throughIdentity(source));
}

/** What a value is made of; of values that are joined, that which is not a cache. */
function dataInput(index: GraphIndex, node: OnnxNode): string | undefined {
  const data = node.inputs.filter(input => index.isData(input));
  return data.find(input => !isCache(index, input)) ?? data[0];
}

function headsFromSplit(index: GraphIndex, split: string, heads: number | null, headWidth: number | null): number | null {
  if (heads !== null && heads > 0) return heads;
  const projection = findProjection(index, split);
  const width = projection === null ? null : projectionWidth(index, projection);
  if (width === null || headWidth === null || headWidth <= 0 || width % headWidth !== 0) return null;
  return width / headWidth;
}

/** Letters of an Einsum of two operands, e.g. `bqhd,bkhd->bhqk`; null when it is written in another way. */
export function einsumSubscripts(node: OnnxNode): { readonly operands: readonly [string, string]; readonly result: string } | null {
  const match = /^([a-z]+),([a-z]+)->([a-z]+)$/i.exec((node.attributes.get('equation')?.text ?? '').replaceAll(' ', ''));
  return match === null ? null : { operands: [match[1]!, match[2]!], result: match[3]! };
}

/** The shape a Reshape asks for; null for an entry that only the run knows, and for an unknown number of entries. */
function targetShape(model: OnnxModel, index: GraphIndex, reshape: OnnxNode): readonly (number | null)[] | null {
  const shape = reshape.inputs[1] ?? '';
  const constant = constantIntegers(model, index, shape);
  if (constant !== null) return constant.map(entry => (entry > 0 || entry === -1 ? entry : null));
  const concat = index.producer(shape);
  if (concat?.operator !== 'Concat') return null;
  // Exporters join a shape from one-element parts, or from constants of several.
  const shapes = concat.inputs.map(part => constantIntegers(model, index, part) ?? [null]);
  return shapes.reduce((sum, part) => sum + part.length, 0) > LIMITS.rank ? null : shapes.flat();
}
