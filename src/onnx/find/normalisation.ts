import type { GraphIndex, Use } from '../graph/index.ts';
import { effectOf, hasTrait } from '../graph/operatorTraits.ts';
import { chain, forward, type UseVisit } from '../graph/traverse.ts';
import type { OnnxNode } from '../format/types.ts';

const DEVIATION_STEPS = 6;

/**
 * What a use makes of a value when it normalises it, in one node or written out: layer normalisation (Ba et al. 2016) or, without subtracting
 * the mean, root mean square normalisation (Zhang and Sennrich 2019). Null when it does something else.
 */
export function normalisedBy(index: GraphIndex, { node, input }: Use): string | null {
  const output = node.outputs[0];
  if (!output) return null;
  const effect = effectOf(node);
  if (effect === 'normalises') return input === 0 ? output : null;
  if (effect === 'subtracts') return effectOf(index.producer(node.inputs[1] ?? '')) === 'averages' ? afterDeviation(index, output) : null;
  if (effect !== 'multiplies' && effect !== 'divides') return null;
  return isDeviation(index, node.inputs[1 - input] ?? '') ? (withGain(index, output) ?? output) : null;
}

/** From x - mean(x) over the division by the deviation to the product with the gain and the sum with the bias, where there is one. */
function afterDeviation(index: GraphIndex, centred: string): string | null {
  const divided = outputOf(index, centred, node => node.operator === 'Div');
  const scaled = divided === null ? null : withGain(index, divided);
  return scaled === null
    ? null
    : (outputOf(index, scaled, node => node.operator === 'Add' && node.inputs.some(name => index.isConstant(name))) ?? scaled);
}

function withGain(index: GraphIndex, name: string): string | null {
  return outputOf(index, name, node => node.operator === 'Mul' && node.inputs.some(input => index.isConstant(input)));
}

/** A root of a mean, or its reciprocal. */
function isDeviation(index: GraphIndex, name: string): boolean {
  let sawRoot = false;
  const data = (node: OnnxNode): string | undefined =>
    hasTrait(node, 'makesDeviation') ? node.inputs.find(input => index.isData(input)) : undefined;
  for (const { node } of chain(index, name, data, DEVIATION_STEPS)) {
    if (effectOf(node) === 'averages') return sawRoot;
    if (effectOf(node) === 'takesRoot') sawRoot = true;
  }
  return false;
}

/** What such a node makes of a value, whatever type it was given before: a model of 16 bits normalises in 32. */
function outputOf(index: GraphIndex, name: string, accepts: (node: OnnxNode) => boolean): string | null {
  for (const { node } of usesOfValue(index, name)) if (accepts(node)) return node.outputs[0] ?? null;
  return null;
}

/** All uses of a value, under every name and type that it has. */
export function usesOfValue(index: GraphIndex, name: string): Generator<UseVisit, void, undefined> {
  return forward(index, name, ({ node, input }) => input === 0 && hasTrait(node, 'keepsValues'));
}
