import { cosine, cosineMatrix, poolRows, vectorAt } from '../../../../src/core/vectors/vectors.ts';
import type { Unit } from '../../../../src/core/text/token.ts';
import { sequenceOf } from '../../../../src/core/text/tokenSequence.ts';
import { poolingOf, type StoredRun } from '../../../../src/engine/runs/attentionStore.ts';
import type {
  CompareRequest,
  CompareSlice,
  DriftRequest,
  DriftSlice,
  LikenessRequest,
  LikenessSlice,
  Neighbour,
  NeighbourRequest,
  NeighbourSlice,
  PositionSlice,
  ShiftRequest,
  ShiftSlice,
  WordVectorRequest,
  WordVectorSlice,
} from '../../../../src/protocol/embeddingApi.ts';
import { BANK, FRANCE_VARIANT, franceShifts, POSITIONS } from '../comparisons.ts';
import type { FixtureAccess } from './access.ts';

const isFrance = ({ summary }: StoredRun) => sequenceOf(summary).tokens.some(({ text }) => text === FRANCE_VARIANT.replaced.toLowerCase());
const isFranceVariant = ({ summary }: StoredRun) => sequenceOf(summary).tokens.some(({ text }) => text === FRANCE_VARIANT.replacement);

/** Of a model whose first layer turns otherwise than the others. */
const WAVELENGTHS = [160_000, 10_000].map((theta, set) => ({
  layers: set === 0 ? 1 : 5,
  tokens: Float32Array.from({ length: 32 }, (_, pair) => 2 * Math.PI * theta ** (pair / 32)),
}));
const SLOPES = Float32Array.from({ length: 12 }, (_, head) => 2 ** (-0.5 * (head + 1)));

/** What takes passes or tables of a model: measured with the built-in one for the text of france.json, made up for the others. */
export class Measured {
  readonly #access: FixtureAccess;
  readonly #switches: ReadonlySet<string>;

  constructor(access: FixtureAccess, switches: ReadonlySet<string>) {
    this.#access = access;
    this.#switches = switches;
  }

  readonly shifts = ({ runId, level, unit, state, mode, others }: ShiftRequest): ShiftSlice => {
    const { run, pooling } = this.#access.units(runId, level, unit, ...others);
    const { units } = pooling;
    if (isFrance(run)) {
      const byToken = franceShifts(mode, state, units[unit]!.tokens[0]!);
      return { shifts: Float32Array.from(others, other => byToken[units[other]!.tokens[0]!]!) };
    }
    const { width, states } = this.#access.fixtureOf(run).vectors;
    const own = [unit, ...others].map(index => units[index]!.tokens);
    const vectors = poolRows(states[state]!, width, own);
    const shiftOf = (other: number, place: number) =>
      (1 - cosine(vectorAt(vectors, 0), vectorAt(vectors, place + 1))) / (4 + Math.abs(unit - other));
    return { shifts: Float32Array.from(others, shiftOf) };
  };

  /** Null: to be computed from its vectors. */
  readonly likeness = ({ runId, level, state }: LikenessRequest): LikenessSlice | null => {
    const { run, pooling } = this.#access.units(runId, level);
    if (!isFranceVariant(run)) return null;
    const { units } = pooling;
    const contextual = this.#switches.has('nostates') ? new Float32Array(0) : ofUnits(FRANCE_VARIANT.states[state]!, units);
    const none = { outliers: null, withoutOutliers: new Float32Array(0) };
    return { runId, level, size: units.length, state, fixed: ofUnits(FRANCE_VARIANT.fixed, units), contextual, ...none };
  };

  /** Null: to be computed from the vectors. */
  readonly drift = ({ runId, otherRunId, level, pairs }: DriftRequest): DriftSlice | null => {
    const { units } = poolingOf(this.#access.run(runId), level);
    if (this.#switches.has('nostates') || !isFranceVariant(this.#access.run(otherRunId))) return null;
    return { states: FRANCE_VARIANT.drift.map(byToken => Float32Array.from(pairs, ([unit]) => byToken[units[unit]!.tokens[0]!]!)) };
  };

  readonly neighbours = async ({ runId, level, unit, state, top }: NeighbourRequest): Promise<NeighbourSlice> => {
    const { run, pooling } = this.#access.units(runId, level, unit);
    if (state !== null) await this.#access.hiddenState(run, state);
    const { neighbours, vocabulary } = this.#access.fixtureOf(run).vectors;
    const known: readonly (readonly Neighbour[])[] = state === null ? neighbours.fixed : neighbours.contextual[state]!;
    return { state, entries: known[pooling.units[unit]!.tokens[0]!]!.slice(0, top), vocabulary, milliseconds: 8 };
  };

  readonly positions = (): PositionSlice => {
    const none = new Float32Array(0);
    const note = 'Queries and keys are rotated by angles that grow with the position (rotary).';
    const nothing = { wavelengths: [], slopes: none, mapNote: '' };
    if (this.#switches.has('alibi'))
      return { ...nothing, kind: 'relative', rows: 0, step: 1, size: 0, similarity: none, note: '', slopes: SLOPES };
    if (this.#switches.has('rotary'))
      return {
        ...nothing,
        kind: 'rotary',
        rows: 0,
        step: 1,
        size: 0,
        similarity: none,
        note,
        wavelengths: WAVELENGTHS,
        mapNote: 'It cannot be computed exactly from the graph, so there is no map.',
      };
    const { step, similarity } = POSITIONS;
    return {
      ...nothing,
      kind: 'learned',
      rows: 512,
      step,
      size: Math.sqrt(similarity.length),
      similarity,
      note: 'A table of 512 rows is added to the word embeddings.',
    };
  };

  /** Places that go on as one of the sentences of comparisons.json does; more of them than sentences repeat them, a little apart from each other. */
  readonly compare = ({ texts, occurrences }: CompareRequest): CompareSlice => {
    const sentences = occurrences.map(({ text, end }) => BANK.sentenceWith(texts[text]!.slice(end)));
    const size = sentences.length;
    const known = Math.sqrt(BANK.states[0]!.length);
    const apart = size > known ? 0.0005 : 0;
    const cosines = (values: Float32Array) =>
      Float32Array.from({ length: size * size }, (_, at) => {
        const [row, column] = [Math.floor(at / size), at % size];
        return row === column ? 1 : values[sentences[row]! * known + sentences[column]!]! * (1 - apart * Math.abs(row - column));
      });
    return {
      found: sentences.map((_, index) => index),
      unknown: sentences.map(() => (this.#switches.has('unread') ? 'all' : 'none')),
      size,
      windowed: 0,
      fixed: new Float32Array(size * size).fill(1),
      states: this.#switches.has('nostates') ? [] : BANK.states.map(cosines),
    };
  };

  /** Every fifth word is not in the file. */
  readonly wordVectors = ({ runId, level }: WordVectorRequest): WordVectorSlice => {
    const { run, pooling } = this.#access.units(runId, level);
    const { units } = pooling;
    const { width, fixed } = this.#access.fixtureOf(run).vectors;
    const missing = units.flatMap((unit, index) => (unit.special || index % 5 === 4 ? [index] : []));
    const values = cosineMatrix(
      poolRows(
        fixed,
        width,
        units.map(({ tokens }) => tokens),
      ),
    );
    for (const index of missing)
      for (let other = 0; other < units.length; other++) values[index * units.length + other] = values[other * units.length + index] = NaN;
    return {
      runId,
      level,
      size: units.length,
      values,
      format: 'word2vec binary',
      width: 300,
      count: 3_000_000,
      broken: 2,
      hasPaths: false,
      missing,
      milliseconds: 2400,
    };
  };
}

/** The tokens of the fixture are whole words, so that their cosines are those of the words. */
function ofUnits(cosines: Float32Array, units: readonly Unit[]): Float32Array {
  const count = Math.sqrt(cosines.length);
  return Float32Array.from({ length: units.length ** 2 }, (_, at) => {
    const [row, column] = [Math.floor(at / units.length), at % units.length];
    return cosines[units[row]!.tokens[0]! * count + units[column]!.tokens[0]!]!;
  });
}
