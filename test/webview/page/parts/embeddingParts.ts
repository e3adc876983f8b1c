import { sourceOf } from '../../../../src/core/state/viewState.ts';
import { unitKey } from '../../../../src/core/text/unitRef.ts';
import { cosine, cosineMatrix, norm, poolRows, type Vectors } from '../../../../src/core/vectors/vectors.ts';
import type { NeighbourSlice, PathSlice } from '../../../../src/protocol/embeddingApi.ts';
import type { NeighbourPart } from '../../../../src/protocol/panelParts.ts';
import type { PartMakers, PartSource } from './partMaker.ts';

const isOpen = ({ state }: PartSource) => state.tab === 'embeddings';

/** Vectors of the units, from [tokens, width]. */
export function pooled({ run, units }: PartSource, rows: Float32Array): Vectors {
  return poolRows(
    rows,
    run.vectors.width,
    units.map(unit => unit.tokens),
  );
}

/** What the page "Embeddings and attention" asks for. */
export const EMBEDDING_PARTS: PartMakers = {
  likeness: {
    key: source =>
      isOpen(source) || source.state.tab === 'influence' || source.state.heat !== 'attention'
        ? `${source.state.level} ${source.state.hiddenState}`
        : null,
    make: source => {
      const { run, units, state } = source;
      return {
        runId: run.summary.runId,
        level: state.level,
        size: units.length,
        state: state.hiddenState,
        fixed: cosineMatrix(pooled(source, run.vectors.fixed)),
        contextual: source.switches.has('nostates')
          ? new Float32Array(0)
          : cosineMatrix(pooled(source, run.vectors.states[state.hiddenState]!)),
      };
    },
  },
  path: { key: source => ofSource(source, ''), make: makePath },
  neighbours: { key: source => ofSource(source, source.state.hiddenState), make: makeNeighbours },
  wordVectors: {
    key: source => (isOpen(source) && source.switches.has('vectors') ? source.state.level : null),
    make: source => {
      const { run, units, state } = source;
      const missing = units.flatMap((unit, index) => (unit.special || index % 5 === 4 ? [index] : []));
      const values = cosineMatrix(pooled(source, run.vectors.fixed));
      for (const index of missing)
        for (let other = 0; other < units.length; other++)
          values[index * units.length + other] = values[other * units.length + index] = NaN;
      return {
        name: 'GoogleNews-vectors.bin',
        slice: {
          runId: run.summary.runId,
          level: state.level,
          size: units.length,
          values,
          format: 'word2vec binary',
          width: 300,
          count: 3_000_000,
          broken: 2,
          hasPaths: false,
          missing,
          milliseconds: 2400,
        },
      };
    },
  },
};

function ofSource(source: PartSource, more: string | number): string | null {
  const unit = sourceOf(source.state);
  return isOpen(source) && unit !== null ? `${source.state.level} ${unitKey(unit)} ${more}` : null;
}

function makePath(source: PartSource): PathSlice {
  const { run, state, units } = source;
  const { stream, unit } = sourceOf(state)!;
  const ofUnit = (rows: Float32Array) => poolRows(rows, run.vectors.width, [units[unit]!.tokens]).values;
  const fixed = ofUnit(run.vectors.fixed);
  const states = source.switches.has('nostates') ? [] : run.vectors.states.map(ofUnit);
  const mean = (layer: readonly number[]) => {
    const { tokens } = units[unit]!;
    return tokens.reduce((sum, token) => sum + layer[token]!, 0) / tokens.length;
  };
  return {
    runId: run.summary.runId,
    level: state.level,
    stream,
    unit,
    toFixed: Float32Array.from(states, vector => cosine(vector, fixed)),
    toPrevious: Float32Array.from(states, (vector, index) => (index === 0 ? NaN : cosine(vector, states[index - 1]!))),
    norms: Float32Array.from(states, norm),
    attentionNorms: source.switches.has('noadded') ? new Float32Array(0) : Float32Array.from(run.vectors.attentionNorms, mean),
    feedForwardNorms: source.switches.has('noadded') ? new Float32Array(0) : Float32Array.from(run.vectors.feedForwardNorms, mean),
  };
}

function makeNeighbours({ run, state, units, switches }: PartSource): NeighbourPart {
  const { stream, unit } = sourceOf(state)!;
  const token = units[unit]!.tokens[0]!;
  const { neighbours, vocabulary } = run.vectors;
  const slice = (entries: NeighbourSlice['entries'], of: number | null): NeighbourSlice => ({
    state: of,
    entries,
    vocabulary,
    milliseconds: 8,
  });
  return {
    runId: run.summary.runId,
    level: state.level,
    stream,
    unit,
    fixed: slice(neighbours.fixed[token]!, null),
    contextual: switches.has('nostates') ? null : slice(neighbours.contextual[state.hiddenState]![token]!, state.hiddenState),
  };
}
