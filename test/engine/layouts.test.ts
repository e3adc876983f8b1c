import { cpSync, renameSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chooseModel } from '../../src/engine/model/chooseModel.ts';
import { listVariants } from '../../src/engine/model/listVariants.ts';
import { modelFiles } from '../../src/engine/model/folder.ts';
import { ModelCache } from '../../src/engine/model/cache.ts';
import { Runner } from '../../src/engine/runner.ts';
import { TINY_MODEL } from '../support/commandLine.ts';
import { faultIn } from '../support/faultOf.ts';
import { madeFolders, type MadeFile } from '../support/madeFolders.ts';

const MODELS = resolve('test/fixtures/models');
const ENCODER = join(TINY_MODEL, 'onnx/model.onnx');
const [ELECTRA, DECODER] = ['electra', 'bart-decoder'].map(name => join(MODELS, name, 'onnx/model.onnx')) as [string, string];

const made = madeFolders();
/** A folder with a tokenizer and these files. */
const folderOf = (files: Readonly<Record<string, MadeFile>>): string =>
  made.folderOf({ 'tokenizer.json': join(TINY_MODEL, 'tokenizer.json'), ...files });

const variantsOf = (directory: string) => modelFiles(directory).variants.map(({ name }) => name);

describe('where a model file lies and what it is called', () => {
  test.each([
    'onnx/model.onnx',
    'model.onnx',
    'onnx/model_quantized.onnx',
    'model_q4.onnx',
    'onnx/decoder_model_merged_q4f16.onnx',
    'decoder_with_past_model.onnx',
    'onnx/decoder_model_fp16.onnx',
    'onnx/encoder_model_bnb4.onnx',
    'onnx/model_q2.onnx',
    'onnx/model_q1f16.onnx',
  ])('%s is found, without any config.json', name => {
    const chosen = chooseModel(folderOf({ [name]: ENCODER }));
    expect([chosen.file.name, chosen.variants, chosen.notes]).toEqual([name, [name.replace(/^.*\/|\.onnx$/g, '')], []]);
  });

  test('the file as it was exported comes first, then by how exact it is', () => {
    const names = ['q4f16', 'uint8', 'q1', 'fp16', 'quantized', 'bnb4', 'int8', 'q4'].map(form => `onnx/model_${form}.onnx`);
    const directory = folderOf(Object.fromEntries([...names, 'onnx/model.onnx'].map(name => [name, ENCODER])));
    expect(variantsOf(directory)).toEqual([
      'model',
      ...['fp16', 'int8', 'uint8', 'quantized', 'q4', 'bnb4', 'q4f16', 'q1'].map(form => `model_${form}`),
    ]);
  });

  test('a file in onnx/ is taken before one of the same name outside, which goes by its path', () => {
    expect(variantsOf(folderOf({ 'model.onnx': ENCODER, 'onnx/model.onnx': ENCODER }))).toEqual(['model', 'model.onnx']);
  });

  test('genai_config.json and transformers.js_config name a file of their own; a path, or anything else, names none', () => {
    const genai = (filename: unknown) => ({ text: JSON.stringify({ model: { decoder: { filename } } }) });
    const config = (name: unknown) => ({ text: JSON.stringify({ 'transformers.js_config': { model_file_name: name } }) });
    expect(variantsOf(folderOf({ 'phi-int4.onnx': ENCODER, 'genai_config.json': genai('phi-int4.onnx') }))).toEqual(['phi-int4']);
    const named = folderOf({ 'onnx/text_q4.onnx': ENCODER, 'onnx/model.onnx': ENCODER, 'config.json': config('text') });
    expect(variantsOf(named)).toEqual(['text_q4', 'model']);
    for (const filename of ['../outside.onnx', '/etc/outside.onnx', 'a/b.onnx', '', 3, null, 'x'.repeat(500)]) {
      writeFileSync(join(dirname(made.newPath()), 'outside.onnx'), '');
      expect(
        variantsOf(folderOf({ 'model.onnx': ENCODER, 'genai_config.json': genai(filename), 'config.json': config(filename) })),
      ).toEqual(['model']);
    }
    expect(variantsOf(folderOf({ 'model.onnx': ENCODER, 'genai_config.json': { text: '{' } }))).toEqual(['model']);
  });

  test('no folder below is looked into, and no other name', async () => {
    const directory = folderOf({ 'sub/model.onnx': ENCODER, 'onnx/sub/model.onnx': ENCODER, 'onnx/model_other.onnx': ENCODER });
    expect(await faultIn(() => modelFiles(directory))).toMatchObject({
      code: 'model-missing',
      cause: 'The folder has no onnx/model.onnx or model.onnx; it has onnx/model_other.onnx, tokenizer.json.',
    });
  });

  test('a folder around those of models names them', async () => {
    const one = folderOf({ 'fp32/model.onnx': ENCODER, 'notes/read.txt': { text: '' } });
    expect(await faultIn(() => modelFiles(one))).toEqual({
      code: 'model-missing',
      title: 'The model file is missing',
      cause: 'The folder has no onnx/model.onnx or model.onnx; the folders in it do: fp32.',
      nextStep: 'Choose the folder fp32, or use the built-in model.',
    });
    const two = folderOf({ 'fp32/model.onnx': ENCODER, 'int8/onnx/model_int8.onnx': ENCODER });
    expect(await faultIn(() => modelFiles(two))).toMatchObject({
      cause: 'The folder has no onnx/model.onnx or model.onnx; the folders in it do: fp32, int8.',
      nextStep: 'Choose the folder of one model, or use the built-in model.',
    });
  });
});

describe('several variants in one folder', () => {
  const directory = () => folderOf({ 'onnx/model.onnx': ENCODER, 'onnx/model_fp16.onnx': ELECTRA, 'onnx/model_quantized.onnx': ENCODER });

  test.each([
    ['model_fp16', 'model_fp16'],
    ['fp16', 'model_fp16'],
    ['onnx/model_fp16.onnx', 'model_fp16'],
    ['model_fp16.onnx', 'model_fp16'],
    ['fp32', 'model'],
    ['q8', 'model_quantized'],
    ['quantized', 'model_quantized'],
  ])('%s means %s', (wanted, name) => {
    expect(chooseModel(directory(), wanted).variant.name).toBe(name);
  });

  test('one that is not there is refused with those that are', async () => {
    for (const wanted of ['q4', '', '../model', 'model.onnx/..', 'constructor'])
      expect(await faultIn(() => chooseModel(directory(), wanted))).toEqual({
        code: 'no-such-variant',
        title: 'The model has no such variant',
        cause: 'The folder has model, model_fp16, model_quantized; the variant that was asked for is not there.',
        nextStep: 'Choose one of those.',
      });
  });

  test('what cannot be read or shown is passed over, and that is said; asked for by name it is refused', async () => {
    const partly = directory();
    writeFileSync(join(partly, 'onnx/model.onnx'), 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 90000000\n');
    cpSync(DECODER, join(partly, 'onnx/model_fp16.onnx'));
    const { variant, notes } = chooseModel(partly);
    expect([variant.name, notes.map(note => note.replace(/:.*/, ''))]).toEqual([
      'model_quantized',
      ['The variant model was passed over', 'The variant model_fp16 was passed over'],
    ]);
    expect(notes[0]).toContain('is a Git LFS pointer to a file of 90 MB');
    expect((await faultIn(() => chooseModel(partly, 'fp32'))).code).toBe('file-lfs');
    truncateSync(join(partly, 'onnx/model_quantized.onnx'), 100);
    // Of the first: that is the one to mend.
    expect((await faultIn(() => chooseModel(partly))).code).toBe('file-lfs');
  });

  test('each is listed with what it is and needs, or why it cannot be shown', () => {
    const partly = directory();
    writeFileSync(join(partly, 'onnx/model_quantized.onnx'), '');
    const [whole, , empty] = listVariants(partly);
    const memory = chooseModel(partly).needed;
    expect(whole).toEqual({
      name: 'model',
      file: 'onnx/model.onnx',
      bytes: statSync(ENCODER).size,
      elementType: 'float32',
      memory,
      fault: null,
    });
    expect(empty).toMatchObject({ name: 'model_quantized', bytes: 0, fault: { code: 'file-empty' } });
  });

  test('a link out of the folder makes no other variant unreadable', () => {
    const linked = directory();
    symlinkSync(join(TINY_MODEL, 'config.json'), join(linked, 'onnx/model_q4.onnx'));
    expect(chooseModel(linked).variant.name).toBe('model');
  });
});

describe('variants as models of the engine', () => {
  test('each is a model of its own, however it is called; a run is of the one that was asked for', async () => {
    const directory = folderOf({ 'onnx/model.onnx': ENCODER, 'onnx/model_fp16.onnx': ELECTRA });
    const runner = new Runner();
    const [whole, half] = [await runner.open({ directory }), await runner.open({ directory, variant: 'fp16' })];
    expect([whole.variant, half.variant, half.variants]).toEqual(['model', 'model_fp16', ['model', 'model_fp16']]);
    expect(whole.fingerprint).not.toBe(half.fingerprint);
    const run = (variant?: string) =>
      runner.run({ directory, ...(variant !== undefined && { variant }), text: 'the cat', fit: 'start', caret: 0 });
    const runs = [await run(), await run('fp16'), await run('model')];
    expect(runs.map(({ variant }) => variant)).toEqual(['model', 'model_fp16', 'model']);
    const [first, other, again] = await Promise.all(runs.map(async ({ runId }) => (await runner.tensors(runId)).attention.maps[0]!));
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
    // Another text beside a run is read by the same variant, not by the one that would be chosen.
    const beside = {
      text: 'the cat',
      fit: 'start',
      caret: 0,
      change: { kind: 'replace', span: { start: 4, end: 7 }, replacement: 'dog' },
    } as const;
    expect((await runner.runVariant({ runId: runs[1]!.runId, level: 'words', ...beside })).variant).toBe('model_fp16');
  });

  test('the choice follows the folder: a better variant that appears is taken, one that goes is left', async () => {
    const directory = folderOf({ 'onnx/model_q4.onnx': ENCODER });
    const cache = new ModelCache({ need: () => 'none', forget: () => undefined }, { bytes: 1e9, runBytes: 1e9 });
    const variant = async () => (await cache.open(directory)).summary.variant;
    expect(await variant()).toBe('model_q4');
    const first = await cache.open(directory);
    expect(await cache.open(directory, 'q4')).toBe(first);
    cpSync(ENCODER, join(directory, 'onnx/model.onnx'));
    expect(await variant()).toBe('model');
    expect(await cache.open(directory, 'q4')).toBe(first);
    renameSync(join(directory, 'onnx/model.onnx'), join(directory, 'onnx/model.onnx.away'));
    expect(await cache.open(directory)).toBe(first);
  });
});
