import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { TextPair } from '../../src/core/text/textPair.ts';
import { AttentionSession } from '../../src/engine/runtime/session.ts';
import { findModelFolder } from '../../src/engine/model/folder.ts';
import { readTokenizer } from '../../src/engine/model/readTokenizer.ts';
import { writtenText } from '../../src/tokenizer/written.ts';
import { loadCrossModel } from '../../src/engine/twoTexts/asModel.ts';
import { Runner } from '../../src/engine/runner.ts';
import { identityOf } from '../../src/protocol/engineApi.ts';
import { inSquare, outOfSquare } from '../../src/core/attention/crossBlock.ts';
import { faultIn } from '../support/faultOf.ts';
import { loadNpz } from '../support/npz.ts';
import { ranText } from '../support/ranText.ts';
import { largestDifference } from '../support/tensors.ts';

const ROOT = join(import.meta.dirname, '../fixtures/encoderDecoders');
const FOLDERS = readdirSync(ROOT);

interface Reference {
  /** Of the target, where the model is told it. */
  readonly language?: string;
  readonly heads: { readonly cross: readonly number[] };
  readonly pairs: readonly {
    readonly source: string;
    readonly target: string;
    readonly sourceIds: readonly number[];
    readonly targetIds: readonly number[];
  }[];
}

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

const runner = new Runner();

const textOf = (directory: string, ids: readonly number[]) => writtenText(ids, readTokenizer(findModelFolder(directory))).text;

describe('the cross-attention of an encoder-decoder as that of two texts', () => {
  test.each(FOLDERS)('%s: every head is that of PyTorch', async name => {
    const directory = join(ROOT, name);
    const reference = JSON.parse(readFileSync(join(directory, 'reference.json'), 'utf8')) as Reference;
    const arrays = loadNpz(readFileSync(join(directory, 'reference.npz')));
    const { language } = reference;
    const told = language === undefined ? {} : { told: { targetLanguage: language } };
    for (const [index, { source, target, sourceIds, targetIds }] of reference.pairs.entries()) {
      const run = await runner.run({ directory, ...pairOf(source, target), ...told, fit: 'start', caret: 0 });
      expect(run.told).toEqual(told.told ?? (name.startsWith('t5') ? {} : undefined));
      const { tokens, segments } = ranText(run);
      expect(tokens.map(({ id }) => id)).toEqual([...sourceIds, ...targetIds]);
      expect(segments).toEqual([...sourceIds.map(() => 0), ...targetIds.map(() => 1)]);
      expect(run.invalidHeads).toEqual([]);
      const { attention } = await runner.tensors(run.runId);
      for (const [layer, map] of attention.maps.entries()) {
        const wanted = new Float32Array(arrays.get(`${index}.cross.attention.${layer}`)!.bytes.buffer);
        expect(largestDifference(outOfSquare(map, targetIds.length, sourceIds.length), wanted), `layer ${layer}`).toBeLessThanOrEqual(1e-4);
        expect(inSquare(wanted, targetIds.length, sourceIds.length).length).toBe(map.length);
      }
    }
  });

  test.each(FOLDERS.flatMap(name => (['first', 'second'] as const).map(within => [name, within] as const)))(
    '%s: within the %s text every head is that of PyTorch, over its tokens alone',
    async (name, within) => {
      const directory = join(ROOT, name);
      const reference = JSON.parse(readFileSync(join(directory, 'reference.json'), 'utf8')) as Reference;
      const arrays = loadNpz(readFileSync(join(directory, 'reference.npz')));
      const { language } = reference;
      const told = language === undefined ? {} : { told: { targetLanguage: language } };
      const stack = within === 'first' ? 'encoder' : 'decoder';
      for (const [index, { source, target, sourceIds, targetIds }] of reference.pairs.entries()) {
        const run = await runner.run({ directory, ...pairOf(source, target), ...told, within, fit: 'start', caret: 0 });
        expect([run.twoTexts, run.within, run.invalidHeads]).toEqual([stack, within, []]);
        expect(ranText(run).tokens.map(({ id }) => id)).toEqual(within === 'first' ? sourceIds : targetIds);
        const { attention } = await runner.tensors(run.runId);
        expect(attention.maps).toHaveLength(attention.stack.heads.length);
        for (const [layer, map] of attention.maps.entries()) {
          const wanted = new Float32Array(arrays.get(`${index}.${stack}.attention.${layer}`)!.bytes.buffer);
          expect(largestDifference(map, wanted), `layer ${layer}`).toBeLessThanOrEqual(1e-4);
        }
        const model = await runner.open(identityOf(run));
        expect([model.attention.kind, model.twoTexts, model.attention.causal]).toEqual(['self', stack, attention.stack.causal]);
        const { sides } = await runner.matrix({ runId: run.runId, level: 'words', selection: { kind: 'all' }, combine: 'mean' });
        expect(sides!.far).toBe('own');
        expect(new Set(sides!.of.filter(side => side >= 0))).toEqual(new Set([within === 'first' ? 0 : 1]));
      }
    },
  );

  test('all kinds of attention are of one model that is loaded once, and released with it', async () => {
    const create = vi.spyOn(AttentionSession, 'create');
    const own = new Runner();
    const directory = join(ROOT, 'bart-merged');
    const runs = [];
    for (const within of [undefined, 'first', 'second', 'each', undefined] as const)
      runs.push(await own.run({ directory, ...pairOf('a cat', 'un chat'), ...(within && { within }), fit: 'start', caret: 0 }));
    expect(create).toHaveBeenCalledTimes(1);
    create.mockRestore();
    expect(runs.map(({ twoTexts, within }) => [twoTexts, within])).toEqual([
      ['cross', undefined],
      ['encoder', 'first'],
      ['decoder', 'second'],
      ['decoder', 'second'],
      ['cross', undefined],
    ]);
  });

  test('what the target gives itself is read again for another source of the same length', async () => {
    const directory = join(ROOT, 'bart-merged');
    const read = async (own: Runner, first: string) => {
      const { runId } = await own.run({ directory, ...pairOf(first, 'un chat'), within: 'second', fit: 'start', caret: 0 });
      return (await own.tensors(runId)).attention.maps;
    };
    const own = new Runner();
    const [cat, dog] = [await read(own, 'a cat'), await read(own, 'a dog')];
    const alone = await read(new Runner(), 'a dog');
    expect(dog).not.toEqual(cat);
    expect(dog).toEqual(alone);
  });

  test('the model of a run is opened by what names it, and one text of the same folder is read by the encoder', async () => {
    const directory = join(ROOT, 't5-optimum');
    const run = await runner.run({ directory, ...pairOf('a b', 'c'), fit: 'start', caret: 0 });
    const model = await runner.open(identityOf(run));
    expect(model.attention.kind).toBe('cross');
    expect((await runner.open({ directory })).attention.kind).toBe('self');
    const matrix = await runner.matrix({ runId: run.runId, level: 'words', selection: { kind: 'all' }, combine: 'strongest' });
    expect([matrix.causal, matrix.keys, matrix.hasSink]).toEqual([true, ranText(run).segments!.indexOf(1), false]);
  });

  test('a task goes before the source, whose words keep their places, and is the same as typed', async () => {
    const directory = join(ROOT, 't5-optimum');
    const read = async (source: string, task?: string) => {
      const run = await runner.run({ directory, ...pairOf(source, 'chats'), ...(task && { told: { task } }), fit: 'start', caret: 0 });
      return { run, maps: (await runner.tensors(run.runId)).attention.maps };
    };
    const [asked, typed] = [await read('red cats', 'translation_en_to_fr'), await read('translate English to French: red cats')];
    expect(ranText(asked.run).tokens.map(({ id }) => id)).toEqual(ranText(typed.run).tokens.map(({ id }) => id));
    expect(asked.maps).toEqual(typed.maps);
    expect(asked.run.told).toEqual({ task: 'translation_en_to_fr' });
    const words = ranText(asked.run).words.filter(({ start }) => start >= 0);
    expect(words.map(({ label, start }) => [label, start])).toEqual([
      ['red', 0],
      ['cats', 4],
      ['chats', 10],
    ]);
  });

  test('languages stand where the tokenizer and the target have them; the model writes by them, too', async () => {
    const directory = join(ROOT, 'mbart-dynamo');
    const told = { sourceLanguage: 'fr_XX', targetLanguage: 'en_XX' };
    const run = await runner.run({ directory, ...pairOf('chats', 'red cats'), told, fit: 'start', caret: 0 });
    const { tokens, segments } = ranText(run);
    const source = segments!.indexOf(1);
    expect(tokens.slice(source - 2, source + 2).map(({ text }) => text)).toEqual(['</s>', 'fr_XX', '</s>', 'en_XX']);
    const reference = JSON.parse(readFileSync(join(directory, 'reference.json'), 'utf8')) as Reference & {
      readonly pairs: readonly { readonly generated: readonly number[] }[];
    };
    const [{ source: text, generated }] = reference.pairs as unknown as [{ source: string; generated: readonly number[] }];
    const written = await runner.write({ directory, text, told: { targetLanguage: reference.language! }, most: 3 });
    // Behind the two that every target begins with.
    expect(written.text).toBe(textOf(directory, generated.slice(2, 5)));
  });

  test('what the files do not name is refused with what they do', async () => {
    const directory = join(ROOT, 't5-optimum');
    const fault = await faultIn(() => runner.run({ directory, ...pairOf('a', 'b'), told: { task: 'poetry' }, fit: 'start', caret: 0 }));
    expect(fault).toMatchObject({ code: 'usage', title: 'The model has no such task' });
    expect(fault.nextStep).toContain('Choose Task or Language');
  });

  test('an empty target is said', async () => {
    const directory = join(ROOT, 't5-optimum');
    expect((await faultIn(() => runner.run({ directory, ...pairOf('a b', ' '), fit: 'start', caret: 0 }))).code).toBe('empty-text');
  });
});

test('room is made before the weights of both graphs are read, and nothing is left where there is none', async () => {
  const create = vi.spyOn(AttentionSession, 'create');
  const asked: number[] = [];
  const makeRoom = (bytes: number) => {
    asked.push(bytes);
    return Promise.reject(new Error('no room'));
  };
  await expect(loadCrossModel(join(ROOT, 't5-optimum'), undefined, { makeRoom, runBytes: 1e9 }, Infinity)).rejects.toThrow('no room');
  expect(asked).toHaveLength(1);
  expect(create).not.toHaveBeenCalled();
  create.mockRestore();
});
