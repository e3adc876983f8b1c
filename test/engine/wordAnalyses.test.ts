import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadAlone } from '../support/loadedModel.ts';
import { Runner } from '../../src/engine/runner.ts';
import type { InputSlice } from '../../src/protocol/embeddingApi.ts';
import { largestDifference } from '../support/tensors.ts';
import { columnOf, readVectorReference } from '../support/vectorReferences.ts';
import { textUnit } from '../support/textUnit.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';
import { ranText } from '../support/ranText.ts';

const MODELS = ['bert-eager', 'bert-sdpa-dynamo', 'bert-blocks', 'distilbert', 'electra', 'roberta', 'modernbert'];
const LAYERS = 3;

/** Like largestDifference, but a number that is NaN in both is no difference. */
function difference(a: Float32Array, b: Float32Array): number {
  const known = (values: Float32Array, other: Float32Array) =>
    values.filter((value, i) => !Number.isNaN(value) || !Number.isNaN(other[i]!));
  return largestDifference(known(a, b), known(b, a));
}

describe.each(MODELS)('%s: the numbers are those of PyTorch', name => {
  const reference = readVectorReference(name);
  const directory = resolve('test/fixtures/models', name);
  const runner = new Runner();
  const run = (text: string) => runner.run({ directory, text, fit: 'start', caret: 0 });
  const size = reference.words.length;

  test('what attention and the feed-forward block add to the residual stream', async () => {
    const { tokens, words } = sequenceOf(await run(reference.texts[0]!));
    expect(words.map(word => word.tokens)).toEqual(reference.words);
    const { session, graph } = await loadAlone(directory);
    expect(graph.updates.length).toBe(LAYERS);
    for (const [layer, names] of graph.updates.entries()) {
      const ids = tokens.map(token => token.id);
      const [attention, feedForward] = (await session.vectors(ids, [names.attention, names.feedForward])) as [Float32Array, Float32Array];
      expect(largestDifference(attention, reference.at('updates.attention', layer))).toBeLessThan(1e-5);
      expect(largestDifference(feedForward, reference.at('updates.feedForward', layer))).toBeLessThan(1e-5);
    }
  });

  test('a word on its way through the layers', async () => {
    const { runId } = await run(reference.texts[0]!);
    for (let unit = 0; unit < size; unit++) {
      const path = await runner.path({ runId, level: 'words', ...textUnit(unit) });
      for (const [part, key] of [
        [path.toFixed, 'toFixed'],
        [path.toPrevious, 'toPrevious'],
        [path.norms, 'norms'],
        [path.attentionNorms, 'attention'],
        [path.feedForwardNorms, 'feedForward'],
      ] as const) {
        expect(difference(part, columnOf(reference.array(`path.${key}`), size, unit)), key).toBeLessThan(1e-5);
      }
      expect([path.toFixed.length, path.toPrevious[0]]).toEqual([name === 'electra' ? 0 : LAYERS + 1, NaN]);
    }
  });

  test('likeness of words by the table and in every hidden state', async () => {
    const { runId } = await run(reference.texts[0]!);
    for (let state = 0; state <= LAYERS; state++) {
      const likeness = await runner.likeness({ runId, level: 'words', state });
      expect([likeness.size, likeness.state]).toEqual([size, state]);
      expect(largestDifference(likeness.fixed, reference.array('likeness.fixed'))).toBeLessThan(1e-6);
      expect(largestDifference(likeness.contextual, reference.at('likeness.states', state))).toBeLessThan(1e-5);
      for (let unit = 0; unit < size; unit++)
        expect([likeness.fixed[unit * (size + 1)], likeness.contextual[unit * (size + 1)]]).toEqual([1, 1]);
    }
  });

  test('the input taken apart', async () => {
    const { runId } = await run(reference.texts[0]!);
    const { runId: _, ...parts } = await runner.inputs({ runId });
    for (const [key, values] of Object.entries(parts)) {
      const expected = reference.array(`inputs.${key}`);
      expect(values.length, key).toBe(expected.length);
      expect(largestDifference(values, expected), key).toBeLessThan(1e-5);
    }
  });

  test.each(['mask', 'omit'] as const)('how far words move when another one is taken away (%s)', async mode => {
    const { runId } = await run(reference.texts[0]!);
    for (let state = 0; state <= LAYERS; state++) {
      const expected = reference.at(`shifts.${mode}`, state);
      for (let unit = 0; unit < size; unit++) {
        const { shifts } = await runner.shifts({ runId, level: 'words', ...textUnit(unit), state, mode, others: [...Array(size).keys()] });
        expect(difference(shifts, expected.slice(unit * size, (unit + 1) * size))).toBeLessThan(1e-5);
        expect(Number.isNaN(shifts[unit])).toBe(mode === 'omit');
      }
    }
    // The numbers are not all nothing.
    expect(Math.max(...reference.at(`shifts.${mode}`, LAYERS).filter(value => !Number.isNaN(value)))).toBeGreaterThan(0.05);
  });

  test('a word in several places', async () => {
    const { texts, occurrences } = reference;
    const compared = await runner.compare({ directory, texts, occurrences });
    expect([compared.found, compared.size, compared.states.length]).toEqual([[...occurrences.keys()], occurrences.length, LAYERS + 1]);
    expect(largestDifference(compared.fixed, reference.array('compare.fixed'))).toBeLessThan(1e-6);
    for (const [state, matrix] of compared.states.entries())
      expect(largestDifference(matrix, reference.at('compare.states', state))).toBeLessThan(1e-5);
  });

  test('a text beside its variant', async () => {
    const [one, other] = [await run(reference.texts[0]!), await run(reference.variant)];
    const pairs = Array.from({ length: size }, (_, unit) => [unit, unit] as const);
    const { states } = await runner.drift({ runId: one.runId, otherRunId: other.runId, level: 'words', pairs });
    expect(states.length).toBe(LAYERS + 1);
    for (const [state, values] of states.entries()) expect(difference(values, reference.at('drift', state))).toBeLessThan(1e-5);
  });
});

describe('identities', () => {
  const directory = resolve('test/fixtures/models/bert-dynamo');
  const runner = new Runner();
  const run = (text: string) => runner.run({ directory, text, fit: 'start', caret: 0 });

  test('one word twice has one word embedding and two contextual vectors', async () => {
    const { runId, words } = ranText(await run('The cat sees another cats and a cat.'));
    const [first, second] = [2, words.findLastIndex(word => word.label === 'cat')];
    const size = words.length;
    const { fixed, contextual } = await runner.likeness({ runId, level: 'words', state: 3 });
    expect(fixed[first * size + second]).toBe(1);
    expect(contextual[first * size + second]).toBeLessThan(0.999);
  });

  test('the two levels agree where a word is one token', async () => {
    const { runId, words, pieces } = ranText(await run('The cat'));
    expect(words.length).toBe(pieces.length);
    const of = (level: 'words' | 'pieces') => runner.likeness({ runId, level, state: 2 });
    expect((await of('words')).contextual).toEqual((await of('pieces')).contextual);
  });

  test('a text beside itself has not moved', async () => {
    const { runId, words } = ranText(await run('The cat sat.'));
    const pairs = words.map((_, unit) => [unit, unit] as const);
    const { states } = await runner.drift({ runId, otherRunId: runId, level: 'words', pairs });
    for (const values of states) expect(new Set(values)).toEqual(new Set([1]));
  });

  test('the parts of the input and their sum keep to the triangle inequality', async () => {
    const { runId } = await run('The cat sat on the mat.');
    const { wordNorms, positionNorms, segmentNorms, sumNorms }: InputSlice = await runner.inputs({ runId });
    for (const [token, sum] of sumNorms.entries())
      expect(sum).toBeLessThan(wordNorms[token]! + positionNorms[token]! + segmentNorms[token]!);
  });

  test('vectors are computed when they are asked for, and kept with the run', async () => {
    const { runId, tokens } = ranText(await run('The cat sat.'));
    const { fixed, hidden } = await runner.embeddings(runId);
    expect([fixed.length, hidden.length]).toEqual([tokens.length * 32, 4]);
    const again = await runner.embeddings(runId);
    for (const [state, values] of hidden.entries()) expect(again.hidden[state]).toBe(values);
  });
});

test('what is not there is refused', async () => {
  const directory = resolve('test/fixtures/models/bert-dynamo');
  const runner = new Runner();
  const { runId, words } = ranText(await runner.run({ directory, text: 'The cat', fit: 'start', caret: 0 }));
  const outside = words.length;
  for (const state of [-1, 4, 0.5, NaN]) await expect(runner.likeness({ runId, level: 'words', state })).rejects.toThrow(RangeError);
  await expect(runner.path({ runId, level: 'words', ...textUnit(outside) })).rejects.toThrow(RangeError);
  const shift = { runId, level: 'words', ...textUnit(1), state: 1, mode: 'mask', others: [outside] } as const;
  await expect(runner.shifts(shift)).rejects.toThrow(RangeError);
  const drift = { runId, otherRunId: runId, level: 'words', pairs: [[0, outside]] } as const;
  await expect(runner.drift(drift)).rejects.toThrow(RangeError);
  runner.release({ runId });
  await expect(runner.inputs({ runId })).rejects.toMatchObject({ fault: { code: 'stale-run' } });
});
