import { FaultError } from '../../core/faults.ts';
import type { CheckFacts, LayerFacts, ModelFacts, PositionKind } from '../../core/model/facts.ts';
import { rotaryFrequencies, sinusoidLayout } from '../../core/vectors/positionMap.ts';
import type { GraphAnalysis, SupportedGraph } from '../../onnx/analysis.ts';
import type { AttentionSite } from '../../onnx/find/attentionSite.ts';
import type { RotaryAngles } from '../../onnx/find/rotaryAngles.ts';
import { readRowRange } from '../runtime/embeddingRows.ts';
import { openStoredTensor } from '../runtime/storedTensor.ts';
import type { FolderFile } from './folderFiles.ts';

/** What is known of a model beside its graph. */
type Found = Pick<ModelFacts, 'architecture' | 'tokenizer' | 'file' | 'bytes'> & {
  readonly causal?: boolean;
  /** Of each layer, by a run. */
  readonly heads?: readonly number[];
  readonly checks?: CheckFacts | null;
};

/** What the files of a model say of it. @param found what its graph does not say by itself */
export function factsOf(file: FolderFile, graph: GraphAnalysis, found: Found): ModelFacts {
  const facts = factsOfSites(graph, found);
  if (graph.kind !== 'text') return facts;
  return { ...facts, positions: { kind: kindOfPositions(file, graph), bias: graph.positions.relative }, finalNorm: graph.finalNorm };
}

/** The same of one kind of attention alone, whose positions are not known. */
export function factsOfSites({ sites, numbers }: Pick<GraphAnalysis, 'sites' | 'numbers'>, found: Found): ModelFacts {
  const { causal, heads, checks, ...named } = found;
  return {
    ...named,
    causal: causal ?? sites.some(site => site.causal),
    layers: sites.map((site, layer) => ({ ...layerOf(site), heads: heads?.[layer] ?? site.headCount })),
    positions: { kind: null, bias: null },
    finalNorm: false,
    numbers,
    checks: checks ?? null,
  };
}

function layerOf({ keyValueHeads, window, softcap, sink, form, route }: AttentionSite): Omit<LayerFacts, 'heads'> {
  return { keyValueHeads, window, softcap, sink, form, route };
}

/** Positions that are enough to tell a formula from what was learned, and little to read of a table for a hundred thousand. */
const SEEN_POSITIONS = 64;

/** As the map of all positions finds it (`analyses/positions.ts`), by the first of them; null where they are stored in a way that is not read. */
export function kindOfPositions(file: FolderFile, { tables, positions }: SupportedGraph): PositionKind | null {
  const { position } = tables;
  try {
    if (position) {
      const { firstRow, rows, width } = position;
      const values = readRowRange(file, position, firstRow, Math.min(rows, firstRow + SEEN_POSITIONS));
      return (sinusoidLayout(values, width, 0) ?? sinusoidLayout(values, width, firstRow)) ? 'sinusoidal' : 'learned';
    }
    if (positions.added) return 'sinusoidal';
    if (positions.rotary.some(angles => turns(file, angles))) return 'rotary';
  } catch (error) {
    if (error instanceof FaultError && error.fault.code === 'unavailable') return null;
    throw error;
  }
  return positions.relative === null ? 'none' : 'relative';
}

/** Whether stored tables are sines and cosines; what computes them is known to be. */
function turns(file: FolderFile, angles: RotaryAngles): boolean {
  if (angles.kind !== 'tables') return true;
  const width = angles.tables[0]!.dims.at(-1)!;
  const tables = angles.tables.map(tensor => {
    const size = tensor.dims.reduce((product, dim) => product * dim, 1);
    const stored = openStoredTensor(file, tensor);
    try {
      return stored.read(0, Math.min(size, SEEN_POSITIONS * width));
    } finally {
      stored.close();
    }
  });
  return angles.tables.every(tensor => tensor.dims.at(-1) === width) && rotaryFrequencies(tables, width) !== null;
}
