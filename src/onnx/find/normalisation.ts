import type { GraphIndex, Use } from '../graph/index.ts';
import { effectOf, hasTrait } from '../graph/operatorTraits.ts';
import { chain } from '../graph/traverse.ts';
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

/** From x - mean(x) over the division by the deviation to the product with the gain and the sum with the bias. */
function afterDeviation(index: GraphIndex, centred: string): string | null {
  const divided = outputOf(index, centred, node => node.operator === 'Div');
  const scaled = divided === null ? null : withGain(index, divided);
  return scaled === null
    ? null
    : outputOf(index, scaled, node => node.operator === 'Add' && node.inputs.some(name => index.isConstant(name)));
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

function outputOf(index: GraphIndex, name: string, accepts: (node: OnnxNode) => boolean): string | null {
  return index.usesOf(name).find(({ node }) => accepts(node))?.node.outputs[0] ?? null;
}
