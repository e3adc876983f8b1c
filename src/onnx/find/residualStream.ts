import type { GraphIndex, Use } from '../graph/index.ts';
import { normalisedBy } from './normalisation.ts';
import { matrixOperands, throughQuantisation } from '../graph/operators.ts';
import { hasTrait } from '../graph/operatorTraits.ts';
import { forward, originOf, type UseVisit } from '../graph/traverse.ts';
import type { OnnxNode } from '../format/types.ts';

/** Names of the two sums' other operands, each [batch, tokens, width]: bias included, before the residual is added and anything is normalised. */
export interface LayerUpdates {
  readonly attention: string;
  readonly feedForward: string;
}

/** Where the result of a sub-layer is added back to what entered it. */
interface ResidualAdd {
  /** What entered the sub-layer. */
  readonly stream: string;
  /** The other operand, what the sub-layer adds; null when a fused node adds a bias to it as well. */
  readonly update: string | null;
  /** The sum; null when a fused node keeps it to itself. */
  readonly sum: string | null;
  /** The sum after the fused node's own normalisation; null for a plain Add. */
  readonly normalised: string | null;
}

/** Of nodes that add two inputs and normalise the sum: which input is a bias of the sum. */
const SKIP_BIAS: ReadonlyMap<string, number> = new Map([
  ['SkipLayerNormalization', 4],
  ['SkipSimplifiedLayerNormalization', 3],
]);
const MAXIMUM_VALUES = 60;
const RENAMING_STEPS = 8;

export interface ResidualStream {
  /** Names of what enters each layer, then of what leaves the last one, normalised. */
  readonly hidden: string[];
  /** What each layer adds; empty when one of them is no tensor of the graph. */
  readonly updates: LayerUpdates[];
}

/**
 * The residual stream of a stack of layers, given each layer's product of probabilities and values. Null when the graph does not add up that
 * way.
 */
export function findResidualStream(index: GraphIndex, valueProducts: readonly OnnxNode[]): ResidualStream | null {
  const hidden: string[] = [];
  const updates: LayerUpdates[] = [];
  let before: readonly string[] | null = null;
  for (const product of valueProducts) {
    const attention = attentionAdd(index, product.outputs[0] ?? '');
    if (attention === null) return null;
    const entering = originOf(index, attention.stream, 'keepsValues', RENAMING_STEPS);
    // The layer before must end where this one begins: before its normalisation (pre-norm) or behind it (post-norm).
    if (before !== null && !before.includes(entering)) return null;
    hidden.push(entering);
    const feedForward = mlpAdd(index, attention);
    before = feedForward === null ? [] : endsOf(index, feedForward);
    if (attention.update !== null && feedForward?.update) updates.push({ attention: attention.update, feedForward: feedForward.update });
  }
  const last = before?.at(-1);
  if (last === undefined) return null;
  return { hidden: [...hidden, last], updates: updates.length === valueProducts.length ? updates : [] };
}

/** Forward from the result of a sub-layer to the first addition of something that is neither a weight nor made of the result. */
function attentionAdd(index: GraphIndex, result: string): ResidualAdd | null {
  const carries = ({ node, input }: Use): boolean => carriesResult(index, node, input);
  for (const { node, input } of forward(index, result, carries, { values: MAXIMUM_VALUES })) {
    const add = residualAddAt(index, node, input);
    if (add !== null) return add;
  }
  return null;
}

function residualAddAt(index: GraphIndex, node: OnnxNode, input: number): ResidualAdd | null {
  if (!hasTrait(node, 'addsResidual') || input > 1) return null;
  const result = node.inputs[input]!;
  const stream = node.inputs[1 - input] ?? '';
  if (stream === '' || stream === result || !index.isData(stream)) return null;
  const bias = SKIP_BIAS.get(node.operator);
  // A third operand is a bias that belongs to one of the two, or another term.
  const update = node.inputs[bias ?? 2] ? null : result;
  return bias === undefined
    ? { stream, update, sum: node.outputs[0] || null, normalised: null }
    : { stream, update, sum: node.outputs[3] || null, normalised: node.outputs[0] || null };
}

function carriesResult(index: GraphIndex, node: OnnxNode, input: number): boolean {
  const operands = matrixOperands(node);
  if (operands === null) return hasTrait(node, 'carriesResult');
  const side = operands.indexOf(input);
  return side >= 0 && index.isConstant(throughQuantisation(index, node.inputs[operands[1 - side]!]!));
}

/** Where what the feed-forward block (MLP) makes of the sum behind attention is added to that sum. */
function mlpAdd(index: GraphIndex, attention: ResidualAdd): ResidualAdd | null {
  for (const start of [attention.sum, ...normalisedForms(index, attention)]) {
    if (start === null) continue;
    for (const { node, input, visit } of usesOfForms(index, start)) {
      // `residualAddAt` is asked from the stream's side, so its two operands are swapped.
      const add = residualAddAt(index, node, input);
      if (add !== null) return { ...add, stream: visit.name, update: add.update === null ? null : add.stream };
    }
  }
  return null;
}

/** A sum, and its normalised form when there is one. */
function endsOf(index: GraphIndex, add: ResidualAdd): string[] {
  return [add.sum, ...normalisedForms(index, add)].filter(end => end !== null);
}

/** All uses of a value, under every name and type that it has. */
function usesOfForms(index: GraphIndex, name: string): Generator<UseVisit, void, undefined> {
  return forward(index, name, ({ node, input }) => input === 0 && hasTrait(node, 'keepsValues'));
}

/** A sum after normalisation; empty when none follows. */
function normalisedForms(index: GraphIndex, add: ResidualAdd): string[] {
  if (add.normalised !== null) return [add.normalised];
  if (add.sum === null) return [];
  for (const use of usesOfForms(index, add.sum)) {
    const normalised = normalisedBy(index, use);
    if (normalised !== null) return [normalised];
  }
  return [];
}
