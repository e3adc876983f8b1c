import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readRows } from '../../src/engine/runtime/embeddingRows.ts';
import { findPairs } from '../../src/engine/twoTexts/files.ts';
import { readPair } from '../../src/engine/twoTexts/graphs.ts';
import { DECODER_SEES_AHEAD, loadTwoTexts, type TwoTextModel } from '../../src/engine/twoTexts/model.ts';
import { runTwoTexts } from '../../src/engine/twoTexts/run.ts';
import type { TwoTextRequest } from '../../src/protocol/twoTexts.ts';
import { TINY_MODEL } from '../support/commandLine.ts';
import { faultIn } from '../support/faultOf.ts';

const ROOT = 'test/fixtures/encoderDecoders';
const G2P = 'test/fixtures/g2p';
const made: string[] = [];
const opened: TwoTextModel[] = [];

afterAll(async () => {
  for (const { encoder, decoder } of opened) await Promise.all([encoder.dispose(), decoder.dispose()]);
  for (const folder of made) rmSync(folder, { recursive: true });
});

/** A copy of a folder that a test may change. */
function copyOf(directory: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'two-texts-'));
  made.push(folder);
  cpSync(directory, folder, { recursive: true });
  return folder;
}

async function load(directory: string): Promise<TwoTextModel> {
  const model = await loadTwoTexts(directory, undefined, { runBytes: 1e9 });
  opened.push(model);
  return model;
}

const loading = (directory: string) => faultIn(() => load(directory));

function changeJson(file: string, change: (settings: Record<string, unknown>) => void): void {
  const settings = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  change(settings);
  writeFileSync(file, JSON.stringify(settings));
}

describe('a folder whose two graphs cannot be opened as one model', () => {
  test('without its encoder', async () => {
    const folder = copyOf(join(ROOT, 't5-optimum'));
    rmSync(join(folder, 'onnx/encoder_model.onnx'));
    expect(await loading(folder)).toMatchObject({
      code: 'model-missing',
      title: 'The encoder is missing',
      cause: expect.stringContaining('the folder has onnx/decoder_model.onnx, and no encoder_model.onnx'),
      nextStep: expect.stringContaining('Put encoder_model.onnx of the same export there'),
    });
  });

  test('without its decoder, or with one that cannot begin a text', async () => {
    const folder = copyOf(join(ROOT, 't5-optimum'));
    cpSync(join(folder, 'onnx/decoder_model.onnx'), join(folder, 'onnx/decoder_with_past_model.onnx'));
    rmSync(join(folder, 'onnx/decoder_model.onnx'));
    const fault = await loading(folder);
    expect([fault.code, fault.title]).toEqual(['model-missing', 'The decoder is missing']);
    expect(fault.cause).toContain('cannot begin a text');
  });

  test('of a model of one text', async () => {
    const fault = await loading(TINY_MODEL);
    expect([fault.code, fault.title]).toEqual(['unsupported-model', 'This model reads one text']);
    expect(fault.nextStep).toContain('Leave --target and --generate out');
  });

  test('of two models: vectors of other widths, vocabularies of other sizes, a decoder without cross-attention', async () => {
    const folder = copyOf(join(ROOT, 'bart-merged'));
    cpSync(join(G2P, 'onnx/encoder_model_quantized.onnx'), join(folder, 'onnx/encoder_model.onnx'));
    expect(await loading(folder)).toMatchObject({
      title: 'Encoder and decoder do not belong together',
      cause: expect.stringContaining('the encoder makes vectors of 128 numbers, and the decoder reads vectors of 16'),
    });
    cpSync(join(ROOT, 't5-optimum/onnx/encoder_model.onnx'), join(folder, 'onnx/encoder_model.onnx'));
    const other = await loading(folder);
    expect(other.title).toBe('Encoder and decoder do not belong together');
    expect(other.cause).toMatch(/the encoder knows \d+ words, the decoder \d+, and there is no target_tokenizer.json/);
    rmSync(join(folder, 'onnx/decoder_model_merged.onnx'));
    cpSync('test/fixtures/models/gpt2/onnx/model.onnx', join(folder, 'onnx/decoder_model.onnx'));
    expect((await loading(folder)).title).toBe('This decoder reads no other text');
  });

  test('of one architecture and two models: other vectors for the same words are warned of', async () => {
    const folder = copyOf(join(ROOT, 'bart-merged'));
    expect((await load(folder)).summary.warnings).toEqual([]);
    const file = join(folder, 'onnx/encoder_model.onnx');
    const { encoder } = readPair(folder, findPairs(folder)[0]!);
    const row = readRows(encoder.file, encoder.graph.tables.word, [0]);
    const bytes = readFileSync(file);
    const at = bytes.indexOf(Buffer.from(row.buffer));
    expect(at).toBeGreaterThan(0);
    bytes.writeFloatLE(row[0]! + 1, at);
    writeFileSync(file, bytes);
    expect((await load(folder)).summary.warnings).toEqual([expect.stringContaining('different vectors for the same words')]);
  });

  test('that is too large for what memory is free', async () => {
    const directory = join(ROOT, 'bart-merged');
    const loading = await faultIn(() => loadTwoTexts(directory, undefined, { runBytes: 1e9, free: 1e6 }));
    expect([loading.code, loading.title]).toEqual(['out-of-memory', 'There is not enough memory for this model']);
  });

  test('that does not say how a text begins', async () => {
    const folder = copyOf(join(ROOT, 't5-optimum'));
    for (const name of ['config.json', 'generation_config.json'])
      changeJson(join(folder, name), settings => {
        delete settings['decoder_start_token_id'];
        delete settings['bos_token_id'];
      });
    expect((await loading(folder)).title).toBe('How this model begins a text is not known');
  });

  test('with SentencePiece files and no tokenizer.json', async () => {
    const folder = copyOf(join(ROOT, 'marian-merged'));
    rmSync(join(folder, 'tokenizer.json'));
    for (const name of ['source.spm', 'target.spm', 'vocab.json']) writeFileSync(join(folder, name), '{}');
    const fault = await loading(folder);
    expect([fault.code, fault.title]).toEqual(['tokenizer-missing', 'The tokenizer is missing']);
    expect(fault.nextStep).toContain('A SentencePiece file alone is not read: save the tokenizer as tokenizer.json');
  });
});

test('a decoder whose mask an optimizer has lost is said to have none, and others are not', async () => {
  for (const [directory, isLost] of [
    ['test/fixtures/encoderDecoderAhead/bart', true],
    [`${ROOT}/bart-merged`, false],
  ] as const) {
    const model = await loadTwoTexts(directory, undefined, { runBytes: 1e9 });
    expect(model.summary.warnings.includes(DECODER_SEES_AHEAD)).toBe(isLost);
    expect(model.summary.stacks.decoder.causal).toBe(!isLost);
    await model.encoder.dispose();
    await model.decoder.dispose();
  }
});

describe('texts that cannot be read together', () => {
  const run = async (model: TwoTextModel, request: Partial<TwoTextRequest>) =>
    faultIn(() => runTwoTexts(model, { directory: '', source: 'bank', target: { text: 'b' }, ...request }));

  test('an empty target, a target without tokens, a target longer than the decoder reads', async () => {
    const model = await load(G2P);
    expect(await run(model, { target: { text: ' \n' } })).toMatchObject({
      code: 'empty-text',
      title: 'The target holds nothing the model can read',
      nextStep: expect.stringContaining('--generate'),
    });
    expect(await run(model, { target: { text: 'æ'.repeat(63) } })).toMatchObject({
      code: 'usage',
      title: 'The target is too long',
      cause: expect.stringContaining('It has 65 tokens with those that it begins with, and the decoder of this model reads 64.'),
    });
    await runTwoTexts(model, { directory: '', source: 'bank', target: { text: 'æ'.repeat(62) } });
  });

  test('tasks and languages that the model does not have', async () => {
    const [t5, mbart] = [await load(join(ROOT, 't5-optimum')), await load(join(ROOT, 'mbart-dynamo'))];
    expect((await run(t5, { task: 'poetry' })).cause).toBe('Its tasks are summarization, translation_en_to_fr.');
    expect((await run(t5, { targetLanguage: 'fr_XX' })).cause).toBe('Its tokenizer has no tokens for languages.');
    expect((await run(mbart, { targetLanguage: 'French' })).cause).toBe('Its languages are en_XX, fr_XX.');
    expect((await run(mbart, { task: 'poetry' })).title).toBe('The model has no such task');
  });
});

describe('what the files of a model offer', () => {
  test('a task puts its text before the source, whose words keep their places', async () => {
    const model = await load(join(ROOT, 't5-optimum'));
    const request = { directory: '', source: 'red cats', target: { text: 'chats' } };
    const { source } = await runTwoTexts(model, { ...request, task: 'translation_en_to_fr' });
    const typed = await runTwoTexts(model, { ...request, source: 'translate English to French: red cats' });
    expect(source.tokens.map(token => token.id)).toEqual(typed.source.tokens.map(token => token.id));
    expect(source.words.filter(word => word.start >= 0).map(word => [word.label, word.start])).toEqual([
      ['red', 0],
      ['cats', 4],
    ]);
  });

  test('a language stands in the place that the tokenizer has for it, and begins the target', async () => {
    const model = await load(join(ROOT, 'mbart-dynamo'));
    const request = { directory: '', source: 'red cats', target: { text: 'chats' } };
    const run = await runTwoTexts(model, { ...request, sourceLanguage: 'fr_XX', targetLanguage: 'en_XX' });
    expect(run.source.tokens.slice(-2).map(token => token.text)).toEqual(['</s>', 'fr_XX']);
    expect(run.target.tokens.slice(0, 2).map(token => token.text)).toEqual(['</s>', 'en_XX']);
    const plain = await runTwoTexts(model, request);
    expect(plain.source.tokens.at(-1)!.text).toBe('en_XX');
  });
});
