import type { GraphIndex } from '../graph/index.ts';
import { backward } from '../graph/traverse.ts';
import { elementTypeName } from '../format/elementTypes.ts';
import type { AttentionLayer } from './attentionSite.ts';
import { findProjection } from './projections.ts';

/** Layers whose keys are of another text than their queries, in their order. */
export function crossLayers(index: GraphIndex, layers: readonly AttentionLayer[]): AttentionLayer[] {
  const read = layers.map(layer => {
    const [queries, keys] = [findProjection(index, layer.queries), findProjection(index, layer.keys)];
    return queries !== null && keys !== null ? { queries: queries.input, keys: keys.input } : null;
  });
  // Later layers may take keys over from an earlier one (Gemma 3n): those are of the same text.
  const own = new Set(read.flatMap(inputs => (inputs !== null && inputs.queries === inputs.keys ? [inputs.keys] : [])));
  return layers.filter((_, layer) => {
    const inputs = read[layer]!;
    return inputs !== null && inputs.queries !== inputs.keys && !own.has(inputs.keys);
  });
}

/** The graph input [batch, tokens, width] that the keys of all these layers are made of: what an encoder made of a text. Null when they are not made of one. */
export function statesInput(index: GraphIndex, layers: readonly AttentionLayer[]): string | null {
  const found = new Set(layers.map(layer => vectorsBehind(index, layer.keys)));
  const [states = null] = found;
  return found.size === 1 ? states : null;
}

function vectorsBehind(index: GraphIndex, keys: string): string | null {
  const inputs = new Map(index.graph.inputs.map(input => [input.name, input]));
  for (const { name } of backward(index, [keys], node => node.inputs.filter(input => index.isData(input)))) {
    if (!index.fedInputs.has(name)) continue;
    const { dims, elementType } = inputs.get(name)!;
    return dims?.length === 3 && elementTypeName(elementType).includes('float') ? name : null;
  }
  return null;
}
