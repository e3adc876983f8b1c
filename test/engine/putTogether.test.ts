import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chooseModel } from '../../src/engine/model/chooseModel.ts';
import { areUnchanged } from '../../src/engine/model/fingerprint.ts';
import { inspectModel } from '../../src/engine/model/inspect.ts';
import type { LoadedModel } from '../../src/engine/model/loader.ts';
import { readRows } from '../../src/engine/runtime/embeddingRows.ts';
import { oneLayer } from '../onnx/support/oneLayer.ts';
import { faultOf } from '../support/faultOf.ts';
import { forwardPass, loadAlone } from '../support/loadedModel.ts';
import { madeFolders } from '../support/madeFolders.ts';
import { largestDifference } from '../support/tensors.ts';

/** Made by training/make_put_together.py of the first. */
const WHOLE = resolve('test/fixtures/matrix/smollm2/genai-int4');
const PAIR = resolve('test/fixtures/together/pair');
const FUNCTIONS = resolve('test/fixtures/together/functions');
const [DECODER, WORDS] = ['decoder_model_merged_q4.onnx', 'embed_tokens_q4.onnx'];

const { folderOf, newPath } = madeFolders();
const whole = loadAlone(WHOLE);

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap(entry => (entry.isFile() ? [entry.name] : []));

const IDS = [5, 9, 17, 30, 2, 8, 44];
const shownOf = async (model: LoadedModel) => ({
  ...(await forwardPass(model.session, IDS)),
  words: readRows(model.file, model.graph.tables.word, IDS),
  capabilities: model.summary.capabilities,
  reads: model.session.decoding !== null,
});

describe.each([
  ['a decoder that reads vectors, with the graph beside it that makes them', PAIR, `onnx/${DECODER} with onnx/${WORDS}`],
  ['a model whose layers are functions, with functions inside', FUNCTIONS, 'model.onnx'],
])('%s', (_, directory, files) => {
  test('shows what the same model in one graph does, to the last bit', async () => {
    const model = await loadAlone(directory);
    expect(await shownOf(model)).toEqual(await shownOf(await whole));
    expect([model.summary.facts.file, model.graph.inputs.ids]).toEqual([files, 'input_ids']);
    const { layers, positions, numbers } = (await whole).summary.facts;
    expect(model.summary.facts).toMatchObject({ layers, positions, numbers });
    const { graph, about } = await inspectModel(directory);
    expect([graph.kind, about?.facts.file]).toEqual(['text', files]);
  });
});

interface Reference {
  readonly ids: readonly number[];
  readonly maps: readonly (readonly number[])[];
  readonly hidden: readonly (readonly number[])[];
}

test.each(['qwen2-vl', 'gemma-3n'])('a text model of the kind of %s attends as PyTorch computes it', async name => {
  const directory = resolve('test/fixtures/together', name);
  const reference = JSON.parse(readFileSync(join(directory, 'reference.json'), 'utf8')) as Reference;
  const { session } = await loadAlone(directory);
  const { maps, hidden } = await forwardPass(session, reference.ids);
  for (const [found, expected] of [
    [maps, reference.maps],
    [hidden, reference.hidden],
  ] as const) {
    expect(found.length).toBe(expected.length);
    for (const [place, values] of found.entries())
      expect(largestDifference(values, Float32Array.from(expected[place]!)), `${place}`).toBeLessThan(1e-5);
  }
});

describe('a graph beside a decoder that makes vectors of words', () => {
  test('is part of the model: a change of it is one of the model', async () => {
    const model = await loadAlone(folderOf({}, PAIR));
    expect(areUnchanged(model.files)).toBe(true);
    appendFileSync(join(model.summary.directory, 'onnx', WORDS), new Uint8Array(1));
    expect(areUnchanged(model.files)).toBe(false);
  });

  test('is found in a snapshot of the Hugging Face cache, where every file is a link', async () => {
    const model = join(newPath(), 'models--org--pair');
    const [snapshot, blobs] = [join(model, 'snapshots', 'a1b2'), join(model, 'blobs')];
    for (const folder of [join(snapshot, 'onnx'), blobs]) mkdirSync(folder, { recursive: true });
    for (const [place, name] of ['', 'onnx'].flatMap(place => filesIn(join(PAIR, place)).map(name => [place, name] as const))) {
      cpSync(join(PAIR, place, name), join(blobs, `blob-of-${name}`));
      symlinkSync(join(blobs, `blob-of-${name}`), join(snapshot, place, name));
    }
    const { maps } = await forwardPass((await loadAlone(snapshot)).session, IDS);
    expect(maps).toEqual((await shownOf(await whole)).maps);
  });

  test('of another form is taken where there is none of the same', () => {
    const directory = folderOf({ 'onnx/decoder_model_merged_q4f16.onnx': join(PAIR, 'onnx', DECODER) }, PAIR);
    expect(chooseModel(directory, 'q4f16').words?.name).toBe(`onnx/${WORDS}`);
  });

  test('stands in nobody’s way when it cannot be read and is not needed', () => {
    const pointer = { text: 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 90000000\n' };
    const directory = folderOf({ 'onnx/model.onnx': oneLayer(), 'onnx/embed_tokens.onnx': pointer });
    expect(chooseModel(directory)).toMatchObject({ words: null, graph: { kind: 'text' } });
    expect(faultOf(() => chooseModel(folderOf({ [`onnx/${WORDS}`]: pointer }, PAIR)))).toMatchObject({
      code: 'file-lfs',
      cause: expect.stringContaining(WORDS) as string,
    });
  });
});
