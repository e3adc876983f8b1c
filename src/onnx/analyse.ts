import { formatCount } from '../core/describe/numbers.ts';
import type { GraphAnalysis, SupportedGraph } from './analysis.ts';
import type { AttentionLayer } from './find/attentionSite.ts';
import { crossLayers } from './find/crossAttention.ts';
import { findTables, type TableUses, type VectorTables } from './find/embeddingTables.ts';
import { findInputRoles, fixedLengthOf, typesOf, type InputRoles } from './find/inputRoles.ts';
import { findPositionScheme } from './find/positionScheme.ts';
import { findProjection } from './find/projections.ts';
import { isQuantisedInWeightsOnly } from './find/quantisation.ts';
import { findResidualStream } from './find/residualStream.ts';
import { listNames } from './format/names.ts';
import { joinEdits, NO_EDITS } from './graph/edits.ts';
import type { OnnxModel } from './graph/graph.ts';
import { readInPieces } from './rewrite/inPieces.ts';
import { analyseAsItRuns, indexOf, unsupported, type Obstacle, type Survey } from './survey.ts';

/**
 * Says what attention of one text a graph has and how to run it, by operators and topology alone: no name in the file is ever interpreted.
 * The model's source must still be open, because short constants are read from it.
 * @throws OnnxFormatError `limit` for a graph that cannot be followed in a time linear in its size
 */
export function analyse(model: OnnxModel, index = indexOf(model)): GraphAnalysis {
  return analyseAsItRuns(model, index, survey => {
    const difference = obstacleInLayers(survey);
    return difference === null ? analyseStack(survey) : unsupported(survey.facts, difference);
  });
}

function obstacleInLayers({ index, layers }: Survey): Obstacle | null {
  const cross = crossLayers(index, layers);
  if (cross.length > 0) return ['encoder-decoder', `${cross.length} of ${layers.length} attention layers`];
  const causal = layers.filter(layer => layer.site.causal);
  const isMixed = causal.length > 0 && causal.length < layers.length;
  return isMixed ? ['mixed', `${causal.length} of ${layers.length} attention layers`] : null;
}

function analyseStack({ model, index, layers, facts }: Survey): GraphAnalysis {
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
    ...outputsOf(model, tables.word.rows),
    positions: findPositionScheme(model, index, embedding, layers),
    inputs: { ...inputs, cache: pieces.cache },
    rows: pieces.rows,
    inputTypes: typesOf(facts.graphInputs, inputs),
    fixedLength,
    disableQuantQdq: isQuantisedInWeightsOnly(index),
  } satisfies SupportedGraph;
}

/** @param entries of the vocabulary */
function outputsOf({ graph }: OnnxModel, entries: number): Pick<SupportedGraph, 'logits' | 'states'> {
  const logits = graph.outputs.find(({ dims }) => dims?.length === 3 && dims[2] === entries)?.name ?? null;
  const states = graph.outputs.find(({ name, dims }) => name !== logits && (dims === null || dims.length === 3))?.name ?? null;
  return { logits, states };
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
