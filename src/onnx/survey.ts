import type { GraphFacts, ShownGraph, UnsupportedGraph } from './analysis.ts';
import { findAttentionLayers } from './find/attentionLayers.ts';
import type { AttentionLayer } from './find/attentionSite.ts';
import { attends, bodiesIn } from './find/hiddenAttention.ts';
import { graphInputs } from './find/inputRoles.ts';
import { findPositionInputs } from './find/positionInputs.ts';
import { bitsNotComputed, findNumberForms } from './find/quantisation.ts';
import { listNames } from './format/names.ts';
import type { OnnxNode } from './format/types.ts';
import { BRANCHES, takeBranch } from './graph/branches.ts';
import type { OnnxModel } from './graph/graph.ts';
import { GraphIndex, holdsGraph } from './graph/index.ts';
import { allNodes, countOperators } from './graph/inventory.ts';
import { effectOf } from './graph/operatorTraits.ts';
import { hasKnownDomain, isFusedAttention, operatorName } from './graph/operators.ts';
import { faultOfUnsupported, type UnsupportedReason } from './unsupported.ts';
import { counted, listed } from '../core/describe/counted.ts';
import { warnOfNumbers } from '../core/model/numberForms.ts';

/** What stands in the way of showing a graph, and what was found that says so. */
export type Obstacle = readonly [reason: UnsupportedReason, found: string];

/** What is seen in a graph before anybody asks which texts it reads. */
export interface Survey {
  readonly model: OnnxModel;
  readonly index: GraphIndex;
  readonly layers: readonly AttentionLayer[];
  readonly facts: GraphFacts;
}

/** Says what a graph is whose attention can be seen. */
export type AnalyseLayers<Found extends ShownGraph> = (survey: Survey) => Found | UnsupportedGraph;

/** A graph as it stands, or, where the branches of an If hide its attention, with the first of them in its place that can be shown. */
export function analyseAsItRuns<Found extends ShownGraph>(
  model: OnnxModel,
  index: GraphIndex,
  analyseLayers: AnalyseLayers<Found>,
): Found | UnsupportedGraph {
  const found = analyseOne(model, index, analyseLayers);
  if (found.kind !== 'unsupported' || found.reason !== 'control-flow') return found;
  for (const branch of BRANCHES) {
    const taken = takeBranch(model, branch);
    if (taken === null) continue;
    const inside = analyseOne(taken.model, indexOf(taken.model), analyseLayers);
    if (inside.kind !== 'unsupported')
      return { ...inside, operators: found.operators, edits: { ...inside.edits, branches: taken.branches } };
    // Another kind of model is one in either branch.
    if (inside.reason === 'encoder-decoder') return inside;
  }
  return found;
}

function analyseOne<Found extends ShownGraph>(
  model: OnnxModel,
  index: GraphIndex,
  analyseLayers: AnalyseLayers<Found>,
): Found | UnsupportedGraph {
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
  return obstacle === null ? analyseLayers({ model, index, layers, facts }) : unsupported(facts, obstacle);
}

/** Positions that are fed are told before anything else is looked for: they are no part of the text. */
export function indexOf({ graph }: OnnxModel): GraphIndex {
  const index = new GraphIndex(graph);
  const positions = findPositionInputs(index);
  return positions.size === 0 ? index : new GraphIndex(graph, positions);
}

export function unsupported(facts: GraphFacts, [reason, found]: Obstacle): UnsupportedGraph {
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
