import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { Runner } from '../../src/engine/runner.ts';
import type { PositionKind } from '../../src/core/model/facts.ts';
import type { RunSummary } from '../../src/protocol/engineApi.ts';
import { inputFactor } from '../../src/core/vectors/inputFactor.ts';
import { largestDifference } from '../support/tensors.ts';
import type { Fault } from '../../src/core/fault.ts';
import { textUnit } from '../support/textUnit.ts';
import { ranText } from '../support/ranText.ts';

interface Nearest {
  readonly id: number;
  readonly cosine: number;
}

/** What NumPy computes, see training/make_table_references.py. */
interface Reference {
  readonly rollouts: readonly { readonly model: string; readonly text: string; readonly rollout: readonly (readonly number[])[] }[];
  readonly neighbours: {
    readonly words: readonly { readonly word: string; readonly ids: readonly number[]; readonly nearest: readonly Nearest[] }[];
    readonly contextual: { readonly text: string; readonly word: string; readonly nearest: readonly Nearest[] };
  };
  readonly components: {
    readonly text: string;
    readonly state: number;
    readonly points: readonly (readonly number[])[];
    readonly origins: readonly (readonly number[])[];
    readonly explained: readonly number[];
  };
  readonly positions: readonly { readonly model: string; readonly rows: readonly (readonly number[])[] }[];
}

const REFERENCE = JSON.parse(readFileSync(resolve('test/fixtures/tables/reference.json'), 'utf8')) as Reference;
const BUILT_IN = resolve('models/minilm');
const tiny = (name: string): string => resolve('test/fixtures/models', name);

const runner = new Runner();
const run = (directory: string, text: string): Promise<RunSummary> => runner.run({ directory, text, fit: 'start', caret: 0 });

async function faultOf(action: () => unknown): Promise<Fault> {
  try {
    await action();
  } catch (error) {
    if (error instanceof FaultError) return error.fault;
    throw error;
  }
  throw new Error('it succeeded');
}

/** By id, since the list of the engine is sorted by kind first. */
function expectSameEntries(entries: readonly Nearest[], reference: readonly Nearest[]): void {
  const byId = (list: readonly Nearest[]): Nearest[] => list.toSorted((a, b) => a.id - b.id);
  expect(byId(entries).map(entry => entry.id)).toEqual(byId(reference).map(entry => entry.id));
  const cosines = (list: readonly Nearest[]): number[] => byId(list).map(entry => entry.cosine);
  expect(largestDifference(cosines(entries), cosines(reference))).toBeLessThan(2e-6);
}

/** Through all layers, token by token: [T, T]. */
async function rolloutOf(runId: number): Promise<Float32Array> {
  const layer = (await runner.tensors(runId)).attention.maps.length - 1;
  return (await runner.matrix({ runId, level: 'pieces', selection: { kind: 'rollout', layer }, combine: 'mean' })).values;
}

describe('rollout', () => {
  test.each(REFERENCE.rollouts)('of $model is that of NumPy', async ({ model, text, rollout }) => {
    const { runId, tokens } = ranText(await run(resolve(model), text));
    const map = await rolloutOf(runId);
    expect(map.length).toBe(tokens.length ** 2);
    expect(largestDifference(map, rollout.flat())).toBeLessThan(1e-5);
  });

  test('is pooled to words as attention is, layer by layer', async () => {
    const { runId, words, tokens } = ranText(await run(tiny('bert-dynamo'), 'Alice refused unbelievable credit.'));
    expect(words.length).toBeLessThan(tokens.length);
    const slice = await runner.matrix({ runId, level: 'words', selection: { kind: 'rollout', layer: 2 }, combine: 'mean' });
    expect([slice.rows, slice.headCount, slice.low.length, slice.high.length]).toEqual([words.length, 12, 0, 0]);
    const map = await rolloutOf(runId);
    for (const [row, from] of words.entries()) {
      let sum = 0;
      for (const [column, to] of words.entries()) {
        let expected = 0;
        for (const query of from.tokens) for (const key of to.tokens) expected += map[query * tokens.length + key]! / from.tokens.length;
        expect(slice.values[row * words.length + column]).toBeCloseTo(expected, 6);
        sum += expected;
      }
      expect(sum).toBeCloseTo(1, 5);
    }
    // One layer: half of what the mean over its heads says, half of itself.
    const first = await runner.matrix({ runId, level: 'pieces', selection: { kind: 'rollout', layer: 0 }, combine: 'mean' });
    const mean = await runner.matrix({ runId, level: 'pieces', selection: { kind: 'layer', layer: 0 }, combine: 'mean' });
    const expected = mean.values.map((value, i) => value / 2 + (i % (tokens.length + 1) === 0 ? 0.5 : 0));
    expect(largestDifference(first.values, expected)).toBeLessThan(1e-6);
    expect(first.headCount).toBe(4);
    for (const layer of [-1, 3, 0.5]) {
      await expect(runner.matrix({ runId, level: 'words', selection: { kind: 'rollout', layer }, combine: 'mean' })).rejects.toThrow(
        RangeError,
      );
    }
  });
});

describe('neighbours', () => {
  test.each(REFERENCE.neighbours.words)('of "$word" are those of NumPy', async ({ word, ids, nearest }) => {
    const { tokens, entries, vocabulary } = await runner.neighboursOf({ directory: BUILT_IN, word, top: nearest.length });
    expect(tokens.map(token => token.id)).toEqual(ids);
    expect(vocabulary).toBe(30_522);
    expectSameEntries(entries, nearest);
  });

  test('king has queen', async () => {
    const { entries } = await runner.neighboursOf({ directory: BUILT_IN, word: 'king', top: 3 });
    expect(entries.map(({ token, kind, cosine }) => `${token} ${kind} ${cosine.toFixed(2)}`)).toEqual([
      'kings word 0.69',
      'queen word 0.63',
      'monarch word 0.49',
    ]);
  });

  test('of a word in a text: by its row, and by a vector of a hidden state', async () => {
    const { text, word, nearest } = REFERENCE.neighbours.contextual;
    const { runId, words } = ranText(await run(BUILT_IN, text));
    const unit = words.findIndex(({ label }) => label === word);
    const request = { runId, level: 'words', ...textUnit(unit), top: nearest.length } as const;
    const fixed = await runner.neighbours({ ...request, state: null });
    const alone = await runner.neighboursOf({ directory: BUILT_IN, word, top: nearest.length });
    expect(fixed.entries).toEqual(alone.entries);
    const contextual = await runner.neighbours({ ...request, state: 6 });
    expect(contextual.state).toBe(6);
    expectSameEntries(contextual.entries, nearest);
  });

  test('that nobody waits for any more are not searched on', async () => {
    const { runId } = await run(BUILT_IN, 'the king');
    let asked = 0;
    const context = {
      get cancelled() {
        return ++asked === 2;
      },
    };
    const search = runner.neighbours({ runId, level: 'words', ...textUnit(2), state: null, top: 3 }, context);
    await expect(search).rejects.toMatchObject({ fault: { code: 'cancelled' } });
  });

  test('whole words come first, unused and special entries last', async () => {
    const { entries } = await runner.neighboursOf({ directory: BUILT_IN, word: 'bank', top: 30_521 });
    const kinds = ['word', 'piece', 'unused', 'special'];
    const order = entries.map(({ kind }) => kinds.indexOf(kind));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    const count = (kind: string): number => entries.filter(entry => entry.kind === kind).length;
    expect([count('piece'), count('unused'), count('special')]).toEqual([5828, 994, 5]);
    expect(entries.some(({ token }) => token === 'bank')).toBe(false);
  });

  test('a word that the model cannot read is refused in words', async () => {
    const of = (word: string) => faultOf(() => runner.neighboursOf({ directory: BUILT_IN, word, top: 3 }));
    expect(await of(' ')).toMatchObject({ code: 'empty-text' });
    expect(await of('\u00ad')).toMatchObject({ code: 'empty-text', title: 'The text holds nothing the model can read' });
    expect(await of('\u{1f9ff}')).toMatchObject({ code: 'empty-text', title: 'The model does not know this word' });
    // Known in part.
    const half = await runner.neighboursOf({ directory: BUILT_IN, word: 'king \u{1f9ff}', top: 3 });
    expect(half.tokens.map(token => token.text)).toEqual(['king', '[UNK]']);
    expect(half.entries.length).toBe(3);
    for (const top of [0, -1, 1.5, NaN]) {
      await expect(runner.neighboursOf({ directory: BUILT_IN, word: 'king', top })).rejects.toThrow(RangeError);
    }
  });

  test('a hidden state of another width than the word table has none', async () => {
    const { runId } = await run(tiny('electra'), 'The cat sat.');
    const request = { runId, level: 'words', ...textUnit(1), top: 3 } as const;
    const fault = await faultOf(() => runner.neighbours({ ...request, state: 0 }));
    expect(fault).toMatchObject({ code: 'unavailable', nextStep: 'Look at the neighbours of the word embedding instead.' });
    expect((await runner.neighbours({ ...request, state: null })).entries.length).toBe(3);
  });
});

describe('map', () => {
  test('is the principal components of NumPy', async () => {
    const { text, state, points, origins, explained } = REFERENCE.components;
    const { runId, tokens } = ranText(await run(tiny('bert-dynamo'), text));
    const slice = await runner.map({ runId, level: 'pieces', state });
    expect(slice.units).toEqual(Array.from({ length: tokens.length - 2 }, (_, index) => index + 1));
    expect(largestDifference(slice.points, points.flat())).toBeLessThan(1e-5);
    expect(largestDifference(slice.origins, origins.flat())).toBeLessThan(1e-5);
    expect(largestDifference(slice.explained, explained)).toBeLessThan(1e-5);
  });

  test('has no origins where the widths differ', async () => {
    const { runId } = await run(tiny('electra'), 'The cat sat.');
    const slice = await runner.map({ runId, level: 'words', state: 1 });
    expect([slice.points.length, slice.origins.length]).toEqual([8, 0]);
  });

  test.each([0, Infinity, NaN])('leaves out a word whose vector has no direction: every number is %d', async value => {
    const { runId, words } = ranText(await run(tiny('bert-dynamo'), 'The old cat sat.'));
    const { hidden } = await runner.embeddings(runId);
    const width = hidden[1]!.length / words.length; // each word is one token
    hidden[1]!.fill(value, 3 * width, 4 * width);
    const slice = await runner.map({ runId, level: 'words', state: 1 });
    expect(slice.units).toEqual([1, 2, 4, 5]);
    expect([slice.points.length, slice.origins.length]).toEqual([8, 8]);
    expect([...slice.points, ...slice.explained].every(Number.isFinite)).toBe(true);
    expect(slice.explained[0] + slice.explained[1]).toBeGreaterThan(0.5);
  });

  test('of one word is a point in the middle', async () => {
    const { runId } = await run(tiny('bert-dynamo'), 'cat');
    const slice = await runner.map({ runId, level: 'words', state: 1 });
    expect(slice).toMatchObject({ units: [1], points: Float32Array.of(0, 0), origins: Float32Array.of(0, 0), explained: [0, 0] });
  });
});

describe('positions', () => {
  test.each(REFERENCE.positions)('of $model are those of NumPy', async ({ model, rows }) => {
    const { size, similarity } = await runner.positions({ directory: resolve(model) });
    expect(size).toBe(rows[0]!.length);
    expect(largestDifference(similarity.subarray(0, size), rows[0]!)).toBeLessThan(2e-5);
    expect(largestDifference(similarity.subarray(9 * size, 10 * size), rows[1]!)).toBeLessThan(2e-5);
  });

  test.each<[string, PositionKind, number, number, RegExp]>([
    ['bert-dynamo', 'learned', 64, 64, /learned table/],
    ['bert-blocks', 'learned', 64, 64, /learned table/],
    ['roberta', 'learned', 62, 62, /learned table/],
    ['distilbert', 'learned', 64, 64, /learned table/],
    ['distilbert-sinusoidal', 'sinusoidal', 64, 64, /equals the sinusoid formula .*columns alternate/],
    ['roformer', 'rotary', 64, 64, /rotated .*, by frequencies, as stored\.$/],
    ['modernbert', 'rotary', 0, 64, /4 frequencies \(other layers have others\)/],
    ['mpnet', 'learned', 62, 62, /learned table.* bias by distance/],
    ['t5', 'relative', 0, 0, /bias that depends on how far apart/],
  ])('of %s are %s', async (name, kind, rows, size, note) => {
    const slice = await runner.positions({ directory: tiny(name) });
    expect(slice).toMatchObject({ kind, rows, size });
    // The few positions that are looked at when the model is opened say the same.
    expect((await runner.open({ directory: tiny(name) })).facts.positions.kind).toBe(kind);
    expect(slice.note).toMatch(note);
    // What is said of the graph stands without a picture.
    expect(slice.note).not.toMatch(/map|drawn/);
    expect(slice.mapNote.startsWith('The map is the mean of cos((i - j) w)')).toBe(kind === 'rotary');
    expect(slice.mapNote.includes('no one map')).toBe(kind === 'relative');
    expect(slice.similarity.length).toBe(size ** 2);
    expect(slice.similarity.every(value => value >= -1 && value <= 1)).toBe(true);
  });

  test('turn by wavelengths that the graph says, 2 pi theta^(i / pairs), and layers may have their own', async () => {
    const relative = async (name: string, thetas: readonly number[]) => {
      const { wavelengths } = await runner.positions({ directory: tiny(name) });
      expect(wavelengths).toHaveLength(thetas.length);
      const off = wavelengths.flatMap(({ tokens }, set) =>
        Array.from(tokens, (length, i) => Math.abs(length / (2 * Math.PI * thetas[set]! ** (i / tokens.length)) - 1)),
      );
      return [wavelengths.map(({ layers, tokens }) => [layers, tokens.length]), Math.max(...off) < 1e-3];
    };
    expect(await relative('roformer', [10_000])).toEqual([[[3, 4]], true]);
    expect(await relative('modernbert', [160_000, 10_000])).toEqual([
      [
        [1, 4],
        [2, 4],
      ],
      true,
    ]);
    expect((await runner.positions({ directory: tiny('mpnet') })).wavelengths).toEqual([]);
  });

  test('in Gemma the input is the word embeddings times the root of their width', async () => {
    const { runId } = await runner.run({ directory: tiny('gemma2'), text: 'one small step', fit: 'start', caret: 0 });
    const slice = await runner.inputs({ runId });
    expect(inputFactor(slice)).toBeCloseTo(Math.sqrt(32), 3);
  });

  test('of the built-in model: every fourth of 512', async () => {
    expect(await runner.positions({ directory: BUILT_IN })).toMatchObject({ kind: 'learned', rows: 512, step: 4, size: 128 });
  });
});
