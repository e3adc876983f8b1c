import { norm, rowAt } from '../../../src/core/vectors/vectors.ts';
import type { Token } from '../../../src/core/text/token.ts';
import type { EntryKind } from '../../../src/core/text/vocabularyEntry.ts';
import type { Neighbour } from '../../../src/protocol/embeddingApi.ts';
import france from '../../fixtures/panel/france-vectors.json';
import { createRandom } from '../../support/random.ts';

/** Vectors of a run, [tokens, width] each, as the engine would hold them. */
export interface FixtureVectors {
  readonly width: number;
  readonly vocabulary: number;
  /** Rows of the word table. */
  readonly fixed: Float32Array;
  /** Rows of the position table, one a token. */
  readonly position: Float32Array;
  /** One row. */
  readonly segment: Float32Array;
  /** Hidden states 0 to L. */
  readonly states: readonly Float32Array[];
  /** By layer, then token. */
  readonly attentionNorms: readonly (readonly number[])[];
  readonly feedForwardNorms: readonly (readonly number[])[];
  readonly neighbours: {
    readonly fixed: readonly (readonly Neighbour[])[];
    /** By hidden state, then token. */
    readonly contextual: readonly (readonly (readonly Neighbour[])[])[];
  };
}

/** Norms and cosines of the fixture are whole ten-thousandths. */
export const FIXTURE_SCALE = 10_000;

/** Real vectors of the built-in model. */
export function franceVectors(): FixtureVectors {
  const scaled = (layers: readonly (readonly number[])[]) => layers.map(layer => layer.map(value => value / FIXTURE_SCALE));
  const entries = (list: readonly (readonly (string | number)[])[]) =>
    list.map(([id, token, cosine, kind]): Neighbour => ({
      id: Number(id),
      token: String(token),
      text: String(token).replace(/^##/, ''),
      cosine: Number(cosine) / FIXTURE_SCALE,
      kind: kind as EntryKind,
    }));
  return {
    width: france.width,
    vocabulary: france.vocabulary,
    fixed: unpack(france.fixed),
    position: unpack(france.position),
    segment: unpack(france.segment),
    states: france.states.map(unpack),
    attentionNorms: scaled(france.attentionNorms),
    feedForwardNorms: scaled(france.feedForwardNorms),
    neighbours: {
      fixed: france.neighbours.fixed.map(entries),
      contextual: france.neighbours.contextual.map(state => state.map(entries)),
    },
  };
}

export function unpack({ step, base64 }: { readonly step: number; readonly base64: string }): Float32Array {
  const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
  return Float32Array.from(new Int16Array(bytes.buffer), value => value * step);
}

const WIDTH = 24;
const VOCABULARY = 30_522;
const NEIGHBOURS = 10;

/** Vectors without meaning but of the usual kinds: equal tokens share a row, and every state takes a little from the tokens around. */
export function syntheticVectors(tokens: readonly Token[], layers: number): FixtureVectors {
  const random = createRandom(13);
  const row = () => Float32Array.from({ length: WIDTH }, () => random() - 0.4);
  const rows = new Map<string, Float32Array>();
  const fixed = stack(
    tokens.map(({ text }) => {
      const known = rows.get(text) ?? row();
      rows.set(text, known);
      return known;
    }),
  );
  const position = stack(tokens.map(row));
  const states: Float32Array[] = [fixed.map((value, i) => 2 * (value + 0.3 * position[i]!))];
  while (states.length <= layers) states.push(mixed(states.at(-1)!, tokens.length, random));
  const norms = () => Array.from({ length: layers }, () => tokens.map(() => 1 + 2 * random()));
  const entries = () =>
    Array.from({ length: NEIGHBOURS }, (_, place): Neighbour => {
      const kind: EntryKind = place < 7 ? 'word' : place < 9 ? 'piece' : 'unused';
      const token = { word: `entry${place}`, piece: `##${place}`, unused: `[unused${place}]`, special: '' }[kind];
      return { id: place, token, text: token.replace(/^##/, ''), cosine: (0.9 - 0.05 * place) * random(), kind };
    });
  return {
    width: WIDTH,
    vocabulary: VOCABULARY,
    fixed,
    position,
    segment: row(),
    states,
    attentionNorms: norms(),
    feedForwardNorms: norms(),
    neighbours: { fixed: tokens.map(entries), contextual: states.map(() => tokens.map(entries)) },
  };
}

function stack(rows: readonly Float32Array[]): Float32Array {
  const stacked = new Float32Array(rows.length * WIDTH);
  for (const [index, row] of rows.entries()) stacked.set(row, index * WIDTH);
  return stacked;
}

/** Each row with a fifth of the row before it and some noise. */
function mixed(state: Float32Array, count: number, random: () => number): Float32Array {
  const next = new Float32Array(state.length);
  for (let token = 0; token < count; token++) {
    const own = rowAt(state, WIDTH, token);
    const before = rowAt(state, WIDTH, Math.max(0, token - 1));
    for (let i = 0; i < WIDTH; i++) next[token * WIDTH + i] = own[i]! + 0.2 * before[i]! + 0.3 * (random() - 0.5);
  }
  return next;
}

/** Every hidden state with the vectors moved that stand near one token, its own the most; -1: none. */
export function movedVectors(vectors: FixtureVectors, tokens: number, changed: number): FixtureVectors {
  if (changed < 0) return vectors;
  const random = createRandom(29);
  const { width } = vectors;
  const states = vectors.states.map(state => {
    const moved = state.slice();
    for (let token = 0; token < tokens; token++) {
      const share = 0.5 / (1 + Math.abs(token - changed));
      const length = norm(rowAt(state, width, token)) / Math.sqrt(width);
      for (let i = token * width; i < (token + 1) * width; i++) moved[i] = (1 - share) * state[i]! + share * length * 3 * (random() - 0.5);
    }
    return moved;
  });
  return { ...vectors, states };
}
