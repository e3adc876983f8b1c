import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { BETWEEN, type TextPair } from '../../src/core/text/textPair.ts';
import { Runner } from '../../src/engine/runner.ts';
import type { RunAccess } from '../../src/engine/runs/runAccess.ts';
import { write } from '../../src/engine/twoTexts/written.ts';
import { modelGiving } from '../../src/engine/model/graph.ts';
import { readLogits } from '../../src/engine/runtime/logits.ts';
import { writtenText } from '../../src/tokenizer/written.ts';
import { loadTwoTexts } from '../../src/engine/twoTexts/model.ts';
import { runTwoTexts } from '../../src/engine/twoTexts/run.ts';
import { CANCELLED, type Step } from '../../src/protocol/rpc.ts';
import { outOfSquare } from '../../src/core/attention/crossBlock.ts';
import { faultIn } from '../support/faultOf.ts';
import { loadAlone } from '../support/loadedModel.ts';
import { ranText } from '../support/ranText.ts';
import { largestDifference } from '../support/tensors.ts';

const FIXTURES = 'test/fixtures';
const G2P = join(FIXTURES, 'g2p');
const DECODER = join(FIXTURES, 'matrix/smollm2/genai-fp32');
const runner = new Runner();

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

function copyOf(directory: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'written-'));
  made.push(folder);
  cpSync(directory, folder, { recursive: true });
  return folder;
}

/** Two texts as the editor asks for them. */
function pairOf(first: string, second: string): { readonly text: string; readonly pair: TextPair } {
  const from = first.length + BETWEEN.length;
  return {
    text: first + BETWEEN + second,
    pair: [
      { start: 0, end: first.length },
      { start: from, end: from + second.length },
    ],
  };
}

test('the vocabulary is put together once, not for each token that is told of', async () => {
  const model = await loadAlone(DECODER);
  let count = 0;
  const entries = () => {
    count++;
    return model.tokenizer.entries();
  };
  const access = { model: async () => ({ ...model, tokenizer: { ...model.tokenizer, entries } }), checkMemory: () => undefined };
  const told: Step[] = [];
  const context = { cancelled: false, progress: (step?: Step) => void told.push(step!) };
  await write(access as unknown as RunAccess)({ directory: DECODER, text: 'The cat', most: 6 }, context);
  expect([told.filter(step => step?.written !== undefined).length, count]).toEqual([6, 1]);
});

describe('a target that the model writes', () => {
  test.each([
    ['bank', 'bˈæŋk'],
    ['library', 'lˈIbɹɛɹi'],
  ])('%s, read again, has the very maps of the text as it was written', async (text, expected) => {
    const written = await runner.write({ directory: G2P, text, most: 40 });
    expect(written).toMatchObject({ text: expected, tokens: expected.length, ended: true, most: 40, isReadAlike: true });
    const run = await runner.run({ directory: G2P, ...pairOf(text, written.text), fit: 'start', caret: 0 });
    const { attention } = await runner.tensors(run.runId);
    const model = await loadTwoTexts(G2P, undefined, { runBytes: 1e9 });
    const asWritten = await runTwoTexts(model, { directory: G2P, source: text, target: { most: 40 } });
    const { tokens } = asWritten.target;
    expect(ranText(run).tokens.map(({ id }) => id)).toEqual([...asWritten.source.tokens, ...tokens].map(({ id }) => id));
    const [rows, columns] = [tokens.length, asWritten.source.tokens.length];
    for (const [layer, map] of asWritten.attention.cross.maps.entries())
      expect(largestDifference(outOfSquare(attention.maps[layer]!, rows, columns), map)).toBe(0);
    await model.encoder.dispose();
    await model.decoder.dispose();
  });

  test('a generation that never ends stops at the limit, and at what the decoder reads', async () => {
    const source = 'the quick brown fox jumps over it';
    const short = await runner.write({ directory: G2P, text: source, most: 5 });
    expect(short).toMatchObject({ tokens: 5, ended: false, most: 5 });
    const all = await runner.write({ directory: G2P, text: source, most: 1000 });
    // Two of its 64 tokens are those that every target begins with.
    expect(all.most).toBe(62);
  });

  test('a model that ends the text at once has written nothing', async () => {
    const folder = copyOf(G2P);
    const file = join(folder, 'config.json');
    const config = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...config, eos_token_id: Array.from({ length: 200 }, (_, id) => id) }));
    expect(await faultIn(() => runner.write({ directory: folder, text: 'bank', most: 40 }))).toMatchObject({
      code: 'empty-text',
      title: 'The model wrote nothing',
      cause: 'It ended the text before the first word.',
    });
  });

  test('that is written in other tokens than it is read in is known to be', async () => {
    const directory = join(FIXTURES, 'encoderDecoders/t5-optimum');
    expect(await runner.write({ directory, text: 'red cats', most: 3 })).toMatchObject({ text: 'catcatcat', isReadAlike: false });
  });

  test('is cancelled between two tokens, and tells what was written so far', async () => {
    const steps: Step[] = [];
    const context = {
      get cancelled() {
        return steps.length > 4;
      },
      progress: (step?: Step) => step && steps.push(step),
    };
    await expect(runner.write({ directory: G2P, text: 'library', most: 40 }, context)).rejects.toThrow(CANCELLED.title);
    expect(steps.at(-1)).toEqual({ done: 4, total: 40, written: 'lˈIb' });
  });

  test('has room: a first text that is too long is refused', async () => {
    expect((await faultIn(() => runner.write({ directory: G2P, text: 'a'.repeat(70), most: 40 }))).title).toBe(
      'The first text is too long',
    );
  });
});

describe('what a decoder goes on with', () => {
  test.each(['red cats sit.', 'The old library opens at nine.'])(
    'behind "%s" is the most likely token of all of it, again and again',
    async text => {
      const written = await runner.write({ directory: DECODER, text, most: 12 });
      const { session, graph, file, tokenizer } = await loadAlone(resolve(DECODER));
      const ids = tokenizer.encode(`${text}${BETWEEN}A`).tokens.map(({ id }) => id);
      ids.pop();
      const begun = ids.length;
      for (let step = 0; step < written.tokens; step++) {
        const logits = await readLogits(modelGiving(graph.logits!, file), session.fed, graph.logits!, ids);
        const last = logits.subarray(logits.length - logits.length / ids.length);
        ids.push(last.indexOf(Math.max(...last)));
      }
      expect(written).toMatchObject({ tokens: 12, ended: false, most: 12 });
      expect(
        writtenText(ids.slice(begun), tokenizer)
          .text.replace(/\ufffd+$/u, '')
          .trim(),
      ).toBe(written.text);
      await session.dispose();
    },
  );

  test('ends where the model has read all that it can', async () => {
    const text = 'red cats sit. '.repeat(4);
    const { most, tokens } = await runner.write({ directory: DECODER, text, most: 1000 });
    expect(most).toBeLessThan(128);
    expect(tokens).toBe(most);
    const full = await faultIn(() => runner.write({ directory: DECODER, text: text.repeat(8), most: 10 }));
    expect(full.title).toBe('The first text leaves no room for another');
  });

  test.each([
    ['a decoder without a cache', 'gpt2', 'no cache'],
    ['an encoder', 'bert-eager', 'It is an encoder'],
  ])('%s says that it cannot', async (_, name, cause) => {
    const fault = await faultIn(() => runner.write({ directory: join(FIXTURES, 'models', name), text: 'red cats', most: 4 }));
    expect(fault).toMatchObject({ code: 'unavailable', title: 'This model cannot write a text', cause: expect.stringContaining(cause) });
  });
});

describe('what is offered where two texts are chosen, by what the files say', () => {
  test.each([
    ['g2p', 'target', [], [], false],
    ['encoderDecoders/t5-optimum', 'target', ['summarization', 'translation_en_to_fr'], [], true],
    ['encoderDecoders/mbart-dynamo', 'target', [], ['en_XX', 'fr_XX'], true],
    ['encoderDecoders/marian-merged', 'target', [], [], true],
    ['encoderDecoders/bart-merged', 'target', [], [], false],
    ['matrix/smollm2/genai-fp32', 'continuation', [], [], false],
    ['models/gpt2', null, [], [], false],
    ['models/bert-eager', null, [], [], false],
    ['no such folder', null, [], [], false],
  ] as const)('%s', async (name, writes, tasks, languages, translates) => {
    const offer = await runner.writingOffer({ directory: join(FIXTURES, name) });
    expect({ ...offer, tasks: offer.tasks.map(task => task.name) }).toEqual({
      writes,
      tasks,
      languages,
      tellsSource: languages.length > 0,
      translates,
    });
  });

  test('of the files as they are: another model in the same folder is asked anew, the same one is not read again', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'attention-lens-offer-'));
    const put = (name: string) => cpSync(join(FIXTURES, name), directory, { recursive: true });
    put('encoderDecoders/bart-merged');
    const before = await runner.writingOffer({ directory });
    expect(await runner.writingOffer({ directory })).toBe(before);
    put('encoderDecoders/mbart-dynamo');
    const { languages } = await runner.writingOffer({ directory });
    rmSync(directory, { recursive: true });
    expect([before.languages, languages]).toEqual([[], ['en_XX', 'fr_XX']]);
  });
});
