import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Runner } from '../../src/engine/runner.ts';
import { copyWithoutHiddenStates, copyWithoutMaskToken } from '../support/modelCopies.ts';
import { BUILT_IN_MODEL } from '../support/processes.ts';
import { largestDifference } from '../support/tensors.ts';
import { columnOf, readVectorReference } from '../support/vectorReferences.ts';
import { textUnit } from '../support/textUnit.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';
import { ranText } from '../support/ranText.ts';

const DIRECTORY = resolve('test/fixtures/models/bert-dynamo');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-influence-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const runner = new Runner();
const run = (text: string, directory = DIRECTORY) => runner.run({ directory, text, fit: 'start', caret: 0 });

describe('the built-in model, with the numbers that its 8-bit weights stand for, in PyTorch', () => {
  const reference = readVectorReference('minilm');
  const size = reference.words.length;
  const STATES = 7;

  test.each(['bank', 'credit', 'me'])('how far %s moves when each word is masked differs by less than 5e-6', async word => {
    const { runId, words } = ranText(await run(reference.texts[0]!, BUILT_IN_MODEL));
    expect(words.map(({ tokens }) => tokens)).toEqual(reference.words);
    const unit = words.findIndex(({ label }) => label === word);
    for (const state of [1, 3, 6]) {
      const expected = reference.at('shifts.mask', state).slice(unit * size, (unit + 1) * size);
      const { shifts } = await runner.shifts({ runId, level: 'words', ...textUnit(unit), state, mode: 'mask', others: [...words.keys()] });
      expect(largestDifference(shifts, expected)).toBeLessThan(5e-6);
    }
  });

  test('likeness differs by less than 1e-5, lengths of the updates by less than 1e-4', async () => {
    const { runId } = await run(reference.texts[0]!, BUILT_IN_MODEL);
    for (let state = 0; state < STATES; state++) {
      const { fixed, contextual } = await runner.likeness({ runId, level: 'words', state });
      expect(largestDifference(fixed, reference.array('likeness.fixed'))).toBeLessThan(1e-6);
      expect(largestDifference(contextual, reference.at('likeness.states', state))).toBeLessThan(1e-5);
    }
    for (let unit = 0; unit < size; unit++) {
      const path = await runner.path({ runId, level: 'words', ...textUnit(unit) });
      expect(largestDifference(path.attentionNorms, columnOf(reference.array('path.attention'), size, unit))).toBeLessThan(1e-4);
      expect(largestDifference(path.feedForwardNorms, columnOf(reference.array('path.feedForward'), size, unit))).toBeLessThan(1e-4);
    }
  });
});

test('masking what is masked already moves nothing', async () => {
  const { runId, words } = ranText(await run('The [MASK] sat on the mat.'));
  const mask = words.findIndex(word => word.label === '[MASK]');
  const { shifts } = await runner.shifts({ runId, level: 'words', ...textUnit(3), state: 3, mode: 'mask', others: [mask, 1] });
  // Only the order of the sums inside a batch differs.
  expect(shifts[0]).toBeLessThan(1e-9);
  expect(shifts[1]).toBeGreaterThan(1e-4);
});

test('a word of several tokens is taken away whole, and watched as their mean', async () => {
  const { runId, words } = ranText(await run('The hungrier cat sat.'));
  const long = words.findIndex(word => word.tokens.length > 1);
  const masked = await runner.shifts({ runId, level: 'words', ...textUnit(3), state: 2, mode: 'mask', others: [long] });
  const text = `The ${'[MASK]'.repeat(words[long]!.tokens.length)} cat sat.`;
  const variant = await run(text);
  const unit = sequenceOf(variant).words.findIndex(word => word.label === 'cat');
  const { states } = await runner.drift({ runId, otherRunId: variant.runId, level: 'words', pairs: [[3, unit]] });
  expect(masked.shifts[0]).toBeCloseTo(1 - states[2]![0]!, 5);
});

test('what is left out is as if it had never been written', async () => {
  const [{ runId }, other] = [await run('The big cat sat.'), await run('The cat sat.')];
  const { shifts } = await runner.shifts({ runId, level: 'words', ...textUnit(3), state: 3, mode: 'omit', others: [2] });
  const { states } = await runner.drift({ runId, otherRunId: other.runId, level: 'words', pairs: [[3, 2]] });
  expect(shifts[0]).toBeCloseTo(1 - states[3]![0]!, 5);
  expect(shifts[0]).toBeGreaterThan(1e-4);
});

test('words of different lengths are left out in one request, in the order asked', async () => {
  const { runId, words } = ranText(await run('The hungrier cat sat on wonderful days.'));
  const others = [...words.keys()].reverse();
  const ask = (asked: readonly number[]) => runner.shifts({ runId, level: 'words', ...textUnit(1), state: 2, mode: 'omit', others: asked });
  const { shifts } = await ask(others);
  for (const [index, other] of others.entries()) {
    const [alone] = (await ask([other])).shifts;
    if (other === 1) expect([alone, shifts[index]]).toEqual([NaN, NaN]);
    else expect(shifts[index]).toBeCloseTo(alone!, 6);
  }
});

test('a request that nobody waits for any more ends between two passes', async () => {
  // One batch holds all variants of one length: leaving out words of one token and a longer one takes two.
  const { runId, words } = ranText(await run('The hungrier cat sat.'));
  let passes = 0;
  const context = {
    get cancelled() {
      return passes++ > 0;
    },
  };
  const request = { runId, level: 'words', ...textUnit(1), state: 3, mode: 'omit', others: [...words.keys()] } as const;
  await expect(runner.shifts(request, context)).rejects.toMatchObject({ fault: { code: 'cancelled' } });
  expect(passes).toBe(2);
  await expect(runner.shifts(request, { cancelled: true })).rejects.toMatchObject({ fault: { code: 'cancelled' } });
});

describe('a model without', () => {
  test('hidden states keeps word embeddings and attention', async () => {
    const directory = await copyWithoutHiddenStates(folder);
    const { runId, words } = ranText(await run('The cat sat.', directory));
    const unavailable = { fault: { code: 'unavailable', title: 'The vectors between the layers were not found in this model' } };
    const asked = { runId, level: 'words', ...textUnit(1) } as const;
    await expect(runner.shifts({ ...asked, state: 1, mode: 'mask', others: [2] })).rejects.toMatchObject(unavailable);
    await expect(runner.path(asked)).rejects.toMatchObject(unavailable);
    await expect(runner.drift({ runId, otherRunId: runId, level: 'words', pairs: [] })).rejects.toMatchObject(unavailable);
    const likeness = await runner.likeness({ runId, level: 'words', state: 0 });
    expect([likeness.fixed.length, likeness.contextual.length]).toEqual([words.length ** 2, 0]);
    const inputs = await runner.inputs({ runId });
    expect([inputs.wordNorms.length, inputs.normalisedNorms.length]).toEqual([words.length, 0]);
    const texts = ['The cat sat.', 'A cat ran.'];
    const occurrences = texts.map((text, index) => ({ text: index, start: text.indexOf('cat'), end: text.indexOf('cat') + 3 }));
    expect(await runner.compare({ directory, texts, occurrences })).toEqual({
      found: [0, 1],
      unknown: ['none', 'none'],
      windowed: 0,
      size: 2,
      fixed: Float32Array.of(1, 1, 1, 1),
      states: [],
    });
    expect((await runner.embeddings(runId)).hidden).toEqual([]);
  });

  test('a mask token can still leave words out', async () => {
    const directory = await copyWithoutMaskToken(folder);
    expect((await runner.open({ directory: DIRECTORY })).maskToken).toBe('[MASK]');
    expect((await runner.open({ directory })).maskToken).toBeNull();
    const { runId } = await run('The cat sat.', directory);
    const ask = (mode: 'mask' | 'omit') => runner.shifts({ runId, level: 'words', ...textUnit(1), state: 2, mode, others: [2] });
    await expect(ask('mask')).rejects.toMatchObject({ fault: { code: 'unavailable', nextStep: 'Use "leave out" instead.' } });
    expect((await ask('omit')).shifts[0]).toBeGreaterThan(0);
    const masked = runner.run({ directory, text: 'The cat sat.', fit: 'start', caret: 0, masked: [2] });
    await expect(masked).rejects.toMatchObject({ fault: { code: 'unavailable', nextStep: 'Replace the word by another word.' } });
  });
});
