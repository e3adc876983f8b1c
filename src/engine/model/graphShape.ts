import { evenHeads } from '../../core/model/stack.ts';
import type { SupportedGraph } from '../../onnx/analysis.ts';
import type { GraphShape } from './config.ts';

/** The counts of a graph that its settings may contradict. @param heads of each layer; null for one of which it is not known */
export function graphShape({ sites, tables, inputs }: SupportedGraph, heads: readonly (number | null)[]): GraphShape {
  const sizes = inputs.cache.map(({ shape }) => shape.at(-1)!).filter(size => typeof size === 'number');
  return {
    layers: sites.length,
    heads: ofAll(heads),
    keyValueHeads: ofAll(sites.map(site => site.keyValueHeads)),
    // A cache of [batch, heads, tokens, size]; some keep keys the other way round.
    headSize: sizes.length === inputs.cache.length ? ofAll(sizes) : null,
    vocabulary: tables.word.rows,
  };
}

/** The number of all layers; null where one is not known, or they differ. */
function ofAll(counts: readonly (number | null)[]): number | null {
  const known = counts.filter(count => count !== null);
  return known.length === counts.length && known.length > 0 ? evenHeads(known) : null;
}
