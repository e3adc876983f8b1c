import { principalComponents, project, scaleAndCentre } from '../../../../src/core/vectors/principalComponents.ts';
import { cosine, norm, rowAt, vectorAt, type Vectors } from '../../../../src/core/vectors/vectors.ts';
import type { InputSlice, MapSlice, PositionSlice } from '../../../../src/protocol/embeddingApi.ts';
import { POSITIONS } from '../comparisons.ts';
import { pooled } from './embeddingParts.ts';
import type { PartMakers, PartSource } from './partMaker.ts';

const isOpen = ({ state }: PartSource) => state.tab === 'input';

/** What the page "Input" asks for. */
export const INPUT_PARTS: PartMakers = {
  input: { key: source => (isOpen(source) ? 'input' : null), make: makeInput },
  positions: { key: source => (isOpen(source) ? 'positions' : null), make: makePositions },
  map: { key: source => (isOpen(source) ? `${source.state.level} ${source.state.hiddenState}` : null), make: makeMap },
};

function makeInput({ run, switches }: PartSource): InputSlice {
  const { vectors, summary } = run;
  const { width } = vectors;
  const over = (value: (token: number) => number) => Float32Array.from(summary.tokens, (_, token) => value(token));
  const word = (token: number) => rowAt(vectors.fixed, width, token);
  const position = (token: number) => rowAt(vectors.position, width, token);
  const sum = (token: number) => word(token).map((value, i) => value + position(token)[i]! + vectors.segment[i]!);
  const hidden = (token: number) => rowAt(vectors.states[0]!, width, token);
  const none = new Float32Array(0);
  const hasSegments = !switches.has('nosegments');
  return {
    runId: summary.runId,
    wordNorms: over(token => norm(word(token))),
    positionNorms: over(token => norm(position(token))),
    segmentNorms: hasSegments ? over(() => norm(vectors.segment)) : none,
    wordPositionCosines: over(token => cosine(word(token), position(token))),
    wordSegmentCosines: hasSegments ? over(token => cosine(word(token), vectors.segment)) : none,
    positionSegmentCosines: hasSegments ? over(token => cosine(position(token), vectors.segment)) : none,
    sumNorms: over(token => norm(sum(token))),
    wordSumCosines: over(token => cosine(word(token), sum(token))),
    normalisedNorms: over(token => norm(hidden(token))),
    wordNormalisedCosines: over(token => cosine(word(token), hidden(token))),
  };
}

function makePositions({ switches }: PartSource): PositionSlice {
  if (switches.has('rotary'))
    return {
      kind: 'rotary',
      rows: 0,
      step: 1,
      size: 0,
      similarity: new Float32Array(0),
      note: 'Queries and keys are turned by sines and cosines of the position, so there is no table to draw.',
    };
  const { step, similarity } = POSITIONS;
  return {
    kind: 'learned',
    rows: 512,
    step,
    size: Math.sqrt(similarity.length),
    similarity,
    note: 'A table of 512 rows is added to the word embeddings.',
  };
}

function makeMap(source: PartSource): MapSlice {
  const { run, units, state, switches } = source;
  const shown = units.flatMap(({ special }, index) => (special ? [] : [index]));
  const rowsOf = (all: Vectors): Vectors => {
    const values = new Float64Array(shown.length * all.width);
    for (const [place, unit] of shown.entries()) values.set(vectorAt(all, unit), place * all.width);
    return { count: shown.length, width: all.width, values };
  };
  const vectors = scaleAndCentre(rowsOf(pooled(source, run.vectors.states[state.hiddenState]!)));
  const { axes, explained } = principalComponents(vectors, 2);
  return {
    runId: run.summary.runId,
    level: state.level,
    state: state.hiddenState,
    units: shown,
    points: project(vectors, axes),
    origins: switches.has('nofixed') ? new Float32Array(0) : project(scaleAndCentre(rowsOf(pooled(source, run.vectors.fixed))), axes),
    explained: [explained[0]!, explained[1]!],
  };
}
