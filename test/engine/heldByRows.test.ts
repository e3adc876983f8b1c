import { resolve } from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';
import { AttentionStore } from '../../src/engine/runs/attentionStore.ts';
import { Runner } from '../../src/engine/runner.ts';
import { Decoding } from '../../src/engine/runtime/decoding.ts';
import { readWhole } from '../../src/engine/runtime/readWhole.ts';
import { AttentionSession } from '../../src/engine/runtime/session.ts';
import type { RunSummary } from '../../src/protocol/engineApi.ts';
import type { CallContext, Step } from '../../src/protocol/rpc.ts';
import { textUnit } from '../support/textUnit.ts';
import { largestDifference } from '../support/tensors.ts';

const DIRECTORY = resolve('test/fixtures/models/llama-cached');
const TEXT = Array.from({ length: 40 }, (_, index) => `The hungry cat ${index} sat, and the dog looked at it.`).join(' ');
const request = (text = TEXT) => ({ directory: DIRECTORY, text, fit: 'start', caret: 0 }) as const;

/** Its maps weigh more than may be held of one text, a tenth of them. */
const LITTLE = { runs: 4, bytes: 4e5 };
const whole = new Runner();
const rows = new Runner({ store: new AttentionStore(LITTLE) });
let wholeRun: RunSummary;
let run: RunSummary;
afterEach(() => vi.restoreAllMocks());
beforeAll(async () => {
  wholeRun = await whole.run(request());
  run = await rows.run(request());
});

test('a text whose maps weigh too much is held by rows, with the sinks and invalid heads of its maps', () => {
  expect([wholeRun.held, run.held]).toEqual(['maps', 'rows']);
  expect(sequenceOf(run)).toEqual(sequenceOf(wholeRun));
  expect(run.invalidHeads).toEqual(wholeRun.invalidHeads);
});

test('how far a long text is read is said from piece to piece, in tokens', async () => {
  const steps: Step[] = [];
  await rows.run(request(), { cancelled: false, progress: step => void (step && steps.push(step)) });
  const total = sequenceOf(run).tokens.length;
  expect(steps.length).toBeGreaterThan(0);
  expect(steps.every((step, index) => step.total === total && step.done < total && step.done >= (steps[index - 1]?.done ?? 0))).toBe(true);
});

describe.each(['words', 'pieces'] as const)('%s', level => {
  const both = <R>(ask: (runner: Runner, runId: number) => Promise<R>) => Promise.all([ask(whole, wholeRun.runId), ask(rows, run.runId)]);
  const units = () => sequenceOf(run)[level].length;

  test('the row of any unit is that of the maps, by one head, a layer, all, and the strongest one', async () => {
    const looks = [
      { selection: { kind: 'heads', heads: [[1, 2]] }, combine: 'mean' },
      { selection: { kind: 'layer', layer: 0 }, combine: 'mean' },
      { selection: { kind: 'all' }, combine: 'mean' },
      { selection: { kind: 'all' }, combine: 'strongest' },
    ] as const;
    for (const look of looks) {
      for (const unit of [0, 1, Math.floor(units() / 2), units() - 1]) {
        const [a, b] = await both((runner, runId) => runner.row({ runId, level, ...look, ...textUnit(unit) }));
        expect(b.units).toEqual([unit]);
        for (const key of ['weights', 'low', 'high'] as const) expect(largestDifference(a[key], b[key])).toBeLessThan(1e-6);
        expect({ ...b, runId: 0, weights: 0, low: 0, high: 0 }).toEqual({ ...a, runId: 0, weights: 0, low: 0, high: 0 });
      }
    }
  });

  test('the heads and the layers of a unit are of its row', async () => {
    const unit = Math.floor(units() / 2);
    const word = { level, ...textUnit(unit), direction: 'to' } as const;
    const [a, b] = await both((runner, runId) => runner.rankHeads({ runId, ...word, hideSink: false }));
    expect(b.sampled).toBeNull();
    expect(b.entries.map(({ layer, head, unit: far }) => [layer, head, far])).toEqual(
      a.entries.map(({ layer, head, unit: far }) => [layer, head, far]),
    );
    const ends = { level, from: [unit, unit + 1], to: [1, 2, 4] };
    const [ofMaps, ofRows] = await both((runner, runId) => runner.linkHeads({ runId, ...ends }));
    expect(ofRows.ways).toEqual(ofMaps.ways);
    for (const [index, { there, back }] of ofRows.heads.entries()) {
      expect(there).toBeCloseTo(ofMaps.heads[index]!.there, 6);
      expect(back).toBeCloseTo(ofMaps.heads[index]!.back, 6);
    }
    const [one, other] = await both((runner, runId) => runner.layers({ runId, ...word }));
    expect(largestDifference(one.mean, other.mean)).toBeLessThan(1e-6);
    expect(other.sampled).toBeNull();
  });

  test('what attends to a unit is of sampled rows: it says which, and what is not among them is no number', async () => {
    const word = { level, ...textUnit(2), direction: 'by' } as const;
    const [all, some] = await both((runner, runId) => runner.layers({ runId, ...word }));
    const { units: here } = await rows.sampledRows({ runId: run.runId, level, selection: { kind: 'all' }, combine: 'mean' });
    expect(some.sampled).toEqual({ rows: here.length, of: units() });
    expect(here.length).toBeLessThan(units() / 2);
    for (let at = 0; at < some.mean.length; at++) {
      if (here.includes(at % units())) expect(Math.abs(some.mean[at]! - all.mean[at]!)).toBeLessThan(5e-4);
      else expect(some.mean[at]).toBeNaN();
    }
    expect((await rows.rankHeads({ runId: run.runId, ...word, hideSink: false })).sampled).toEqual(some.sampled);
  });

  test('the sampled rows are those of the maps, rounded to 16 bits', async () => {
    const look = { level, selection: { kind: 'layer', layer: 1 }, combine: 'mean' } as const;
    const sample = await rows.sampledRows({ runId: run.runId, ...look });
    const { values, columns } = await whole.matrix({ runId: wholeRun.runId, ...look });
    for (const [place, unit] of sample.units.entries()) {
      const expected = values.slice(unit * columns, (unit + 1) * columns);
      expect(largestDifference(sample.weights.slice(place * columns, (place + 1) * columns), expected)).toBeLessThan(5e-4);
    }
  });
});

test('pictures and measures of the whole are of sampled rows, near those of all, and say so', async () => {
  const level = 'pieces';
  const small = { level, hideSpecial: false, hideSink: false, maxSide: 8 } as const;
  const [all, some] = [await whole.thumbnails({ runId: wholeRun.runId, ...small }), await rows.thumbnails({ runId: run.runId, ...small })];
  expect([all.sampled, some.sampled!.of]).toEqual([null, sequenceOf(run).pieces.length]);
  expect([some.rows, some.columns]).toEqual([8, 8]);
  const cells = [...some.buckets.keys()];
  const off = cells.reduce((sum, cell) => sum + Math.abs(some.buckets[cell]! - all.buckets[cell]!), 0) / cells.length;
  expect(off).toBeLessThan(1);
  // Nothing of what no row sees.
  for (const cell of cells) if (cell % 8 > Math.floor((cell % 64) / 8) + 1) expect(some.buckets[cell]).toBe(0);
  expect(some.buckets.some(bucket => bucket > 0)).toBe(true);
  const [bits, sampledBits] = [
    await whole.entropy({ runId: wholeRun.runId, hideSpecial: false }),
    await rows.entropy({ runId: run.runId, hideSpecial: false }),
  ];
  expect(sampledBits.sampled!.rows).toBeLessThan(sampledBits.sampled!.of);
  expect(largestDifference(bits.bits, sampledBits.bits)).toBeLessThan(0.5);
  const [far, sampledFar] = [await whole.distances({ runId: wholeRun.runId }), await rows.distances({ runId: run.runId })];
  expect(sampledFar.sampled).toEqual(sampledBits.sampled);
  expect(largestDifference(far.distances, sampledFar.distances)).toBeLessThan(0.25 * Math.max(...far.distances));
});

test('what needs every word to every word is refused with the number of tokens that can have it', async () => {
  const look = { level: 'words', selection: { kind: 'all' }, combine: 'mean' } as const;
  const rollout = { ...look, selection: { kind: 'rollout', layer: 1 } } as const;
  for (const ask of [
    () => rows.matrix({ runId: run.runId, ...look }),
    () => rows.matrix({ runId: run.runId, ...rollout }),
    () => rows.row({ runId: run.runId, ...rollout, ...textUnit(0) }),
    () => rows.sampledRows({ runId: run.runId, ...rollout }),
    () => rows.tensors(run.runId),
  ]) {
    const { fault } = (await ask().catch((error: unknown) => error)) as { fault: { code: string; title: string; nextStep: string } };
    expect([fault.code, fault.title]).toEqual(['unavailable', 'This text is held by rows']);
    expect(fault.nextStep).toMatch(/of up to \d+ tokens/);
  }
});

test('what is held is read again when it had to go, and rows of one word are read once', async () => {
  const again = vi.spyOn(Decoding.prototype, 'again');
  const read = vi.spyOn(Decoding.prototype, 'read');
  const runner = new Runner({ store: new AttentionStore({ runs: 4, bytes: 1.5e5 }) });
  const first = await runner.run(request());
  const look = { level: 'words', selection: { kind: 'all' }, combine: 'mean', ...textUnit(4) } as const;
  const row = await runner.row({ runId: first.runId, ...look });
  await runner.rankHeads({ runId: first.runId, level: 'words', ...textUnit(4), direction: 'to', hideSink: false });
  expect(again).toHaveBeenCalledTimes(1);
  await runner.run(request(`${TEXT} More.`));
  const before = read.mock.calls.length;
  expect((await runner.row({ runId: first.runId, ...look })).weights).toEqual(row.weights);
  expect(read.mock.calls.length).toBeGreaterThan(before);
});

test('a word of a text that is held by rows has its vectors computed alone: the text is not read again for it', async () => {
  const word = { level: 'words', ...textUnit(5) } as const;
  const [path, near] = [{ ...word }, { ...word, state: 2, top: 5 }];
  const both = [await whole.path({ runId: wholeRun.runId, ...path }), await whole.neighbours({ runId: wholeRun.runId, ...near })] as const;
  expect(both[0].attentionNorms.length).toBeGreaterThan(0);
  const passes = [vi.spyOn(Decoding.prototype, 'read'), vi.spyOn(AttentionSession.prototype, 'fetch')];
  const found = [await rows.path({ runId: run.runId, ...path }), await rows.neighbours({ runId: run.runId, ...near })] as const;
  for (const pass of passes) expect(pass).not.toHaveBeenCalled();
  for (const key of ['toFixed', 'norms', 'attentionNorms', 'feedForwardNorms'] as const)
    expect(largestDifference(found[0][key], both[0][key]), key).toBeLessThan(1e-5);
  expect(largestDifference(found[0].toPrevious.slice(1), both[0].toPrevious.slice(1))).toBeLessThan(1e-5);
  expect(found[1].entries.map(({ id }) => id)).toEqual(both[1].entries.map(({ id }) => id));
});

test('a text of one long word: its pieces are sampled, and its row is read by as many tokens at once as the text is', async () => {
  const { runId, sequences } = await rows.run(request('abcdefgh'.repeat(60)));
  expect(sequences[0]!.words.length).toBe(2);
  const { bits, sampled } = await rows.entropy({ runId, hideSpecial: false });
  expect(sampled!.rows).toBeGreaterThan(16);
  expect(bits.every(value => value > 0)).toBe(true);
  const again = vi.spyOn(Decoding.prototype, 'again');
  const look = { level: 'words', selection: { kind: 'all' }, combine: 'mean' } as const;
  const { weights } = await rows.row({ runId, ...look, ...textUnit(1) });
  expect(again).toHaveBeenCalledTimes(1);
  const other = await whole.run(request('abcdefgh'.repeat(60)));
  expect(largestDifference(weights, (await whole.matrix({ runId: other.runId, ...look })).values.slice(2))).toBeLessThan(1e-6);
});

test('of the vectors of a text that weigh too much together those alone are fetched that are asked for, with the same numbers', async () => {
  const inputs = await whole.inputs({ runId: wholeRun.runId });
  const runner = new Runner({ store: new AttentionStore({ runs: 4, bytes: 4e4 }) });
  const { runId } = await runner.run(request());
  const fetch = vi.spyOn(AttentionSession.prototype, 'fetch');
  expect(await runner.inputs({ runId })).toEqual({ ...inputs, runId });
  expect(fetch.mock.calls.map(([, names]) => names.length)).toEqual([1]);
});

test.each([
  ['likeness', (runId: number, context: CallContext) => rows.likeness({ runId, level: 'words', state: 1 }, context)],
  ['inputs', (runId: number, context: CallContext) => rows.inputs({ runId }, context)],
  ['the map of words', (runId: number, context: CallContext) => rows.map({ runId, level: 'words', state: 1 }, context)],
] as const)('%s: a long text that is read again says how far, and stops when nobody waits', async (_, ask) => {
  const { runId } = await rows.run(request());
  // As a text of more than two chunks is read.
  vi.spyOn(AttentionSession.prototype, 'fetch').mockImplementation(function (this: AttentionSession, ids, names, context) {
    return readWhole(this.decoding!, ids, names, this.outputs.maps, context, 40);
  });
  const read = vi.spyOn(Decoding.prototype, 'read');
  const steps: Step[] = [];
  const progress = (step?: Step) => void (step && steps.push(step));
  const context = {
    progress,
    get cancelled() {
      return read.mock.calls.length > 0;
    },
  };
  await expect(ask(runId, context)).rejects.toMatchObject({ fault: { code: 'cancelled' } });
  expect(read).toHaveBeenCalledTimes(1);
  await ask(runId, { cancelled: false, progress });
  expect(steps.length).toBeGreaterThan(0);
  rows.release({ runId });
});

test('of how far a word moves, the text is read up to the word and no further, with the numbers of the whole text', async () => {
  const { words } = sequenceOf(run);
  const unit = 9;
  const others = [0, 3, 8, 20];
  const ask = (runner: Runner, runId: number) =>
    runner.shifts({ runId, level: 'words', ...textUnit(unit), state: 1, mode: 'omit', others });
  const each = vi.spyOn(AttentionSession.prototype, 'vectorsOfEach');
  const fetch = vi.spyOn(AttentionSession.prototype, 'fetch');
  const { shifts } = await ask(rows, run.runId);
  const most = words[unit]!.tokens.at(-1)! + 1;
  const lengths = [...each.mock.calls.flatMap(([texts]) => texts), ...fetch.mock.calls.map(([ids]) => ids)].map(({ length }) => length);
  expect(Math.max(...lengths)).toBe(most);
  expect(shifts[3]).toBeLessThan(1e-6);
  expect(Math.min(...shifts.subarray(0, 3))).toBeGreaterThan(1e-4);
  // The same, of a text that ends there.
  const short = await whole.run(request(TEXT.slice(0, words[unit]!.end)));
  const alone = await ask(whole, wholeRun.runId);
  const ended = await whole.shifts({
    runId: short.runId,
    level: 'words',
    ...textUnit(unit),
    state: 1,
    mode: 'omit',
    others: others.slice(0, 3),
  });
  expect(largestDifference(shifts, alone.shifts)).toBeLessThan(1e-6);
  expect(largestDifference(shifts.subarray(0, 3), ended.shifts)).toBeLessThan(1e-6);
});

test('a long run stops between two pieces when it is cancelled', async () => {
  const read = vi.spyOn(Decoding.prototype, 'read');
  vi.spyOn(Decoding.prototype, 'ends').mockImplementation(tokens => [40, 80, tokens]);
  const context = {
    get cancelled() {
      return read.mock.calls.length > 0;
    },
  };
  await expect(rows.run(request(), context)).rejects.toMatchObject({ fault: { code: 'cancelled' } });
  expect(read).toHaveBeenCalledTimes(1);
});

test('a text for which there is no room is refused before it is read, with numbers and a length that would do', async () => {
  let room = 1e9;
  const runner = new Runner({ store: new AttentionStore(LITTLE), limits: { bytes: 1e9, runBytes: 2e6, free: () => room } });
  await runner.open({ directory: DIRECTORY });
  room = 1e5;
  const read = vi.spyOn(Decoding.prototype, 'read');
  vi.spyOn(AttentionStore.prototype, 'spareBytes', 'get').mockReturnValue(0);
  const { fault } = (await runner.run(request()).catch((error: unknown) => error)) as { fault: Record<string, string> };
  expect(fault).toMatchObject({ code: 'out-of-memory', title: 'There is not enough memory for this text' });
  expect(fault['cause']).toMatch(/needs about \S+ [kM]B of memory, and 100 kB are free/);
  expect(fault['nextStep']).toMatch(/of up to about \d+ tokens/);
  expect(read).not.toHaveBeenCalled();
});

test('nor is it read again where there was room when it was read first', async () => {
  let room = 1e9;
  const store = new AttentionStore({ runs: 4, bytes: 1.5e5 });
  const runner = new Runner({ store, limits: { bytes: 1e9, runBytes: 2e6, free: () => room } });
  const { runId } = await runner.run(request());
  await runner.run(request(`${TEXT} More.`));
  const look = { runId, level: 'words', selection: { kind: 'all' }, combine: 'mean', ...textUnit(4) } as const;
  room = 1e5;
  const read = vi.spyOn(Decoding.prototype, 'read');
  await expect(runner.row(look)).rejects.toMatchObject({ fault: { code: 'out-of-memory' } });
  expect(read).not.toHaveBeenCalled();
  room = 1e9;
  expect((await runner.row(look)).units).toEqual([4]);
});
