import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { withoutTokens } from '../../src/core/grounding/removal.ts';
import { changesOf } from '../../src/engine/grounding/likelihoods.ts';
import { statesWithout } from '../../src/engine/grounding/without.ts';
import { Runner } from '../../src/engine/runner.ts';
import { headIndex } from '../../src/core/model/stack.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';
import type { GroundSlice } from '../../src/protocol/groundApi.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';
import { textUnit } from '../support/textUnit.ts';
import { loadAlone } from '../support/loadedModel.ts';

interface Reference {
  readonly source: string;
  readonly question: string;
  readonly answer: string;
  readonly ids: readonly number[];
  /** Tokens of the sentences of the source. */
  readonly sentences: readonly (readonly number[])[];
  readonly answers: readonly (readonly number[])[];
  /** [heads of all layers, sentences of the answer, tokens]: the mean of the rows that wrote each sentence. */
  readonly rows: readonly (readonly (readonly number[])[])[];
  readonly logProbabilities: readonly number[];
  readonly removals: readonly {
    readonly taken: readonly number[];
    readonly drops: readonly number[];
    readonly divergences: readonly number[];
  }[];
}

const reference = JSON.parse(readFileSync('test/fixtures/ground/reference.json', 'utf8')) as Reference;
const { source, question, answer } = reference;
const fixture = (name: string) => resolve('test/fixtures', name);
const directory = fixture('matrix/smollm2/genai-fp32');

function largest(values: Iterable<number>, expected: readonly number[]): number {
  return Math.max(...[...values].map((value, place) => Math.abs(value - expected[place]!)));
}

describe('an answer on its source, as PyTorch has it', () => {
  const runner = new Runner();
  let slice: GroundSlice;
  beforeAll(async () => {
    slice = await runner.ground({ directory, source, question, answer });
  });

  test('the texts are read one behind the other, sentence by sentence', () => {
    expect(sequenceOf(slice.summary).tokens.map(({ id }) => id)).toEqual(reference.ids);
    expect(slice.source.map(({ tokens }) => tokens)).toEqual(reference.sentences);
    expect(slice.answer.map(({ tokens }) => tokens)).toEqual(reference.answers);
    expect(slice.question.map(token => reference.ids[token])).toEqual(reference.ids.slice(25, 30));
    expect([slice.cut, slice.summary.chat, slice.summary.held]).toEqual([0, false, 'rows']);
    expect(slice.text.slice(slice.parts.question!.start, slice.parts.question!.end)).toBe(question);
  });

  test('what each sentence of the answer reaches', () => {
    const heads = [4, 4];
    const inPlay = (token: number): boolean => !slice.sinks.includes(token);
    const content = slice.contentHeads.map(([layer, head]) => headIndex(heads, layer, head));
    const sum = (row: readonly number[], tokens: readonly number[]): number =>
      tokens.filter(inPlay).reduce((total, token) => total + row[token]!, 0);
    const mean = (sentence: number, chosen: readonly number[]): number[] =>
      reference.ids.map((_, token) => chosen.reduce((total, head) => total + reference.rows[head]![sentence]![token]!, 0) / chosen.length);
    const given = slice.reached.map((_, sentence) => reference.sentences.map(tokens => sum(mean(sentence, content), tokens)));
    for (const [sentence, { reach, strongest }] of slice.reached.entries()) {
      const all = mean(sentence, [...reference.rows.keys()]);
      expect(reach.source).toBeCloseTo(sum(all, reference.sentences.flat()), 6);
      expect(reach.question).toBeCloseTo(sum(all, slice.question), 6);
      expect(reach.answer).toBeCloseTo(sum(all, reference.answers.flat()), 6);
      expect(reach.sink).toBeCloseTo(
        slice.sinks.reduce((total, token) => total + all[token]!, 0),
        6,
      );
      expect(reach.source + reach.question + reach.answer + reach.sink + reach.other).toBeCloseTo(1, 5);
      const [weights, others] = [given[sentence]!, given[1 - sentence]!];
      const ranked = weights
        .map((weight, place) => ({ place, weight, others: others[place]!, by: weight ** 3 / others[place]! ** 2 }))
        .toSorted((a, b) => b.by - a.by);
      expect(strongest.map(seen => [seen.sentence, seen.weight, seen.others])).toEqual(
        ranked.map(one => [one.place, expect.closeTo(one.weight, 6) as number, expect.closeTo(one.others, 6) as number]),
      );
      const counted = reference.sentences.map(tokens => tokens.filter(inPlay).length);
      const total = counted.reduce((a, b) => a + b, 0);
      const reached = weights.reduce((a, b) => a + b, 0);
      for (const { sentence: place, even } of strongest) expect(even).toBeCloseTo((reached * counted[place]!) / total, 6);
    }
  });

  test('what leaving sentences out does to each token of the answer, and nothing where nothing is left out', async () => {
    const { logProbabilities, removals } = await runner.groundRemovals({
      runId: slice.summary.runId,
      taken: reference.removals.map(({ taken }) => taken),
    });
    expect(largest(logProbabilities, reference.logProbabilities)).toBeLessThan(2e-5);
    for (const [place, { taken, drops, divergences }] of reference.removals.entries()) {
      expect(largest(removals[place]!.drops, drops), `drops without ${taken.join()}`).toBeLessThan(4e-5);
      expect(largest(removals[place]!.divergences, divergences), `divergences without ${taken.join()}`).toBeLessThan(1e-5);
      if (taken.length > 0) continue;
      expect([...removals[place]!.drops, ...removals[place]!.divergences].every(value => value === 0)).toBe(true);
    }
  });

  test('one removal gives what several in one request do, and the run can be looked at as every other', async () => {
    const { runId } = slice.summary;
    const asked = reference.removals.map(({ taken }) => taken);
    const together = await runner.groundRemovals({ runId, taken: asked });
    for (const [place, taken] of asked.entries())
      expect((await runner.groundRemovals({ runId, taken: [taken] })).removals[0]).toEqual(together.removals[place]);
    const row = await runner.row({ runId, level: 'words', ...textUnit(3), selection: { kind: 'all' }, combine: 'mean' });
    expect(row.weights.length).toBeGreaterThan(5);
  });

  test('between two removals it can be cancelled, and says how far it is', async () => {
    const steps: unknown[] = [];
    const message = { cancelled: false };
    const context: CallContext = {
      get cancelled() {
        return message.cancelled;
      },
      progress: step => void steps.push(step),
    };
    const stopped = runner.groundRemovals({ runId: slice.summary.runId, taken: [[0], [1]] }, context);
    setImmediate(() => (message.cancelled = true));
    await expect(stopped).rejects.toMatchObject({ fault: { code: 'cancelled' } });
    message.cancelled = false;
    steps.length = 0;
    await runner.groundRemovals({ runId: slice.summary.runId, taken: [[0], [1]] }, context);
    expect(steps).toEqual(
      expect.arrayContaining([
        { done: 0, total: 2 },
        { done: 1, total: 2 },
      ]),
    );
    await expect(runner.ground({ directory, source, question, answer }, { cancelled: true })).rejects.toMatchObject({
      fault: { code: 'cancelled' },
    });
  });
});

const FORMS = [
  'matrix/smollm2/genai-fp32',
  'matrix/llama/genai-fp16',
  'matrix/smollm2/genai-int4',
  'fused/gpt-oss-genai',
  'fused/gemma2-genai',
  'models/llama-cached',
  'matrix/opt/optimum-past',
];

describe.each(FORMS)('%s', name => {
  test('a sentence behind the answer that is taken away changes nothing, and neither does nothing', async () => {
    const model = await loadAlone(fixture(name));
    const runner = new Runner();
    const asked = { directory: fixture(name), source, question, answer: `${answer} More of it.` };
    const { summary, answerTokens, answer: sentences } = await runner.ground({ ...asked, chat: false });
    const ids = sequenceOf(summary).tokens.map(({ id }) => id);
    const watched = answerTokens.filter(token => !sentences.at(-1)!.tokens.includes(token));
    const own = watched.map(token => ids[token]!);
    const read = async (taken: readonly number[]) => {
      const rest = withoutTokens(ids, taken, watched);
      return { ...rest, states: await statesWithout(model, null, ids, rest, undefined) };
    };
    const whole = await read([]);
    for (const taken of [[], sentences.at(-1)!.tokens]) {
      const other = await read(taken);
      const { drops, divergences } = await changesOf(model, whole.states, other.states, other.predictors, own, undefined);
      expect(
        [...drops, ...divergences].every(value => value === 0),
        `without ${taken.length} tokens`,
      ).toBe(true);
    }
    const unchanged = await runner.groundRemovals({ runId: summary.runId, taken: [[]] });
    expect(Math.max(...unchanged.removals[0]!.drops.map(Math.abs))).toBe(0);
    await model.session.dispose();
  });
});

/** Two texts as the editor has them read. */
async function pairOf(runner: Runner, directory: string, second: string) {
  const text = `${source}\n\n${second}`;
  const pair = [
    { start: 0, end: source.length },
    { start: source.length + 2, end: text.length },
  ] as const;
  const { runId, held } = await runner.run({ directory, text, fit: 'start', caret: 0, pair });
  return { runId, held, text };
}

describe.each(['matrix/smollm2/genai-fp32', 'matrix/qwen3/dynamo-23-sdpa', 'matrix/llama/genai-fp16'])(
  'two texts that were read by %s',
  name => {
    test('have the numbers of an answer on its source that is read for it', async () => {
      const runner = new Runner();
      const request = { directory: fixture(name), source, question: '', answer, chat: false };
      const { summary, text, parts, cut: _, ...expected } = await runner.ground(request);
      const pair = await pairOf(runner, request.directory, answer);
      expect([pair.text, pair.held]).toEqual([text, 'maps']);
      const found = await runner.groundPair({ runId: pair.runId, text });
      expect(found.answer).toHaveLength(2);
      expect(parts.answer.end).toBe(text.length);
      const near = (sentence: object): unknown =>
        JSON.parse(JSON.stringify(sentence), (_key, value: unknown) =>
          typeof value === 'number' && !Number.isInteger(value) ? expect.closeTo(value, 6) : value,
        );
      expect(found).toEqual({ ...expected, reached: expected.reached.map(near) });
      const taken = [[], [0], [1], [0, 1, 2]];
      const [those, these] = [
        await runner.groundRemovals({ runId: summary.runId, taken }),
        await runner.groundRemovals({ runId: pair.runId, taken }),
      ];
      expect(largest(these.logProbabilities, [...those.logProbabilities])).toBeLessThan(1e-5);
      expect(Math.max(...these.removals[0]!.drops.map(Math.abs))).toBe(0);
      for (const [place, { drops }] of these.removals.entries())
        expect(largest(drops, [...those.removals[place]!.drops])).toBeLessThan(1e-5);
    });
  },
);

test('a model that is read whole gives the same numbers', async () => {
  const runner = new Runner();
  const [whole, pieces] = [fixture('matrix/qwen3/dynamo-23-sdpa'), directory];
  expect((await loadAlone(pieces)).session.decoding).not.toBeNull();
  const slice = await runner.ground({ directory: whole, source, question, answer });
  expect(slice.summary.held).toBe('maps');
  const { removals } = await runner.groundRemovals({ runId: slice.summary.runId, taken: [[], [0, 1, 2]] });
  expect(Math.max(...removals[0]!.drops.map(Math.abs))).toBe(0);
  expect(Math.max(...removals[1]!.drops.map(Math.abs))).toBeGreaterThan(0.01);
});

describe('what cannot be', () => {
  const runner = new Runner();
  test.each([
    ['an encoder', { directory: fixture('models/bert-eager'), source, question, answer }, 'unsupported-model', 'is no decoder'],
    ['an empty source', { directory, source: ' \n', question, answer }, 'empty-text', 'The source is empty'],
    ['an empty answer', { directory, source, question, answer: '' }, 'empty-text', 'The answer is empty'],
    ['an answer as long as the context', { directory, source, question, answer: answer.repeat(20) }, 'usage', 'leaves no room'],
    ['a template that is not there', { directory, source, question, answer, chat: true }, 'unavailable', 'no chat template'],
  ])('%s', async (_, request, code, title) => {
    await expect(runner.ground(request)).rejects.toMatchObject({ fault: { code, title: expect.stringContaining(title) as string } });
  });

  test('more text than a request may carry', async () => {
    await expect(runner.ground({ directory, source: 'a '.repeat(60_000), question, answer })).rejects.toThrow(RangeError);
  });

  test('of a source that is too long whole sentences at its end are left out, and it is said how much', async () => {
    const long = `${source} `.repeat(10).trim();
    const { text, parts, cut, summary } = await runner.ground({ directory, source: long, question, answer });
    const read = text.slice(0, parts.source.end);
    expect([long.startsWith(read), read.endsWith('.')]).toEqual([true, true]);
    expect(cut).toBe(long.length - read.length);
    const { tokens } = sequenceOf(summary);
    expect([tokens.length <= 128, tokens.length > 100]).toEqual([true, true]);
  });

  test('a model without its head says what it reaches, and no likelihoods', async () => {
    const slice = await runner.ground({
      directory: fixture('models/gpt2'),
      source: 'The cat sat on the mat.',
      question: '',
      answer: 'The cat sat.',
    });
    expect(slice.reached[0]!.reach.source).toBeGreaterThan(0);
    await expect(runner.groundRemovals({ runId: slice.summary.runId, taken: [[0]] })).rejects.toMatchObject({
      fault: { code: 'unavailable', title: expect.stringContaining('how likely') as string },
    });
  });

  test.each([
    ['one text', undefined, { code: 'unsupported-model' }],
    [
      'two texts of an encoder',
      'models/bert-eager',
      { code: 'unsupported-model', title: expect.stringContaining('is no decoder') as string },
    ],
  ])('%s is no answer on its source', async (_, encoder, fault) => {
    const { runId, text } = encoder
      ? await pairOf(runner, fixture(encoder), answer)
      : { ...(await runner.run({ directory, text: source, fit: 'start', caret: 0 })), text: source };
    await expect(runner.groundPair({ runId, text })).rejects.toMatchObject({ fault });
  });

  test('a run of another kind has no sentences to leave out', async () => {
    const { runId } = await runner.run({ directory, text: source, fit: 'start', caret: 0 });
    await expect(runner.groundRemovals({ runId, taken: [[0]] })).rejects.toMatchObject({ fault: { code: 'stale-run' } });
  });
});
