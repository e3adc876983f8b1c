import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { toFault } from '../../src/core/faults.ts';
import { loadVocabulary } from '../../src/tokenizer/tokenizer.ts';
import type { VocabularyFiles } from '../../src/tokenizer/vocabularyFiles/index.ts';
import { tokenizerFixture } from '../support/tokenizerFixture.ts';
import { randomTexts } from './randomTexts.ts';
import { asReference, Reference } from './reference.ts';

interface Case {
  readonly name: string;
  readonly family: string;
  readonly settings: Record<string, object>;
  /** Of the tokenizer.json that `transformers` makes. */
  readonly stages: { readonly model: object };
}

const CASES = JSON.parse(readFileSync(new URL('../fixtures/tokenizers/vocabularies.json', import.meta.url), 'utf8')) as Case[];

interface Model {
  readonly vocab: Record<string, number>;
  readonly merges?: readonly (readonly [string, string])[];
}

const modelOf = (family: string): Model => (JSON.parse(tokenizerFixture(family)) as { model: Model }).model;

function vocabularyOf(family: string): VocabularyFiles['vocabulary'] {
  const { vocab, merges } = modelOf(family);
  if (!merges) {
    const entries = Object.entries(vocab).sort(([, a], [, b]) => a - b);
    return { 'vocab.txt': entries.map(([entry]) => `${entry}\n`).join('') };
  }
  return {
    'vocab.json': JSON.stringify(vocab),
    'merges.txt': `#version: 0.2\n${merges.map(([left, right]) => `${left} ${right}\n`).join('')}`,
  };
}

function filesOf(vocabulary: VocabularyFiles['vocabulary'], settings: Record<string, object>): VocabularyFiles {
  const text = (name: string): string | null => (settings[name] ? JSON.stringify(settings[name]) : null);
  return {
    vocabulary,
    settings: {
      'tokenizer_config.json': text('tokenizer_config.json'),
      'special_tokens_map.json': text('special_tokens_map.json'),
      'added_tokens.json': text('added_tokens.json'),
      'config.json': text('config.json'),
    },
  };
}

/** A folder of the family with these settings in its tokenizer_config.json, and other files. */
const folder = (family: string, config: object | null, others: Record<string, object> = {}): VocabularyFiles =>
  filesOf(vocabularyOf(family), { ...(config && { 'tokenizer_config.json': config }), ...others });

describe('a vocabulary with settings is the tokenizer that transformers makes of it', () => {
  test.for(CASES)('$name', { timeout: 60_000 }, async ({ family, settings, stages }) => {
    const texts = [...randomTexts(41, 150), 'a <mask> b </s>', ' <s>the [MASK] Paris, Parish', 'x<|endoftext|>y <|im_start|>'];
    const reference = new Reference(JSON.stringify({ ...stages, model: { ...stages.model, ...modelOf(family) } }));
    const expected = await reference.encode(texts);
    const tokenizer = loadVocabulary(filesOf(vocabularyOf(family), settings));
    const wrong = texts.flatMap((text, index) => {
      const ours = asReference(tokenizer.encode(text));
      return isDeepStrictEqual(ours, expected[index]) ? [] : [{ text, ours, expected: expected[index] }];
    });
    expect(wrong[0]).toBeUndefined();
  });

  test('the mask of RoBERTa takes the space before it, as in the files that its models are published with', () => {
    const { tokens } = loadVocabulary(folder('roberta', { tokenizer_class: 'RobertaTokenizer', mask_token: '<mask>' })).encode('a <mask>');
    expect(tokens[2]).toMatchObject({ text: '<mask>', special: true, start: 2, end: 8 });
    expect(tokens).toHaveLength(4);
  });

  test('old settings: special_tokens_map.json and added_tokens.json', () => {
    const tokenizer = loadVocabulary(
      folder('gpt2', null, {
        'config.json': { model_type: 'gpt2' },
        'special_tokens_map.json': { pad_token: { content: '<pad>', lstrip: true }, additional_special_tokens: ['<user>'] },
        'added_tokens.json': { '<pad>': 2_000, '<user>': 2_001, word: 2_002 },
      }),
    );
    expect(tokenizer.padTokenId).toBe(2_000);
    expect(tokenizer.vocabularySize).toBe(2_003);
    expect(
      tokenizer
        .encode('the <pad><user>word')
        .tokens.slice(-3)
        .map(({ id, special, start, end }) => [id, special, start, end]),
    ).toEqual([
      [2_000, true, 3, 9],
      [2_001, true, 9, 15],
      [2_002, false, 15, 19],
    ]);
  });

  test('a vocab.txt as an editor of Windows saves it', () => {
    const vocabulary = { 'vocab.txt': '\uFEFF[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\na\r\n##b' };
    const { tokens } = loadVocabulary(filesOf(vocabulary, { 'config.json': { model_type: 'bert' } })).encode('AB');
    expect(tokens.map(({ id }) => id)).toEqual([2, 4, 5, 3]);
  });
});

describe('what is not read is said', () => {
  const GPT2 = { tokenizer_class: 'GPT2Tokenizer' };

  test.for<[code: string, cause: string, files: VocabularyFiles]>([
    [
      'unsupported-tokenizer',
      'tokenizer_config.json names no kind of tokenizer; without a tokenizer.json those of GPT2, ',
      folder('gpt2', {}),
    ],
    [
      'unsupported-tokenizer',
      'It is of the kind Bertweet; without a tokenizer.json those of Bert, DistilBert, ',
      folder('mpnet', { tokenizer_class: 'BertweetTokenizer' }),
    ],
    ['unsupported-tokenizer', 'names no kind', folder('gpt2', { tokenizer_class: '<img src=x>' })],
    ['unsupported-tokenizer', 'of the kind constructor', folder('gpt2', { tokenizer_class: 'constructor' })],
    ['unsupported-tokenizer', 'do_basic_tokenize', folder('mpnet', { tokenizer_class: 'MPNetTokenizer', do_basic_tokenize: false })],
    [
      'unsupported-tokenizer',
      'do_lower_case',
      filesOf({ 'vocab.txt': '[UNK]\n[CLS]\n[SEP]\nThe\n' }, { 'config.json': { model_type: 'bert' } }),
    ],
    [
      'file-corrupt',
      'lacks a special token that goes around every text',
      folder('mpnet', { tokenizer_class: 'BertTokenizer', do_lower_case: true }),
    ],
    [
      'file-corrupt',
      'lacks a special token that goes around every text',
      folder('gpt2', { ...GPT2, add_bos_token: true, bos_token: null }),
    ],
    [
      'file-corrupt',
      'tokenizer_config.json cannot be used: it is not valid JSON',
      { ...folder('gpt2', GPT2), settings: { ...folder('gpt2', GPT2).settings, 'tokenizer_config.json': '{' } },
    ],
    ['file-corrupt', 'vocab.json cannot be used', filesOf({ 'vocab.json': '', 'merges.txt': 'a b' }, { 'tokenizer_config.json': GPT2 })],
    [
      'file-corrupt',
      'merges.txt has no merges',
      filesOf({ 'vocab.json': '{"a":0}', 'merges.txt': '#version: 0.2\n' }, { 'tokenizer_config.json': GPT2 }),
    ],
    [
      'file-corrupt',
      'merges hold one that is no pair',
      filesOf({ 'vocab.json': '{"a":0}', 'merges.txt': 'a\n' }, { 'tokenizer_config.json': GPT2 }),
    ],
    ['file-corrupt', 'vocabulary is empty', filesOf({ 'vocab.json': '{}', 'merges.txt': 'a b\n' }, { 'tokenizer_config.json': GPT2 })],
    ['file-corrupt', 'special token is not an object', folder('gpt2', { ...GPT2, pad_token: 7 })],
    ['file-corrupt', 'added token has an id', folder('gpt2', { ...GPT2, added_tokens_decoder: { x: { content: 'y' } } })],
  ])('%s: %s', ([code, cause, files]) => {
    try {
      loadVocabulary(files);
      expect.unreachable();
    } catch (error) {
      expect(toFault(error)).toMatchObject({ code, cause: expect.stringContaining(cause) as string });
      expect(toFault(error).cause).not.toContain('<img');
    }
  });
});
