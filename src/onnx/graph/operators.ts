import type { GraphIndex } from './index.ts';
import type { OnnxNode } from '../format/types.ts';

/** Domain of the operators that onnxruntime adds to ONNX. */
const MICROSOFT = 'com.microsoft';

/** Products of two matrices, also in the integer forms that quantisation writes. */
const MATRIX_PRODUCTS = new Set([
  'MatMul',
  'Gemm',
  'Einsum',
  'FusedMatMul',
  'TransposeMatMul',
  'MatMulInteger',
  'MatMulIntegerToFloat',
  'QLinearMatMul',
  'QGemm',
  'DynamicQuantizeMatMul',
]);

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

export function hasKnownDomain(node: OnnxNode): boolean {
  return KNOWN_DOMAINS.has(node.domain);
}

/** Which two inputs of a node are the matrices it multiplies; null for any other operator. */
export function matrixOperands(node: OnnxNode): readonly [left: number, right: number] | null {
  if (!MATRIX_PRODUCTS.has(node.operator)) return null;
  if (node.operator === 'Einsum' && node.inputs.length !== 2) return null;
  const operands: readonly [number, number] = node.operator === 'QLinearMatMul' || node.operator === 'QGemm' ? [0, 3] : [0, 1];
  return node.inputs[operands[1]] ? operands : null;
}

const QUANTISATION = new Set(['QuantizeLinear', 'DequantizeLinear', 'DynamicQuantizeLinear']);

/** The value that a chain of (de)quantisation stands for. */
export function throughQuantisation(index: GraphIndex, name: string): string {
  let current = name;
  for (let steps = 0; steps < 4; steps++) {
    const node = index.producer(current);
    if (node === undefined || !QUANTISATION.has(node.operator) || !node.inputs[0]) break;
    current = node.inputs[0];
  }
  return current;
}

/** Operators of one main input (input 0) whose other inputs only say how to shape or pick. */
const STEERED = new Set([
  'Reshape',
  'Expand',
  'Slice',
  'Unsqueeze',
  'Squeeze',
  'Tile',
  'Pad',
  'Split',
  'Gather',
  'GatherElements',
  'GatherND',
  'Trilu',
]);

/** The inputs of a node that its values come from: without shapes, axes and indices. */
export function valueInputs(node: OnnxNode): readonly string[] {
  return STEERED.has(node.operator) ? node.inputs.slice(0, 1) : node.inputs;
}
