import { formatCount } from '../core/describe/numbers.ts';
import type { GraphAnalysis, GraphFacts, SupportedGraph, UnsupportedGraph } from './analysis.ts';
import { findAttentionLayers } from './find/attentionLayers.ts';
import type { AttentionLayer } from './find/attentionSite.ts';
import { attends, bodiesIn } from './find/hiddenAttention.ts';
import { findTables, type TableUses, type VectorTables } from './find/embeddingTables.ts';
import { BRANCHES, takeBranch } from './graph/branches.ts';
import type { OnnxModel } from './graph/graph.ts';
import { GraphIndex, holdsGraph } from './graph/index.ts';
import { allNodes, countOperators } from './graph/inventory.ts';
import { findInputRoles, fixedLengthOf, graphInputs, typesOf, type InputRoles } from './find/inputRoles.ts';
import { effectOf } from './graph/operatorTraits.ts';
import { hasKnownDomain, isFusedAttention, operatorName } from './graph/operators.ts';
import { findPositionInputs } from './find/positionInputs.ts';
import { findPositionScheme } from './find/positionScheme.ts';
import { findProjection } from './find/projections.ts';
import { bitsNotComputed, findNumberForms, isQuantisedInWeightsOnly } from './find/quantisation.ts';
import { counted, listed } from '../core/describe/counted.ts';
import { warnOfNumbers } from '../core/model/numberForms.ts';
import { findResidualStream } from './find/residualStream.ts';
import { faultOfUnsupported, type UnsupportedReason } from './unsupported.ts';
import { listNames } from './format/names.ts';
import type { OnnxNode } from './format/types.ts';
import { joinEdits, NO_EDITS } from './graph/edits.ts';
import { readInPieces } from './rewrite/inPieces.ts';

/**
 * Says what attention a graph has and how to run it, by operators and topology alone: no name in the file is ever interpreted.
 * The model's source must still be open, because short constants are read from it.
 * @throws OnnxFormatError `limit` for a graph that cannot be followed in a time linear in its size
 */
export function analyse(model: OnnxModel, index = indexOf(model)): GraphAnalysis {
  const found = analyseGraph(model, index);
  if (found.kind === 'text' || found.reason !== 'control-flow') return found;
  for (const branch of BRANCHES) {
    const taken = takeBranch(model, branch);
    const inside = taken && analyseGraph(taken.model, indexOf(taken.model));
    if (inside?.kind === 'text') return { ...inside, operators: found.operators, edits: { ...inside.edits, branches: taken!.branches } };
  }
  return found;
}

function analyseGraph(model: OnnxModel, index: GraphIndex): GraphAnalysis {
  const { layers, rejected, refused } = findAttentionLayers(model, index);
  const nodes = allNodes(model);
  const numbers = findNumberForms(index);
  const warning = warnOfNumbers(numbers);
  const facts: GraphFacts = {
    sites: layers.map(layer => layer.site),
    rejected,
    refused,
    graphInputs: graphInputs(index),
    opset: model.opsets.get('') ?? 0,
    irVersion: model.irVersion,
    producer: [model.producer, model.producerVersion].join(' ').trim(),
    operators: countOperators(nodes),
    quantised: numbers.weightBits.length > 0 || numbers.activationBits !== null,
    numbers,
    warnings: warning === null ? [] : [warning],
  };
  const obstacle = obstacleInNodes(model, layers, facts, nodes);
  if (obstacle !== null) return unsupported(facts, obstacle);
  const difference = obstacleInLayers(index, layers);
  return difference === null ? analyseStack(model, index, layers, facts) : unsupported(facts, difference);
}

/** Positions that are fed are told before anything else is looked for: they are no part of the text. */
function indexOf({ graph }: OnnxModel): GraphIndex {
  const index = new GraphIndex(graph);
  const positions = findPositionInputs(index);
  return positions.size === 0 ? index : new GraphIndex(graph, positions);
}

/** What stands in the way of showing a graph, and what was found that says so. */
type Obstacle = readonly [reason: UnsupportedReason, found: string];

function unsupported(facts: GraphFacts, [reason, found]: Obstacle): UnsupportedGraph {
  return { ...facts, kind: 'unsupported', reason, fault: faultOfUnsupported(reason, found) };
}

function obstacleInNodes(
  model: OnnxModel,
  layers: readonly AttentionLayer[],
  facts: GraphFacts,
  nodes: ReturnType<typeof allNodes>,
): Obstacle | null {
  const names = (accepts: (node: (typeof nodes)[number]) => boolean): string[] => [...new Set(nodes.filter(accepts).map(operatorName))];
  const defined = new Set(model.functions.map(body => `${body.domain}:${body.name}`));
  const custom = names(node => !hasKnownDomain(node) && !defined.has(operatorName(node)));
  if (custom.length > 0) return ['custom-operators', listNames(custom)];
  const bits = bitsNotComputed(nodes);
  if (bits.length > 0)
    return [
      'bits',
      listed(
        bits.map(count => counted(count, 'bit')),
        'and',
      ),
    ];
  const [fused] = facts.refused;
  if (fused !== undefined) return ['fused', `${fused.operator}, whose weights cannot be had: ${fused.reason}`];
  const bodies = names(holdsGraph);
  const mayAttend = layers.length > 0 ? attends : holdsSoftmax;
  const functions = model.functions.filter(body => mayAttend(body.nodes));
  // Beside layers that are seen, those that are not would leave them with wrong numbers.
  const hidden: Obstacle | null = bodiesIn(model.graph.nodes).some(mayAttend)
    ? ['control-flow', listNames(bodies)]
    : functions.length > 0
      ? ['functions', listNames(functions.map(body => body.name))]
      : null;
  if (layers.length > 0) return hidden;
  const integers = names(node => effectOf(node) === 'computesInIntegers');
  if (integers.length > 0) return ['integers', listNames(integers)];
  if (hidden !== null) return hidden;
  const reasons = [...new Set(facts.rejected.map(softmax => softmax.reason))];
  return ['no-attention', reasons.length === 0 ? 'it has no Softmax' : `it has Softmax, but ${reasons.join('; ')}`];
}

/** What may be attention, as far as an operator tells. */
function holdsSoftmax(nodes: readonly OnnxNode[]): boolean {
  return nodes.some(node => node.operator === 'Softmax' || isFusedAttention(node));
}

function obstacleInLayers(index: GraphIndex, layers: readonly AttentionLayer[]): Obstacle | null {
  const read = layers.map(layer => {
    const [queries, keys] = [findProjection(index, layer.queries), findProjection(index, layer.keys)];
    return queries !== null && keys !== null ? { queries: queries.input, keys: keys.input } : null;
  });
  // Later layers may take keys over from an earlier one (Gemma 3n): those are of the same text.
  const own = new Set(read.flatMap(inputs => (inputs !== null && inputs.queries === inputs.keys ? [inputs.keys] : [])));
  const cross = read.filter(inputs => inputs !== null && inputs.queries !== inputs.keys && !own.has(inputs.keys));
  if (cross.length > 0) return ['encoder-decoder', `${cross.length} of ${layers.length} attention layers`];
  const causal = layers.filter(layer => layer.site.causal);
  const isMixed = causal.length > 0 && causal.length < layers.length;
  return isMixed ? ['mixed', `${causal.length} of ${layers.length} attention layers`] : null;
}

function analyseStack(model: OnnxModel, index: GraphIndex, layers: readonly AttentionLayer[], facts: GraphFacts): GraphAnalysis {
  const regions = layers.map(layer => layer.region);
  const found = findResidualStream(
    index,
    layers.map(layer => layer.result),
  );
  const stream = found === 'interrupted' ? null : found;
  const embedding = stream?.hidden[0] ?? findProjection(index, layers[0]!.queries)?.input ?? layers[0]!.queries;
  const uses = findTables(model, index, embedding);
  const shown = [...layers.map(layer => layer.site.probabilities), ...(stream?.hidden ?? [])];
  const roles = findInputRoles(index, uses, regions, shown);
  if (roles === null) return unsupported(facts, ['no-words', `its inputs are ${listNames(facts.graphInputs.map(input => input.name))}`]);
  const { unknown, unclear, ...inputs } = roles;
  if (unclear.length > 0) return unsupported(facts, ['cache', listNames(unclear)]);
  if (unknown.length > 0) return unsupported(facts, ['inputs', listNames(unknown)]);

  const fixedLength = fixedLengthOf(facts.graphInputs, inputs);
  // What has other numbers in pieces is fed no cache.
  const isWhole = facts.numbers.onePassOnly || fixedLength !== null;
  const pieces = isWhole ? { cache: inputs.cache, rows: null, edits: NO_EDITS } : readInPieces(inputs, layers, index, facts.opset);
  const warnings = [...facts.warnings];
  if (stream === null) warnings.push(found === 'interrupted' ? OTHER_LAYERS : NO_STREAM);
  if (fixedLength !== null) warnings.push(`This file was exported for exactly ${formatCount(fixedLength)} tokens.`);
  if (fixedLength !== null && !masksPadding(inputs, layers)) warnings.push(READS_PADDING);
  const tables = tablesOf(uses);
  return {
    ...facts,
    kind: 'text',
    edits: joinEdits([...layers.map(layer => layer.edits), pieces.edits]),
    warnings,
    hidden: stream?.hidden ?? [],
    updates: stream?.updates ?? [],
    finalNorm: stream?.finalNorm ?? false,
    tables,
    logits: model.graph.outputs.find(({ dims }) => dims?.length === 3 && dims[2] === tables.word.rows)?.name ?? null,
    positions: findPositionScheme(model, index, embedding, layers),
    inputs: { ...inputs, cache: pieces.cache },
    rows: pieces.rows,
    inputTypes: typesOf(facts.graphInputs, inputs),
    fixedLength,
    disableQuantQdq: isQuantisedInWeightsOnly(index),
  } satisfies SupportedGraph;
}

const NO_STREAM = 'The residual stream of this graph was not found, so hidden states are not available.';

const OTHER_LAYERS =
  'Between its layers with attention this model has layers of another kind, which have no attention over tokens: those with attention are counted among themselves, rollout goes through them alone, and hidden states are not available.';

const READS_PADDING =
  'It has no mask: in a shorter text the words attend to the padding behind it as well, so its numbers are not those of the text alone.';

/** A mask is fed, or made from the ids (RoBERTa tells padding by its id), or nothing sees what stands behind it. */
function masksPadding({ ids, mask }: InputRoles, layers: readonly AttentionLayer[]): boolean {
  return mask !== null || layers.every(({ site, region }) => site.causal || region.fedInputs.has(ids));
}

function tablesOf(uses: TableUses): VectorTables {
  return { word: uses.word!.table, position: uses.position?.table ?? null, segment: uses.segment?.table ?? null };
}
