import type { GraphIndex } from '../graph/index.ts';
import type { OnnxNode } from '../format/types.ts';

/** Normalisations that are one node; its first input is what they normalise. */
export const NORMALISATIONS: ReadonlySet<string> = new Set(['LayerNormalization', 'SimplifiedLayerNormalization', 'RMSNormalization']);

const DEVIATION_STEPS = 6;

/**
 * The normalised form of a value, as one node or written out: layer normalisation (Ba et al. 2016) or, without subtracting the mean, root mean
 * square normalisation (Zhang and Sennrich 2019). Null when the value is not normalised.
 */
export function normalisedFrom(index: GraphIndex, name: string): string | null {
  for (const { node, input } of index.usesOf(name)) {
    const output = node.outputs[0];
    if (!output) continue;
    if (NORMALISATIONS.has(node.operator)) {
      if (input === 0) return output;
    } else if (node.operator === 'Sub') {
      if (index.producer(node.inputs[1] ?? '')?.operator === 'ReduceMean') return afterDeviation(index, output);
    } else if (node.operator === 'Mul' || node.operator === 'Div') {
      if (isDeviation(index, node.inputs[1 - input] ?? '')) return withGain(index, output) ?? output;
    }
  }
  return null;
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
  let current = name;
  let sawRoot = false;
  for (let steps = 0; steps < DEVIATION_STEPS; steps++) {
    const node = index.producer(current);
    if (node === undefined) return false;
    if (node.operator === 'ReduceMean') return sawRoot;
    if (node.operator === 'Sqrt') sawRoot = true;
    else if (!['Reciprocal', 'Div', 'Add', 'Cast'].includes(node.operator)) return false;
    const next = node.inputs.find(input => index.isData(input));
    if (next === undefined) return false;
    current = next;
  }
  return false;
}

function outputOf(index: GraphIndex, name: string, accepts: (node: OnnxNode) => boolean): string | null {
  return index.usesOf(name).find(({ node }) => accepts(node))?.node.outputs[0] ?? null;
}
