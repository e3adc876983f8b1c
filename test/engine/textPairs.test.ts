import { resolve } from 'node:path';
import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, test } from 'vitest';
import { allHeads } from '../../src/core/model/stack.ts';
import type { TextPair } from '../../src/core/text/textPair.ts';
import { Runner } from '../../src/engine/runner.ts';
import { AttentionStore } from '../../src/engine/runs/attentionStore.ts';
import { toFloat32 } from '../../src/engine/runtime/tensors.ts';
import { faultIn } from '../support/faultOf.ts';
import { ranText } from '../support/ranText.ts';
import { Reference } from '../tokenizer/reference.ts';
import { largestDifference } from '../support/tensors.ts';
import { textUnit } from '../support/textUnit.ts';

const ENCODER = resolve('models/minilm');
const DECODER = resolve('test/fixtures/models/gpt2');
const FIRST = 'The cat sat on the mat.';
const SECOND = 'Le chat était assis.';

const runner = new Runner({ hidden: true });

/** Two texts with a blank line between them. */
function pairOf(first: string, second: string): { readonly text: string; readonly pair: TextPair } {
  const from = first.length + 2;
  return {
    text: `${first}\n\n${second}`,
    pair: [
      { start: 0, end: first.length },
      { start: from, end: from + second.length },
    ],
  };
}

const read = (directory: string, first: string, second: string) =>
  runner.run({ directory, ...pairOf(first, second), fit: 'start', caret: 0 });

describe('a sentence pair in an encoder', () => {
  let run: Awaited<ReturnType<typeof read>>;
  beforeAll(async () => {
    run = await read(ENCODER, FIRST, SECOND);
  });

  test('has the tokens and segments of the official tokenizer, and spans in the text that both stand in', async () => {
    const [expected] = await new Reference(readFileSync(resolve(ENCODER, 'tokenizer.json'), 'utf8')).encode([[FIRST, SECOND]]);
    const { tokens, segments, words } = ranText(run);
    expect(tokens.map(({ id }) => id)).toEqual(expected!.map(({ id }) => id));
    expect(segments).toEqual(expected!.map(({ typeId }) => typeId));
    const shift = FIRST.length + 2;
    expect(tokens.map(({ start }) => start)).toEqual(expected!.map(({ start, sequenceId }) => (sequenceId === 1 ? start + shift : start)));
    expect(words.map(({ label }) => label).join(' ')).toBe('[CLS] The cat sat on the mat . [SEP] Le chat était assis . [SEP]');
  });

  test('goes through the model with them: its own output is what is read of it', async () => {
    const directory = resolve('test/fixtures/models/bert-eager');
    const short = await read(directory, 'he reads a book', 'in France');
    const { tokens, segments } = ranText(short);
    expect(segments!.some(id => id === 1)).toBe(true);
    const session = await InferenceSession.create(resolve(directory, 'onnx/model.onnx'), { intraOpNumThreads: 1, logSeverityLevel: 3 });
    const feed = (values: readonly number[]) => new Tensor('int64', BigInt64Array.from(values, BigInt), [1, tokens.length]);
    const outputOf = async (types: readonly number[]) => {
      const given = { input_ids: feed(tokens.map(({ id }) => id)), attention_mask: feed(tokens.map(() => 1)), token_type_ids: feed(types) };
      const feeds = Object.fromEntries(session.inputNames.map(name => [name, given[name as keyof typeof given]]));
      return toFloat32((await session.run(feeds))[session.outputNames[0]!]!);
    };
    const { hidden } = await runner.embeddings(short.runId);
    expect(largestDifference(hidden.at(-1)!, await outputOf(segments!))).toBeLessThan(1e-5);
    expect(largestDifference(hidden.at(-1)!, await outputOf(segments!.map(() => 0)))).toBeGreaterThan(1e-3);
    await session.release();
  });

  test('what was let go is fetched again with its segments', async () => {
    const request = { level: 'pieces', selection: { kind: 'heads', heads: [[3, 1]] }, combine: 'mean' } as const;
    const small = new Runner({ store: new AttentionStore({ runs: 4, bytes: 1e4 }) });
    const again = await small.run({ directory: ENCODER, ...pairOf(FIRST, SECOND), fit: 'start', caret: 0 });
    const { values } = await small.matrix({ ...request, runId: again.runId });
    expect(largestDifference(values, (await runner.matrix({ ...request, runId: run.runId })).values)).toBeLessThan(1e-5);
  });

  test('heads are ranked, and each word is seen through its strongest head, by words of the other text', async () => {
    const { words } = ranText(run);
    const { attention } = await runner.tensors(run.runId);
    const secondText = (unit: number) => words[unit]!.start >= FIRST.length;
    const cat = words.findIndex(({ label }) => label === 'cat');
    const { entries } = await runner.rankHeads({
      runId: run.runId,
      level: 'words',
      stream: 'text',
      unit: cat,
      direction: 'to',
      hideSink: false,
    });
    expect(entries.every(({ unit }) => unit < 0 || secondText(unit))).toBe(true);
    const matrix = await runner.matrix({ runId: run.runId, level: 'words', selection: { kind: 'all' }, combine: 'strongest' });
    expect(matrix.rowHeads![cat]).toEqual([entries[0]!.layer, entries[0]!.head]);
    expect(matrix.values[cat * words.length + entries[0]!.unit]).toBeCloseTo(entries[0]!.value, 6);
    // The same by hand: the largest weight of any head on a word of the other text.
    const tokens = words[cat]!.tokens;
    const marks = words.flatMap(({ punctuation, tokens: own }, unit) => (secondText(unit) && !punctuation ? [own] : []));
    const given = allHeads(attention.stack.heads).flatMap(([layer, head]) => {
      const map = attention.maps[layer]!.subarray(head * attention.rows ** 2);
      return marks.map(own => own.reduce((sum, token) => sum + map[tokens[0]! * attention.rows + token]!, 0));
    });
    expect(entries[0]!.value).toBeCloseTo(Math.max(...given.filter(Number.isFinite)), 5);
  });

  test('one head of the built-in model looks at the same word of the other text: the sample', async () => {
    const sample = await read(ENCODER, 'Alice gave Bob a book about France.', 'Bob got a book on France from Alice.');
    const { words } = ranText(sample);
    const selection = { kind: 'heads', heads: [[2, 9]] } as const;
    const { values } = await runner.matrix({ runId: sample.runId, level: 'words', selection, combine: 'mean' });
    const given = ['Alice', 'book', 'Bob'].map(word => {
      const [first, second] = words.flatMap(({ label }, unit) => (label === word ? [unit] : []));
      return values[second! * words.length + first!]!.toFixed(2);
    });
    expect(given).toEqual(['0.85', '0.78', '0.69']);
  });

  test('within each of them the numbers are the same, and what is looked for is in the own text', async () => {
    const asked = {
      directory: ENCODER,
      ...pairOf('Alice gave Bob a book.', 'Bob got a book from Alice.'),
      fit: 'start',
      caret: 0,
    } as const;
    const [across, within] = [await runner.run(asked), await runner.run({ ...asked, within: 'each' })];
    expect([across.within, within.within]).toEqual([undefined, 'each']);
    const { words } = ranText(within);
    const whole = { level: 'words', selection: { kind: 'all' }, combine: 'mean' } as const;
    const [there, here] = [await runner.matrix({ runId: across.runId, ...whole }), await runner.matrix({ runId: within.runId, ...whole })];
    expect(here.values).toEqual(there.values);
    expect([here.sides!.far, there.sides!.far, here.sides!.of]).toEqual(['own', 'other', there.sides!.of]);
    // They are not read a second time: what stays within is a part of the same numbers.
    expect(within.runMilliseconds).toBe(across.runMilliseconds);
    expect(within.runId).not.toBe(across.runId);
    const { of } = here.sides!;
    const unit = words.findIndex(({ label, start }) => label === 'book' && start > 22);
    const ranked = { level: 'words', ...textUnit(unit), direction: 'to', hideSink: false } as const;
    for (const [runId, side] of [
      [across.runId, 0],
      [within.runId, 1],
    ] as const) {
      const { entries } = await runner.rankHeads({ runId, ...ranked });
      expect(new Set(entries.flatMap(entry => (entry.unit < 0 ? [] : [of[entry.unit]])))).toEqual(new Set([side]));
      const strongest = await runner.matrix({ runId, ...whole, combine: 'strongest' });
      const [layer, head] = strongest.rowHeads![unit]!;
      // The head that gives most of it to a word there, neighbours aside.
      const best = entries.find(entry => entry.value === Math.max(...entries.map(({ value }) => value)))!;
      expect([layer, head]).toEqual([best.layer, best.head]);
    }
    const request = { runId: within.runId, level: 'words', hideSpecial: false, hideSink: false, maxSide: 36 } as const;
    const [second, first] = [await runner.thumbnails(request), await runner.thumbnails({ ...request, looking: 0 })];
    expect([second.rows, second.columns, first.rows, first.columns, second.alignments.length]).toEqual([7, 7, 6, 6, 0]);
  });

  test('small pictures have the words of one text as rows, of the other as columns, either way round', async () => {
    const request = { runId: run.runId, level: 'words', hideSpecial: false, hideSink: false, maxSide: 36 } as const;
    const [second, first] = [await runner.thumbnails(request), await runner.thumbnails({ ...request, looking: 0 })];
    expect([second.rows, second.columns]).toEqual([5, 7]);
    expect([first.rows, first.columns]).toEqual([7, 5]);
  });
});

describe('two texts in a decoder', () => {
  test('are one text that goes on: every weight is that of the text that both stand in', async () => {
    const { text, pair } = pairOf('banana', 'ananas');
    const [together, one] = [
      await runner.run({ directory: DECODER, text, pair, fit: 'start', caret: 0 }),
      await runner.run({ directory: DECODER, text, fit: 'start', caret: 0 }),
    ];
    expect(ranText(together).tokens).toEqual(ranText(one).tokens);
    const matrix = { level: 'pieces', selection: { kind: 'all' }, combine: 'mean' } as const;
    const [pairs, alone] = [
      await runner.matrix({ runId: together.runId, ...matrix }),
      await runner.matrix({ runId: one.runId, ...matrix }),
    ];
    expect(pairs.values).toEqual(alone.values);
    expect(alone.sides).toBeUndefined();
    expect(new Set(pairs.sides!.of)).toEqual(new Set([0, 1, -1]));
    expect(ranText(together).segments).toBeUndefined();
  });
});

describe('what cannot be read', () => {
  test.each([
    ['an empty text', ENCODER, ' ', 'word', 'empty-text'],
    ['a text without a token', ENCODER, 'word', '\u200b', 'empty-text'],
    [
      'two texts that do not fit',
      resolve('test/fixtures/models/bert-dynamo'),
      'he reads it '.repeat(12),
      'he reads it '.repeat(12),
      'usage',
    ],
  ])('%s', async (_, directory, first, second, code) => {
    expect((await faultIn(() => read(directory, first, second))).code).toBe(code);
  });

  test('places that are none of the text', async () => {
    const request = { directory: ENCODER, text: 'a b', fit: 'start', caret: 0 } as const;
    const pair: TextPair = [
      { start: 0, end: 2 },
      { start: 1, end: 3 },
    ];
    await expect(runner.run({ ...request, pair })).rejects.toThrow(RangeError);
  });
});
