import type { GraphIndex } from './index.ts';
import type { OnnxNode } from '../format/types.ts';
import { hasTrait } from './operatorTraits.ts';
import { originOf } from './traverse.ts';

/** Domain of the operators that onnxruntime adds to ONNX. */
const MICROSOFT = 'com.microsoft';

/** Operators that compute a whole attention layer and keep the probabilities to themselves. */
const FUSED_ATTENTION = new Set([
  'Attention',
  ...[
    'Attention',
    'MultiHeadAttention',
    'GroupQueryAttention',
    'DecoderMaskedMultiHeadAttention',
    'DecoderMaskedSelfAttention',
    'DecoderAttention',
    'QAttention',
    'QOrderedAttention',
    'PackedAttention',
    'PackedMultiHeadAttention',
    'PagedAttention',
    'SparseAttention',
    'LongformerAttention',
    'LinearAttention',
  ].map(name => `${MICROSOFT}:${name}`),
]);

/** Domains whose operators onnxruntime brings along. */
const KNOWN_DOMAINS = new Set(['', 'ai.onnx.ml', MICROSOFT, `${MICROSOFT}.nchwc`]);

/** `MatMul`, or `com.microsoft:Attention` outside the standard domain. */
export function operatorName(node: OnnxNode): string {
  return node.domain === '' ? node.operator : `${node.domain}:${node.operator}`;
}

export function isFusedAttention(node: OnnxNode): boolean {
  return FUSED_ATTENTION.has(operatorName(node));
}

export function hasKnownDomain(node: Pick<OnnxNode, 'domain'>): boolean {
  return KNOWN_DOMAINS.has(node.domain);
}

/** Which two inputs of a node are the matrices it multiplies; null for any other operator. */
export function matrixOperands(node: OnnxNode): readonly [left: number, right: number] | null {
  if (!hasTrait(node, 'isMatrixProduct')) return null;
  if (node.operator === 'Einsum' && node.inputs.length !== 2) return null;
  const operands: readonly [number, number] = node.operator === 'QLinearMatMul' || node.operator === 'QGemm' ? [0, 3] : [0, 1];
  return node.inputs[operands[1]] ? operands : null;
}

/** The value that a chain of (de)quantisation stands for. */
export function throughQuantisation(index: GraphIndex, name: string): string {
  return originOf(index, name, 'quantisation', MAXIMUM_ROUNDINGS);
}

/** A value is rounded to 8 bits and back, by an exporter twice in a row at most. */
const MAXIMUM_ROUNDINGS = 4;
