import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chooseModel } from '../../src/engine/model/chooseModel.ts';
import { findModelFolder, modelFiles } from '../../src/engine/model/folder.ts';
import { oneLayer } from '../onnx/support/oneLayer.ts';
import { TINY_MODEL } from '../support/commandLine.ts';
import { faultOf } from '../support/faultOf.ts';
import { madeFolders } from '../support/madeFolders.ts';

const ENCODER = join(TINY_MODEL, 'onnx/model.onnx');
const DECODER = resolve('test/fixtures/models/bart-decoder/onnx/model.onnx');

const { folderOf } = madeFolders();

describe('an encoder-decoder', () => {
  test('its encoder is opened by itself, in all its variants, and that is said; its decoders are no variants', () => {
    const directory = folderOf({
      'onnx/encoder_model.onnx': ENCODER,
      'onnx/encoder_model_quantized.onnx': ENCODER,
      'onnx/decoder_model_merged.onnx': DECODER,
      'onnx/decoder_model.onnx': DECODER,
    });
    const { variant, variants, notes } = chooseModel(directory);
    expect([variant.path, variants]).toEqual(['onnx/encoder_model.onnx', ['encoder_model', 'encoder_model_quantized']]);
    expect(notes).toEqual([
      'This folder holds an encoder-decoder: its encoder (onnx/encoder_model.onnx) is shown by itself, without its decoder (onnx/decoder_model.onnx). Explore Two Texts… shows both.',
    ]);
  });

  test('whose encoder cannot be shown is named as such, with the reason', () => {
    const fault = faultOf(() => chooseModel(folderOf({ 'encoder_model.onnx': DECODER, 'decoder_model_merged.onnx': DECODER })));
    expect(fault.title).toBe('The encoder of this encoder-decoder cannot be shown');
    expect(fault.cause).toContain('encoder_model.onnx) can be shown by itself, without its decoder (decoder_model_merged.onnx); but: ');
  });
});

test('a model whose words are looked up by another graph is named as such; so is what makes images and sound of it', () => {
  const vectors = oneLayer({ embedding: (builder, ids) => builder.node('Cast', [ids], { to: 1 }) });
  const files = { 'onnx/decoder_model_merged.onnx': vectors, 'onnx/embed_tokens_q4.onnx': ENCODER };
  const fault = faultOf(() => chooseModel(folderOf(files)));
  expect(fault).toMatchObject({
    title: 'The model is in several graphs',
    cause:
      'onnx/decoder_model_merged.onnx reads what onnx/embed_tokens_q4.onnx beside it does not make. Its first layer does not start from a table of word vectors read with one of its inputs (its inputs are ids).',
  });
  expect(faultOf(() => chooseModel(folderOf({ ...files, 'onnx/vision_encoder.onnx': ENCODER }))).cause).toContain(
    'does not make; onnx/vision_encoder.onnx of the same folder may, of images or sound. ',
  );
});

describe('weights for other programs', () => {
  test.each([
    ['model.safetensors', 'Safetensors'],
    ['pytorch_model.bin', 'PyTorch'],
    ['llama-q4_k_m.gguf', 'llama.cpp'],
    ['tf_model.h5', 'another library'],
  ])('%s: what it is, and what to get instead', (name, program) => {
    const many = Object.fromEntries(
      ['added_tokens', 'config', 'generation_config', 'special_tokens_map', 'vocab', 'a'].map(file => [`${file}.json`, new Uint8Array(2)]),
    );
    const fault = faultOf(() => modelFiles(folderOf({ ...many, [name]: new Uint8Array(9) })));
    expect(fault).toMatchObject({
      code: 'model-missing',
      title: 'The model is not in the ONNX format',
      cause: expect.stringMatching(
        `it has ${name}, .*, 1 more: weights for ${program}, which have no graph to read attention from`,
      ) as string,
      nextStep: expect.stringContaining('optimum-cli export onnx') as string,
    });
  });

  test('a SentencePiece file alone: how to get a tokenizer.json', () => {
    const fault = faultOf(() => findModelFolder(folderOf({ 'model.onnx': ENCODER, 'tokenizer.model': new Uint8Array(9) })));
    expect(fault).toMatchObject({
      code: 'tokenizer-missing',
      cause: 'The folder has no tokenizer.json; it has model.onnx, tokenizer.model.',
      nextStep: expect.stringContaining('AutoTokenizer.from_pretrained(...).save_pretrained(...)') as string,
    });
  });
});
