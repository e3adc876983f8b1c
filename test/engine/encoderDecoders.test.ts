import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { STACK_NAMES, type StackName } from '../../src/core/model/stack.ts';
import { loadTwoTexts, type TwoTextModel } from '../../src/engine/twoTexts/model.ts';
import { runTwoTexts } from '../../src/engine/twoTexts/run.ts';
import type { TokenSequence } from '../../src/core/text/tokenSequence.ts';
import type { Step } from '../../src/protocol/rpc.ts';
import type { PairReference } from '../matrix/pairs.ts';
import { faultIn } from '../support/faultOf.ts';
import { loadNpz } from '../support/npz.ts';
import { largestDifference } from '../support/tensors.ts';

const ROOT = join(import.meta.dirname, '../fixtures/encoderDecoders');
const FOLDERS = readdirSync(ROOT);
const TOLERANCE = 1e-4;

/** What `training/make_encoder_decoders.py` writes. */
interface Reference extends PairReference {
  readonly heads: Readonly<Record<StackName, readonly number[]>>;
}

const G2P = join(import.meta.dirname, '../fixtures/g2p');

const opened: TwoTextModel[] = [];

async function load(directory: string): Promise<TwoTextModel> {
  const model = await loadTwoTexts(directory, undefined, { runBytes: 1e9 });
  opened.push(model);
  return model;
}

const idsOf = ({ tokens }: TokenSequence): number[] => tokens.map(token => token.id);
const languageOf = ({ language }: Reference) => (language === undefined ? {} : { targetLanguage: language });

async function open(name: string): Promise<{ model: TwoTextModel; reference: Reference; arrays: ReturnType<typeof loadNpz> }> {
  const directory = join(ROOT, name);
  const model = await load(directory);
  const reference = JSON.parse(readFileSync(join(directory, 'reference.json'), 'utf8')) as Reference;
  return { model, reference, arrays: loadNpz(readFileSync(join(directory, 'reference.npz'))) };
}

afterAll(async () => {
  for (const { encoder, decoder } of opened) await Promise.all([encoder.dispose(), decoder.dispose()]);
});

describe('encoder-decoders against PyTorch', () => {
  test.each(FOLDERS)('%s: eager attention of the source, of the target, and across, layer by layer', async name => {
    const { model, reference, arrays } = await open(name);
    const { stacks } = model.summary;
    expect(Object.fromEntries(STACK_NAMES.map(kind => [kind, stacks[kind].heads]))).toEqual(reference.heads);
    expect(STACK_NAMES.map(kind => [stacks[kind].kind, stacks[kind].causal])).toEqual([
      ['self', false],
      ['self', true],
      ['cross', false],
    ]);
    for (const [index, { source, target, sourceIds, targetIds }] of reference.pairs.entries()) {
      const run = await runTwoTexts(model, { directory: '', source, target: { text: target }, ...languageOf(reference) });
      expect(idsOf(run.source)).toEqual(sourceIds);
      expect(idsOf(run.target)).toEqual(targetIds);
      for (const kind of STACK_NAMES) {
        expect(run.attention[kind].maps.length).toBe(reference.heads[kind].length);
        for (const [layer, map] of run.attention[kind].maps.entries()) {
          const wanted = new Float32Array(arrays.get(`${index}.${kind}.attention.${layer}`)!.bytes.buffer);
          expect(map.length, `${kind} ${layer}`).toBe(wanted.length);
          expect(largestDifference(map, wanted), `${kind} ${layer}`).toBeLessThanOrEqual(TOLERANCE);
        }
      }
    }
  });

  test.each(FOLDERS.filter(name => name !== 'bart-int8'))('%s: greedy search writes the same tokens', async name => {
    const { model, reference } = await open(name);
    for (const { source, generated } of reference.pairs) {
      // How many it wrote: with the tokens that every target begins with, and without the one that ended it.
      const run = await runTwoTexts(model, { directory: '', source, target: { most: reference.length }, ...languageOf(reference) });
      const begin = languageOf(reference).targetLanguage || model.writing.secondId !== null ? 2 : 1;
      const most = generated.slice(0, begin + reference.length);
      const written = most.filter((id, place) => place < begin || !model.writing.endIds.includes(id));
      expect(idsOf(run.target).slice(0, written.length)).toEqual(written);
      expect(run.written!.ended).toBe(written.length < most.length);
    }
  });

  test('maps of different layers, and of cross-attention, are ones that a mistake would show in', async () => {
    const { arrays } = await open('bart-merged');
    const map = (name: string) => new Float32Array(arrays.get(`0.${name}`)!.bytes.buffer);
    for (const kind of STACK_NAMES) expect(Math.max(...map(`${kind}.attention.0`))).toBeGreaterThan(0.4);
    expect(largestDifference(map('cross.attention.0'), map('cross.attention.1'))).toBeGreaterThan(0.1);
  });
});

describe('a real model: letters to phonemes', () => {
  test('bank is bˈæŋk, whose sounds look at their letters, and read again it has the same maps', async () => {
    const model = await load(G2P);
    const written = await runTwoTexts(model, { directory: G2P, source: 'bank', target: { most: 20 } });
    expect([written.texts.target, written.written]).toEqual(['bˈæŋk', { ended: true, most: 20 }]);
    expect(written.target.tokens.map(({ text, start, end }) => [text, start, end])).toEqual([
      ['<s>', -1, -1],
      ['<s>', -1, -1],
      ['b', 0, 1],
      ['ˈ', 1, 2],
      ['æ', 2, 3],
      ['ŋ', 3, 4],
      ['k', 4, 5],
    ]);
    // A token's row is what is looked at once it has been read: when the next one is written.
    const columns = written.source.tokens.length;
    const strongest = (row: number): string => {
      const weights = written.attention.cross.maps[0]!.subarray(row * columns, (row + 1) * columns);
      return written.source.tokens[weights.indexOf(Math.max(...weights))]!.text;
    };
    expect([1, 3, 4, 5, 6].map(strongest)).toEqual(['b', 'a', 'n', 'k', '</s>']);
    const read = await runTwoTexts(model, { directory: G2P, source: 'bank', target: { text: written.texts.target } });
    expect(idsOf(read.target)).toEqual(idsOf(written.target));
    for (const kind of STACK_NAMES) expect(read.attention[kind].maps).toEqual(written.attention[kind].maps);
  });

  test('what it writes is stopped where it should be, is said to be, and is given up when nobody waits', async () => {
    const model = await load(G2P);
    const stopped = await runTwoTexts(model, { directory: G2P, source: 'bank', target: { most: 3 } });
    expect([stopped.texts.target, stopped.written]).toEqual(['bˈæ', { ended: false, most: 3 }]);
    const steps: (Step | undefined)[] = [];
    const context = { cancelled: false, progress: (step?: Step) => void steps.push(step) };
    const cancelled = runTwoTexts(
      model,
      { directory: G2P, source: 'bank', target: { most: 20 } },
      {
        get cancelled() {
          return steps.length === 2;
        },
        progress: context.progress,
      },
    );
    expect((await faultIn(() => cancelled)).code).toBe('cancelled');
    expect(steps).toEqual([
      { done: 0, total: 20 },
      { done: 1, total: 20 },
    ]);
  });

  test('a model that would go on for ever is stopped where its positions end', async () => {
    const model = await load(G2P);
    const endless = { ...model, writing: { ...model.writing, endIds: [], neverIds: [2] } };
    const run = await runTwoTexts(endless, { directory: G2P, source: 'bank', target: { most: 1e6 } });
    expect([run.target.tokens.length, run.written]).toEqual([64, { ended: false, most: 62 }]);
  });
});
