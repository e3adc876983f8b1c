import { cosine, cosineMatrix, norm, poolRows, vectorAt, type Vectors } from '../../core/vectors/vectors.ts';
import type { DriftRequest, DriftSlice, LikenessRequest, LikenessSlice, PathSlice, UnitRequest } from '../../protocol/embeddingApi.ts';
import { asRows, noHiddenStates, type RunAccess, type TokenRows } from '../runs/runAccess.ts';

/** What the vectors of one text, or of a text and its variant, say of its units. */
export class WordAnalyses {
  readonly #access: RunAccess;

  constructor(access: RunAccess) {
    this.#access = access;
  }

  readonly likeness = async ({ runId, level, state }: LikenessRequest): Promise<LikenessSlice> => {
    const { run, pooling } = this.#access.units(runId, level);
    const groups = pooling.units.map(unit => unit.tokens);
    const fixed = cosineMatrix(pool(await this.#access.wordRows(run), groups));
    const hidden = await this.#access.hiddenOf(run);
    const contextual = hidden.length > 0 ? cosineMatrix(pool(await this.#access.hiddenState(run, state), groups)) : new Float32Array(0);
    return { runId, level, size: groups.length, state, fixed, contextual };
  };

  /** @throws FaultError `unavailable` without hidden states */
  readonly path = async ({ runId, level, unit }: UnitRequest): Promise<PathSlice> => {
    const { run, pooling } = this.#access.units(runId, level, unit);
    const group = [pooling.units[unit]!.tokens];
    const vectorOf = (rows: TokenRows): Float64Array => vectorAt(pool(rows, group), 0);
    const hidden = await this.#access.hiddenOf(run);
    if (hidden.length === 0) throw noHiddenStates();
    const states = hidden.map(values => vectorOf(asRows(values, run)));
    const fixed = vectorOf(await this.#access.wordRows(run));
    const updates = await this.#access.updatesOf(run);
    return {
      runId,
      level,
      unit,
      toFixed: fixed.length === states[0]!.length ? Float32Array.from(states, state => cosine(state, fixed)) : new Float32Array(0),
      toPrevious: Float32Array.from(states, (state, index) => (index === 0 ? NaN : cosine(state, states[index - 1]!))),
      norms: Float32Array.from(states, norm),
      attentionNorms: Float32Array.from(updates, ({ attention }) => norm(vectorOf(asRows(attention, run)))),
      feedForwardNorms: Float32Array.from(updates, ({ feedForward }) => norm(vectorOf(asRows(feedForward, run)))),
    };
  };

  /** @throws FaultError `unavailable` without hidden states */
  readonly drift = async ({ runId, otherRunId, level, pairs }: DriftRequest): Promise<DriftSlice> => {
    const one = this.#access.units(runId, level, ...pairs.map(([unit]) => unit));
    const other = this.#access.units(otherRunId, level, ...pairs.map(([, unit]) => unit));
    const states = await this.#access.hiddenOf(one.run);
    const otherStates = await this.#access.hiddenOf(other.run);
    if (states.length === 0 || otherStates.length === 0) throw noHiddenStates();
    if (states.length !== otherStates.length) throw new RangeError('runs of two different models');
    const groups = pairs.map(([unit]) => one.pooling.units[unit]!.tokens);
    const otherGroups = pairs.map(([, unit]) => other.pooling.units[unit]!.tokens);
    return {
      states: states.map((values, state) => {
        const vectors = pool(asRows(values, one.run), groups);
        const otherVectors = pool(asRows(otherStates[state]!, other.run), otherGroups);
        if (vectors.width !== otherVectors.width) throw new RangeError('vectors of two different widths');
        return Float32Array.from(pairs, (_, pair) => cosine(vectorAt(vectors, pair), vectorAt(otherVectors, pair)));
      }),
    };
  };
}

function pool({ values, width }: TokenRows, groups: readonly (readonly number[])[]): Vectors {
  return poolRows(values, width, groups);
}
