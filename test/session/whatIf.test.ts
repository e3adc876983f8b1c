import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { Unit } from '../../src/core/text/token.ts';
import { INITIAL_STATE, type ViewState } from '../../src/core/state/viewState.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';
import { Runner } from '../../src/engine/runner.ts';
import type { EngineClient } from '../../src/session/engineClient.ts';
import type { Exploration } from '../../src/session/exploration.ts';
import { runVariant } from '../../src/session/whatIf.ts';
import { BUILT_IN_MODEL } from '../support/processes.ts';
import { textUnit } from '../support/textUnit.ts';

const TINY_MODEL = resolve('test/fixtures/models/bert-dynamo');
const runner = new Runner();
/** The engine without its process. */
const engine = {
  call: async (method: keyof Runner, parameters: never) => (runner[method] as (parameters: never) => unknown)(parameters),
} as unknown as EngineClient;

async function explore(directory: string, text: string, level: ViewState['level'], caret = 0) {
  const model = await runner.open({ directory });
  const target = { text, fit: 'around', caret } as const;
  const summary = await runner.run({ directory, ...target });
  const state: ViewState = { ...INITIAL_STATE, level, view: { kind: 'lens', id: model.defaultLens }, hiddenState: 2 };
  const exploration = { model, target, summary } as unknown as Exploration;
  const units: readonly Unit[] = sequenceOf(summary)[level];
  const variant = (unit: Unit, replacement: string | null) =>
    runVariant(engine, exploration, state, { unit, replacement }, new AbortController().signal);
  const shiftsOf = async (unit: number, other: number) => {
    const { shifts } = await runner.shifts({ runId: summary.runId, level, ...textUnit(unit), state: 2, mode: 'mask', others: [other] });
    return shifts[0]!;
  };
  return { summary, units, variant, shiftsOf };
}

test.each([
  ['words', 'The hungrier cat sat on wonderful days.', TINY_MODEL],
  ['pieces', 'The hungrier cat sat on wonderful days.', TINY_MODEL],
  ['words', 'The electroencephalogram surprised the neurologist.', BUILT_IN_MODEL],
  // Kana are one word for the tokenizer and several for a reader: a mask typed into the text would change the pieces beside it.
  ['words', 'A word これはペンです in kana', BUILT_IN_MODEL],
] as const)('%s masked one at a time in %j: every other vector moves by the shift that influence reports', async (level, text, model) => {
  const { units, variant, shiftsOf } = await explore(model, text, level);
  let largest = 0;
  let mostTokens = 0;
  for (const [masked, taken] of units.entries()) {
    if (taken.start < 0) continue;
    const part = await variant(taken, null);
    expect(part).toMatchObject({ unit: masked, word: taken.label, replacement: null, masks: taken.tokens.length });
    mostTokens = Math.max(mostTokens, taken.tokens.length);
    const cosines = part.drift!.states[2]!;
    for (const unit of [1, units.length - 2]) {
      if (unit === masked) continue;
      const shift = await shiftsOf(unit, masked);
      expect(Math.abs(1 - cosines[unit]! - shift), `${units[unit]!.label} without ${taken.label}`).toBeLessThan(1e-6);
      largest = Math.max(largest, shift);
    }
  }
  expect(largest).toBeGreaterThan(1e-3);
  if (level === 'words') expect(mostTokens).toBeGreaterThan(1);
});

test('in a text that is cut the same window is read, whatever is masked', async () => {
  const text = `${'hungrier cats. '.repeat(60)}The hungrier dog. ${'hungrier cats. '.repeat(60)}`;
  const { summary, units, variant, shiftsOf } = await explore(TINY_MODEL, text, 'words', text.indexOf('dog') - 3);
  expect(sequenceOf(summary).totalTokens).toBeGreaterThan(sequenceOf(summary).tokens.length);
  const dog = units.findIndex(({ label }) => label === 'dog');
  const part = await variant(units[dog - 1]!, null);
  expect(
    sequenceOf(part.summary)
      .words.map(({ label }) => label)
      .with(dog - 1, 'hungrier'),
  ).toEqual(units.map(({ label }) => label));
  expect(1 - part.drift!.states[2]![dog]!).toBeCloseTo(await shiftsOf(dog, dog - 1), 6);
});

test('one mask token is a replacement that is typed; it is another text, with another length', async () => {
  const { units, variant } = await explore(TINY_MODEL, 'The hungrier cat sat.', 'words');
  const [masked, typed] = [await variant(units[2]!, null), await variant(units[2]!, '[MASK]')];
  expect([masked.masks, typed.masks, typed.replacement]).toEqual([units[2]!.tokens.length, 0, '[MASK]']);
  expect(sequenceOf(masked.summary).tokens.length - sequenceOf(typed.summary).tokens.length).toBe(units[2]!.tokens.length - 1);
  expect(sequenceOf(typed.summary).words[2]).toMatchObject({ label: '[MASK]', special: true });
  expect(typed.pairs).toEqual(units.map((_, index) => [index, index]));
});

test('a mask that stands in the text already can be masked, and moves nothing', async () => {
  const { units, variant } = await explore(TINY_MODEL, 'The [MASK] sat on the mat.', 'words');
  expect(units[2]).toMatchObject({ label: '[MASK]', special: true });
  const { summary, drift } = await variant(units[2]!, null);
  expect(sequenceOf(summary).words).toEqual(units);
  for (const cosine of drift!.states[2]!) expect(cosine).toBeCloseTo(1, 6);
});
