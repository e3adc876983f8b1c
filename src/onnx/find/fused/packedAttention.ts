import type { OnnxNode } from '../../format/types.ts';
import { NO_EDITS, type AttributeValue, type NewNode } from '../../graph/edits.ts';
import { hasInput, integerOf, newName, type FusedContext, type FusedFinder } from './fusedOperator.ts';
import { scoredLayer } from './scoredLayer.ts';

/** Places of the inputs of com.microsoft:Attention (docs/ContribOperators.md of onnxruntime). */
const INPUT = { hidden: 0, weights: 1, bias: 2, mask: 3, past: 4, scoreBias: 5 } as const;
const MICROSOFT = 'com.microsoft';

/**
 * Projection and attention in one node, which has no output for scores: it stays as it is, and beside it the same is computed
 * in parts that have one.
 */
export const packedAttention: FusedFinder = (context, node) => {
  const { index } = context;
  if (hasInput(node, INPUT.past)) return 'it keeps keys and values of earlier tokens inside';
  if (integerOf(node, 'do_rotary') === 1) return 'it turns queries and keys inside';
  // onnxruntime 1.30 on Node.js: a segmentation fault, the file as it is included.
  if (!hasInput(node, INPUT.bias)) return 'it has no bias, and without one this runtime crashes';
  const widths = widthsOf(context, node);
  if (widths === null || integerOf(node, 'num_heads') <= 0) return 'the shape of its weights is not stored in the file';
  const hidden = node.inputs[INPUT.hidden] ?? '';
  const scores = newName(index, node, 'scores');
  return scoredLayer(context, node, {
    form: 'com.microsoft:Attention',
    scores,
    queries: hidden,
    keys: hidden,
    shaping: [INPUT.mask, INPUT.scoreBias].map(place => node.inputs[place] ?? ''),
    hasPast: false,
    edits: { ...NO_EDITS, added: scoresBeside(context, node, scores, widths) },
  });
};

/** Widths of queries, keys and values, which the weights [hidden, all of them] are split into. */
function widthsOf({ index }: FusedContext, node: OnnxNode): readonly number[] | null {
  const given = node.attributes.get('qkv_hidden_sizes')?.integers ?? [];
  if (given.length === 3) return given;
  const width = (index.initializer(node.inputs[INPUT.weights] ?? '')?.dims.at(-1) ?? 0) / 3;
  return Number.isInteger(width) && width > 0 ? [width, width, width] : null;
}

/** Projection, split and MultiHeadAttention with the mask of the node, of which only the scores are read. */
function scoresBeside({ index }: FusedContext, node: OnnxNode, scores: string, widths: readonly number[]): NewNode[] {
  const name = (what: string): string => newName(index, node, what);
  const make = (
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: NewNode['attributes'] = {},
  ): NewNode => ({
    operator,
    domain: operator === 'MultiHeadAttention' ? MICROSOFT : '',
    inputs,
    outputs,
    attributes,
  });
  const [hidden = '', weights = '', bias = '', mask = '', , scoreBias = ''] = node.inputs;
  const [product, sum, sizes, mixed] = [name('product'), name('sum'), name('sizes'), name('mixed')];
  const parts = ['queries', 'keys', 'values'].map(name);
  const kept: Record<string, AttributeValue> = { num_heads: { integer: integerOf(node, 'num_heads') } };
  if (integerOf(node, 'unidirectional') === 1) kept['unidirectional'] = { integer: 1 };
  for (const attribute of ['scale', 'mask_filter_value']) {
    const float = node.attributes.get(attribute)?.float;
    if (float !== null && float !== undefined) kept[attribute] = { float };
  }
  return [
    make('MatMul', [hidden, weights], [product]),
    make('Add', [product, bias], [sum]),
    make('Constant', [], [sizes], { value_ints: { integers: widths } }),
    make('Split', [sum, sizes], parts, { axis: { integer: -1 } }),
    make('MultiHeadAttention', [...parts, '', mask, scoreBias], [mixed, '', '', scores], kept),
  ];
}
