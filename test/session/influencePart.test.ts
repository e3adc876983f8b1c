import { describe, expect, test } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { influenceOf, nearestFirst, otherUnits, shiftsAtOnce } from '../../src/core/attention/influence.ts';
import type { Unit } from '../../src/core/text/token.ts';
import { encoderOf } from '../../src/core/model/stack.ts';
import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import { fetchInfluence, influence } from '../../src/session/parts/influence.ts';
import type { PartContext } from '../../src/session/parts/task.ts';
import type { ShiftRequest, ShiftSlice } from '../../src/protocol/embeddingApi.ts';
import type { InfluencePart } from '../../src/protocol/panelParts.ts';
import { MODEL_FACTS } from '../support/modelFacts.ts';
import { createRandom } from '../support/random.ts';
import { textUnit } from '../support/textUnit.ts';

const WORDS = ['[CLS]', 'the', 'bank', 'lends', 'to', 'it', 'and', 'river', '.', 'because', '[SEP]'];

function unitsOf(count: number, random: () => number): Unit[] {
  return Array.from({ length: count }, (_, index) => {
    const label = index === 0 ? WORDS[0]! : index === count - 1 ? WORDS.at(-1)! : WORDS[1 + Math.floor(random() * 9)]!;
    const special = label.startsWith('[');
    const start = special ? -1 : index * 10;
    const end = special ? -1 : start + label.length;
    return { label, start, end, tokens: [index], special, unknown: 'none', punctuation: label === '.', joins: false };
  });
}

/** A text of which every shift is known, behind an engine that counts its requests. */
function measured(
  units: readonly Unit[],
  unit: number,
  shiftOf: (other: number) => number,
  runMilliseconds: number,
  attention = encoderOf([1]),
) {
  const requests: ShiftRequest[] = [];
  const engine = {
    call: (_: string, request: ShiftRequest, signal: AbortSignal): Promise<ShiftSlice> => {
      requests.push(request);
      if (signal.aborted) return Promise.reject(new FaultError({ code: 'cancelled', title: '', cause: '', nextStep: '' }));
      return Promise.resolve({ shifts: Float32Array.from(request.others, shiftOf) });
    },
  };
  const model = { attention, facts: MODEL_FACTS, capabilities: ['mask-token'] };
  const exploration = {
    model,
    summary: { runId: 1, sequences: [{ stream: 'text', words: units, pieces: units, tokens: units }], runMilliseconds },
  };
  const context = { engine, exploration, state: { ...INITIAL_STATE, pinned: textUnit(unit) } } as unknown as PartContext;
  return { context, requests };
}

describe('a measurement word after word', () => {
  test('what is handed on is the beginning of what comes out, and that is what one request for all gives', async () => {
    const random = createRandom(7);
    for (let round = 0; round < 40; round++) {
      const units = unitsOf(3 + Math.floor(random() * 60), random);
      const unit = 1 + Math.floor(random() * (units.length - 2));
      const values = Float32Array.from(units, () => random());
      const { context, requests } = measured(units, unit, other => values[other]!, 1 + random() * 1200);
      const partial: InfluencePart[] = [];
      const steps: [number, number][] = [];
      const whole = await fetchInfluence(context, new AbortController().signal, (done, total, soFar) => {
        steps.push([done, total]);
        if (soFar) partial.push(soFar());
      });
      const others = otherUnits(units, unit, { causal: false });
      const expected = Float32Array.from(units, (_, other) => (others.includes(other) ? values[other]! : NaN));
      const { control, controlUnits } = influenceOf(expected, units, unit);
      expect(whole).toEqual({
        ...textUnit(unit),
        state: INITIAL_STATE.hiddenState,
        mode: 'mask',
        shifts: expected,
        control,
        controlUnits,
        left: 0,
      });
      expect(requests.flatMap(request => request.others)).toEqual(nearestFirst(others, unit));
      expect(steps[0]).toEqual([0, others.length]);
      expect(partial.length).toBe(Math.max(0, requests.length - 1));
      for (const [index, part] of partial.entries()) {
        const [done] = steps[index + 1]!;
        const here = new Set(nearestFirst(others, unit).slice(0, done));
        expect(part.left).toBe(others.length - done);
        expect(part.shifts).toEqual(expected.map((shift, other) => (here.has(other) ? shift : NaN)));
        expect(part.control).toEqual(influenceOf(part.shifts, units, unit).control);
        expect(part.controlUnits.every(other => here.has(other))).toBe(true);
      }
    }
  });

  test('after a cancel no further word is asked for, whether the engine heeds it or not', async () => {
    const units = unitsOf(60, createRandom(1));
    const { context, requests } = measured(units, 20, () => 0.5, 1000);
    const stopped = new AbortController();
    const call = fetchInfluence(context, stopped.signal, done => {
      if (done === 3) stopped.abort();
    });
    await expect(call).rejects.toMatchObject({ name: 'FaultError' });
    expect(requests.length).toBe(4);
    const deaf = { call: () => (deaf.calls++, Promise.resolve({ shifts: Float32Array.of(1) })), calls: 0 };
    const late = new AbortController();
    const other = fetchInfluence({ ...context, engine: deaf } as unknown as PartContext, late.signal, () => undefined);
    late.abort();
    await expect(other).rejects.toMatchObject({ name: 'AbortError' });
    expect(deaf.calls).toBe(1);
  });

  test('what was stopped goes on behind the last word that was measured, to the same result', async () => {
    const units = unitsOf(60, createRandom(2));
    const { context, requests } = measured(units, 30, other => other / 64, 300);
    const never = new AbortController().signal;
    const partial: InfluencePart[] = [];
    const whole = await fetchInfluence(context, never, (_, __, soFar) => {
      if (soFar) partial.push(soFar());
    });
    for (const stopped of partial) {
      requests.length = 0;
      const steps: unknown[] = [];
      const before = stopped.shifts.slice();
      const rest = await fetchInfluence(context, never, (done, total, soFar) => steps.push([done, total, soFar?.()]), stopped);
      expect(rest).toEqual(whole);
      const others = nearestFirst(otherUnits(units, 30, { causal: false }), 30);
      expect(requests.flatMap(request => request.others)).toEqual(others.slice(others.length - stopped.left));
      expect(steps[0]).toEqual([others.length - stopped.left, others.length, stopped]);
      expect(stopped.shifts).toEqual(before);
    }
  });

  test('in a decoder a pass is of the text up to the word, so that near the start more words go in a request, and a person is asked later', async () => {
    const units = unitsOf(100, createRandom(3));
    const { context, requests } = measured(units, 9, () => 0.5, 5000, { ...encoderOf([1]), causal: true });
    await fetchInfluence(context, new AbortController().signal, () => undefined);
    expect(requests.map(({ others }) => others.length)).toEqual([2, 2, 2, 2]);
    expect(influence.passMilliseconds!(context)).toBe(500);
    expect(influence.passMilliseconds!(measured(units, 9, () => 0.5, 5000).context)).toBe(5000);
  });

  test('a request takes about a second: the longer a pass, the fewer words, and at least one', () => {
    expect([0, 5, 62, 100, 245, 600, 5000].map(shiftsAtOnce)).toEqual([16, 16, 16, 10, 4, 1, 1]);
  });
});
