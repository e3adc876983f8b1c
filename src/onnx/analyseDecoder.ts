import type { CrossGraph, UnsupportedGraph } from './analysis.ts';
import type { AttentionLayer, AttentionSite } from './find/attentionSite.ts';
import { crossLayers, statesInput } from './find/crossAttention.ts';
import { findTables } from './find/embeddingTables.ts';
import { findInputRoles, typesOf } from './find/inputRoles.ts';
import { findProjection } from './find/projections.ts';
import { isQuantisedInWeightsOnly } from './find/quantisation.ts';
import { listNames } from './format/names.ts';
import type { OnnxValue } from './format/types.ts';
import { joinEdits } from './graph/edits.ts';
import type { OnnxModel } from './graph/graph.ts';
import type { GraphIndex } from './graph/index.ts';
import { analyseAsItRuns, indexOf, unsupported, type Survey } from './survey.ts';

/**
 * Says what attention the decoder of an encoder-decoder has and how to run it, by operators and topology alone: layers whose keys are made of a graph
 * input of vectors attend to another text, all others to the one that is written. As {@link analyse} does for a graph of one text.
 * @throws OnnxFormatError `limit` for a graph that cannot be followed in a time linear in its size
 */
export function analyseDecoder(model: OnnxModel, index = indexOf(model)): CrossGraph | UnsupportedGraph {
  return analyseAsItRuns(model, index, analyseLayers);
}

function analyseLayers({ model, index, layers, facts }: Survey): CrossGraph | UnsupportedGraph {
  const cross = crossLayers(index, layers);
  const others = new Set(cross);
  const self = layers.filter(layer => !others.has(layer));
  if (cross.length === 0) return unsupported(facts, ['no-cross-attention', `${layers.length} attention layers`]);
  const states = statesInput(index, cross);
  if (states === null || self.length === 0) return unsupported(facts, ['no-states', listNames(facts.graphInputs.map(({ name }) => name))]);

  const first = self[0]!;
  const uses = findTables(model, index, findProjection(index, first.queries)?.input ?? first.queries);
  const mask = sourceMask(index, states, cross, uses.word?.input ?? null);
  const logits = logitsOf(model, uses.word?.table.rows ?? 0);
  const sites = layers.map(layer => layer.site.probabilities);
  const shown = logits === null ? sites : [...sites, logits];
  const ofSource = new Set(mask === null ? [states] : [states, mask]);
  const regions = self.map(layer => layer.region);
  const roles = findInputRoles(index, uses, regions, shown, ofSource);
  if (roles === null) return unsupported(facts, ['no-words', `its inputs are ${listNames(facts.graphInputs.map(input => input.name))}`]);
  const { unknown, unclear, ...inputs } = roles;
  if (unclear.length > 0) return unsupported(facts, ['cache', listNames(unclear)]);
  if (unknown.length > 0) return unsupported(facts, ['inputs', listNames(unknown)]);
  return {
    ...facts,
    kind: 'cross',
    edits: joinEdits(layers.map(layer => layer.edits)),
    self: counted(self),
    cross: counted(cross),
    tables: { word: uses.word!.table, position: uses.position?.table ?? null, segment: null },
    logits,
    inputs,
    inputTypes: typesOf(facts.graphInputs, inputs),
    source: { states, mask },
    rows: null,
    disableQuantQdq: isQuantisedInWeightsOnly(index),
  };
}

function counted(layers: readonly AttentionLayer[]): AttentionSite[] {
  return layers.map(({ site }, layer) => ({ ...site, layer }));
}

/** What shapes the scores of cross-attention besides both texts; an input that nothing reads may be it too, where it is as long as the other text. */
function sourceMask(index: GraphIndex, states: string, cross: readonly AttentionLayer[], ids: string | null): string | null {
  const shaping = new Set(cross.flatMap(({ region }) => [...region.fedInputs]));
  const length = index.graph.inputs.find(({ name }) => name === states)?.dims?.[1];
  const isAsLong = ({ dims }: OnnxValue): boolean => dims?.length === 2 && typeof length === 'string' && dims[1] === length;
  const found = index.graph.inputs.filter(input => input.name !== states && input.name !== ids && index.fedInputs.has(input.name));
  return (found.find(({ name }) => shaping.has(name)) ?? found.find(isAsLong))?.name ?? null;
}

function logitsOf({ graph }: OnnxModel, entries: number): string | null {
  const mayBe = graph.outputs.filter(({ dims }) => dims === null || dims.length === 3);
  // Fewer numbers than words are vectors: the graph was exported without its head.
  const isVector = ({ dims }: OnnxValue): boolean => typeof dims?.[2] === 'number' && dims[2] > 0 && dims[2] < entries;
  return (mayBe.find(({ dims }) => dims?.[2] === entries) ?? mayBe.find(output => !isVector(output)))?.name ?? null;
}
