import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Runner } from '../../src/engine/runner.ts';
import { MAX_REQUEST_OCCURRENCES, type Occurrence } from '../../src/protocol/embeddingApi.ts';
import { MAX_RUN_CHARACTERS } from '../../src/protocol/engineApi.ts';
import { largestDifference } from '../support/tensors.ts';
import { ranText } from '../support/ranText.ts';

const DIRECTORY = resolve('test/fixtures/models/bert-dynamo');
const STATES = 4;

const runner = new Runner();
const compare = (texts: readonly string[], occurrences: readonly Occurrence[]) =>
  runner.compare({ directory: DIRECTORY, texts, occurrences });

/** Every place of a word in the texts. */
function placesOf(texts: readonly string[], word: string): Occurrence[] {
  return texts.flatMap((text, index) =>
    [...text.matchAll(new RegExp(`\\b${word}\\b`, 'g'))].map(match => ({
      text: index,
      start: match.index,
      end: match.index + word.length,
    })),
  );
}

test('a word twice in one text is compared as in the run of that text', async () => {
  const text = 'The bank lend money, and the old bank of the river.';
  const { runId, words } = ranText(await runner.run({ directory: DIRECTORY, text, fit: 'start', caret: 0 }));
  const [first, second] = [...words.keys()].filter(unit => words[unit]!.label === 'bank');
  const compared = await compare([text], placesOf([text], 'bank'));
  expect([compared.found, compared.size, compared.states.length]).toEqual([[0, 1], 2, STATES]);
  expect(compared.fixed).toEqual(Float32Array.of(1, 1, 1, 1));
  for (let state = 0; state < STATES; state++) {
    const { contextual, size } = await runner.likeness({ runId, level: 'words', state });
    expect(compared.states[state]![1]).toBe(contextual[first! * size + second!]);
    expect(compared.states[state]![1]).toBeLessThan(1);
  }
});

test('a place where the word is unknown is named: the vector there is that of any other unknown word', async () => {
  const text = 'The cat sat. The cat🙂 sat. The 🍕 sat.';
  const pizza = text.indexOf('🍕');
  const places = [...placesOf([text], 'cat'), { text: 0, start: pizza, end: pizza + 2 }];
  const { unknown, fixed } = await compare([text], places);
  expect(unknown).toEqual(['none', 'all', 'all']);
  expect([fixed[1]! < 0.9, fixed[5]]).toEqual([true, 1]);
});

test('one sentence twice is the same word', async () => {
  const texts = ['The cat sat.', 'A dog ran.', 'The cat sat.'];
  const { states, found } = await compare(texts, placesOf(texts, 'cat'));
  expect(found).toEqual([0, 1]);
  for (const matrix of states) expect([...matrix]).toEqual([1, 1, 1, 1]);
});

test('occurrences are given in the order asked, whatever the order of the texts', async () => {
  const texts = ['The cat sat.', 'The dog ran by the cat.'];
  const places = placesOf(texts, 'cat');
  const [ahead, back] = [
    await compare(texts, [...places, placesOf(texts, 'dog')[0]!]),
    await compare(texts, [placesOf(texts, 'dog')[0]!, ...places.toReversed()]),
  ];
  const size = 3;
  for (const [state, matrix] of ahead.states.entries()) {
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++)
        expect(back.states[state]![(size - 1 - row) * size + size - 1 - column]).toBe(matrix[row * size + column]);
  }
});

describe('a text longer than the model reads', () => {
  const text = `${'the dog ran. '.repeat(40)}a cat sat on the mat. ${'the dog ran. '.repeat(40)}one cat at the end`;

  test('is read around each occurrence', async () => {
    const places = placesOf([text], 'cat');
    const { found, states, windowed } = await compare([text], places);
    expect([found, states.length, windowed]).toEqual([[0, 1], STATES, 2]);
    const texts = ['a cat', text];
    expect((await compare(texts, placesOf(texts, 'cat').slice(0, 2))).windowed).toBe(1);
    for (const [state, matrix] of states.entries()) {
      const runs = [];
      for (const { start } of places) {
        const { runId, words } = ranText(await runner.run({ directory: DIRECTORY, text, fit: 'around', caret: start }));
        runs.push({ runId, unit: words.findIndex(word => word.start === start) });
      }
      const [one, other] = runs;
      const drift = await runner.drift({
        runId: one!.runId,
        otherRunId: other!.runId,
        level: 'words',
        pairs: [[one!.unit, other!.unit]],
      });
      expect(largestDifference([matrix[1]!], [drift.states[state]![0]!])).toBeLessThan(1e-6);
    }
  });

  test('may be left between two windows', async () => {
    let asked = 0;
    const context = {
      get cancelled() {
        return ++asked > 1;
      },
    };
    const request = { directory: DIRECTORY, texts: [text], occurrences: placesOf([text], 'cat') };
    await expect(runner.compare(request, context)).rejects.toMatchObject({ fault: { code: 'cancelled' } });
    expect(asked).toBe(2);
  });
});

test('an occurrence without tokens is left out', async () => {
  const text = 'The cat \u0301 sat.';
  const { found, size, fixed } = await compare(
    [text],
    [
      { text: 0, start: 8, end: 9 },
      { text: 0, start: 4, end: 7 },
    ],
  );
  expect([found, size, [...fixed]]).toEqual([[1], 1, [1]]);
  expect(await compare(['The cat'], [])).toMatchObject({ found: [], size: 0 });
});

test('a stretch of words, and a part of one, have the tokens that reach into them', async () => {
  const text = 'cats cat';
  const stretches = [
    [0, 4],
    [5, 8],
    [0, 8],
    [0, 2],
    [0, 1],
  ].map(([start, end]) => ({ text: 0, start: start!, end: end! }));
  const { fixed, found } = await compare([text], stretches);
  expect(found).toEqual([0, 1, 2, 3, 4]);
  const [both, half, letter] = [2, 3, 4];
  expect([fixed[half], fixed[letter]]).toEqual([1, 1]);
  expect(fixed[1]).toBeLessThan(0.99);
  expect(Math.min(fixed[both]!, fixed[5 + both]!)).toBeGreaterThan(fixed[1]!);
});

test.each<[string, readonly string[], readonly Occurrence[]]>([
  ['too many occurrences', ['cat'], Array.from({ length: MAX_REQUEST_OCCURRENCES + 1 }, () => ({ text: 0, start: 0, end: 3 }))],
  ['a text that is too long', ['x'.repeat(MAX_RUN_CHARACTERS + 1)], []],
  ['a text that is not there', ['cat'], [{ text: 1, start: 0, end: 3 }]],
  ['an end beyond the text', ['cat'], [{ text: 0, start: 0, end: 4 }]],
  ['nothing between start and end', ['cat'], [{ text: 0, start: 1, end: 1 }]],
  ['a start that is no offset', ['cat'], [{ text: 0, start: -1, end: 2 }]],
])('%s is refused', async (_, texts, occurrences) => {
  await expect(compare(texts, occurrences)).rejects.toThrow(RangeError);
});
