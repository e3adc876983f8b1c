import type { OnnxNode } from '../../format/types.ts';
import { NO_EDITS, type AttributeValue, type GraphEdits, type NodeEdit } from '../../graph/edits.ts';
import type { OnnxModel } from '../../graph/graph.ts';
import type { GraphIndex } from '../../graph/index.ts';
import type { AttentionLayer } from '../attentionSite.ts';

/** The graph that a fused operator stands in. */
export interface FusedContext {
  readonly model: OnnxModel;
  readonly index: GraphIndex;
}

/** The layer that an operator computes, with what makes its probabilities an output; or, in words that end a sentence, why that cannot be. */
export type FusedFinder = (context: FusedContext, node: OnnxNode) => AttentionLayer | string;

/** The place, among the outputs of every fused operator that has it, of what can be asked for; keys and values to be kept stand before it. */
const MAP_OUTPUT = 3;

export function integerOf(node: OnnxNode, attribute: string): number {
  return node.attributes.get(attribute)?.integer ?? 0;
}

export function hasInput(node: OnnxNode, place: number): boolean {
  return (node.inputs[place] ?? '') !== '';
}

/** What a soft cap of 0, and a window of less than one token, say: there is none. */
export function positiveOrNull(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && value > 0 ? value : null;
}

/** A name for a value that a fused operator makes and the file has none for. */
export function newName(index: GraphIndex, node: OnnxNode, what: string): string {
  return index.freshName(`${node.outputs[0] ?? node.operator}.${what}`);
}

/** A map that an operator can give, and what has to be changed for that. */
export interface AskedMap {
  readonly name: string;
  readonly edits: GraphEdits;
  /** It is an output already. */
  readonly isThere: boolean;
}

/**
 * Asks an operator for its fourth output, by an attribute that says which form of it.
 * @param dropped attributes that it is better without
 * @returns null when the file has that output in another form already
 */
export function askForMap(
  index: GraphIndex,
  node: OnnxNode,
  attribute: string | null,
  mode: number,
  dropped: readonly string[] = [],
): AskedMap | null {
  const there = node.outputs[MAP_OUTPUT] ?? '';
  const isAsked = attribute === null || integerOf(node, attribute) === mode;
  const without = dropped.filter(name => node.attributes.has(name)).map(name => [name, null] as const);
  const attributes: Record<string, AttributeValue | null> = Object.fromEntries(without);
  const edited = (edit: NodeEdit): GraphEdits => ({ ...NO_EDITS, nodes: new Map([[node, edit]]) });
  if (there !== '') return isAsked ? { name: there, edits: without.length > 0 ? edited({ attributes }) : NO_EDITS, isThere: true } : null;
  const name = newName(index, node, 'probabilities');
  // With a past, keys and values to be kept must have a name: without, onnxruntime 1.30 forgets the past, silently.
  const outputs = [0, 1, 2].map(place => node.outputs[place] || (place === 0 ? '' : newName(index, node, `unused.${place}`)));
  if (attribute !== null) attributes[attribute] = { integer: mode };
  return { name, edits: edited({ outputs: [...outputs, name], attributes }), isThere: false };
}
