import type { Taken } from '../../../src/core/export/taken.ts';
import { INITIAL_STATE, type ViewState } from '../../../src/core/state/viewState.ts';
import { TEXT, unitRef } from '../../../src/core/text/unitRef.ts';
import type { Material } from '../../../src/draw/answers/material.ts';
import type { Sides } from '../../../src/core/text/textPair.ts';
import type { PanelParts } from '../../../src/protocol/panelParts.ts';
import { exported } from '../../core/export/exported.ts';

const RUN = 7;
const HEADS = Array.from({ length: 8 }, (_, at) => ({ layer: Math.floor(at / 2), head: at % 2 }));

/** Every part that an answer is made of, for the second unit of a text that has been run. */
function partsOf({ units }: Taken): Partial<PanelParts> {
  const size = units.length;
  const of = { runId: RUN, level: 'words' as const };
  const word = { ...of, ...unitRef(TEXT, 1) };
  const ramp = (length: number, scale = 1) => Float32Array.from({ length }, (_, at) => (scale * (at + 1)) / length);
  const cosines = Float32Array.from({ length: size * size }, (_, at) => 1 - Math.abs((at % size) - Math.floor(at / size)) / size);
  const entries = units.map(({ label }, id) => ({ id, token: label, text: label, cosine: 0.9 - id / 10, kind: 'word' as const }));
  return {
    link: {
      ...of,
      from: [1],
      to: [2],
      ways: { there: { even: 0.1, seen: true }, back: { even: 0.1, seen: true } },
      heads: HEADS.map((head, at) => ({ ...head, there: at / 10, back: (8 - at) / 20 })),
    },
    ranking: {
      ...word,
      direction: 'to',
      sampled: null,
      entries: HEADS.map((head, at) => ({
        ...head,
        unit: 2,
        value: 0.9 - at / 10,
        topUnit: 3,
        topValue: 0.95 - at / 10,
        nearUnit: -1,
        nearValue: 0,
      })),
    },
    layers: {
      ...word,
      direction: 'to',
      layers: 4,
      size,
      mean: ramp(4 * size),
      low: ramp(4 * size, 0.5),
      high: ramp(4 * size, 1),
      sampled: null,
    },
    distances: { runId: RUN, sampled: null, distances: ramp(8, 3), offsets: ramp(8, -2), leftOut: ramp(8), even: 2, tokens: size },
    likeness: { ...of, state: 2, size, fixed: cosines, contextual: cosines, outliers: null } as unknown as PanelParts['likeness'],
    path: {
      ...word,
      toFixed: ramp(5),
      toPrevious: Float32Array.of(NaN, 0.5, 0.6, 0.7, 0.8),
      norms: ramp(5, 10),
      attentionNorms: ramp(4, 2),
      feedForwardNorms: ramp(4, 3),
    },
    neighbours: {
      ...word,
      fixed: { state: null, entries, vocabulary: 100, milliseconds: 1 },
      contextual: { state: 2, entries, vocabulary: 100, milliseconds: 1 },
    },
    map: {
      ...of,
      state: 2,
      units: Array.from(units.keys()).slice(1, -1),
      points: Float32Array.from({ length: 2 * (size - 2) }, (_, at) => Math.sin(at)),
      origins: new Float32Array(),
      explained: [0.5, 0.2],
    },
    influence: {
      ...unitRef(TEXT, 1),
      state: 2,
      mode: 'mask',
      shifts: Float32Array.from(units, (_, unit) => (unit === 1 ? NaN : unit / 100)),
      control: 0.02,
      controlUnits: [2],
      left: 0,
    },
    rollout: { ...unitRef(TEXT, 1), state: 2, weights: ramp(size) },
    occurrences: {
      word: units[1]!.label,
      context: 'text',
      items: units.slice(1, 4).map(({ label }, place) => ({
        document: 'a.md',
        line: place + 1,
        before: 'so ',
        word: label,
        after: ' it',
        group: '',
        live: true,
      })),
      slice: {
        found: [0, 1, 2],
        unknown: [],
        size: 3,
        windowed: 0,
        fixed: new Float32Array(9).fill(1),
        states: Array.from({ length: 5 }, () => Float32Array.of(1, 0.5, 0.2, 0.5, 1, 0.3, 0.2, 0.3, 1)),
      },
      beyond: 0,
      unread: 0,
      cut: [],
      edited: [],
      outside: false,
      elsewhere: [],
    },
  };
}

/** The same words as two texts, the first half and the second, as links. */
export function pairMaterialOf(words: readonly string[]): Material {
  const half = Math.ceil(words.length / 2);
  const sides: Sides = { of: Int8Array.from([-1, ...words.map((_, word) => (word < half ? 0 : 1)), -1]), far: 'other' };
  return materialOf(words, { pairPicture: 'links', linked: null }, {}, sides);
}

/** The same as an answer on its source, checked by removal: each word is a sentence. */
export function groundMaterialOf(words: readonly string[]): Material {
  const effect = (drop: number) => ({ drop, divergence: Math.abs(drop) / 10 });
  const seen = (sentence: number) => ({ sentence, weight: 0.3 - sentence / 10, others: 0.15, even: 0.1 });
  const written = words.map(text => ({ text, line: 0 }));
  const ground = {
    runId: RUN,
    reached: words.map(() => ({
      reach: { source: 0.4, question: 0, answer: 0.1, sink: 0.4, other: 0.1 },
      strongest: [
        { ...seen(1), control: seen(2) },
        { ...seen(0), control: null },
      ],
    })),
    contentHeads: [[0, 1]],
    written: { source: written, answer: written },
  } as unknown as PanelParts['ground'];
  const effects = words.map(() => ({
    whole: effect(9.5),
    marked: [
      { without: effect(3.25), control: effect(-0.5) },
      { without: null, control: null },
    ],
    words: [],
  }));
  return materialOf(words, { linked: null }, { ground, removals: { runId: RUN, effects, read: 3, left: 0, seconds: 0 } });
}

/** What is shown of a text whose second unit is pinned and linked with its third. */
export function materialOf(
  words: readonly string[],
  state: Partial<ViewState> = {},
  parts: Partial<PanelParts> = {},
  sides?: Sides,
): Material {
  const whole: ViewState = {
    ...INITIAL_STATE,
    pinned: unitRef(TEXT, 1),
    linked: [unitRef(TEXT, 2)],
    hiddenState: 2,
    ...state,
  };
  const plain = exported(words, whole);
  const taken = sides ? exported(words, whole, { matrix: { ...plain.matrix, sides } }) : plain;
  const ready: Partial<PanelParts> = { ...partsOf(taken), ...parts };
  const summary = { runId: RUN, sequences: [taken.sequence], invalidHeads: [], chat: false };
  const model = {
    ...taken.model,
    roles: [],
    layers: 4,
    capabilities: ['hidden-states', 'word-vectors', 'shared-width', 'layer-updates', 'mask-token'],
    facts: {},
  };
  return {
    taken,
    state: whole,
    model: model as unknown as Material['model'],
    run: summary as unknown as Material['run'],
    part: name => ready[name] ?? null,
  };
}
