import { describe, expect, test } from 'vitest';
import { toFault } from '../../src/core/faults.ts';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.ts';
import type { TokenizerJson } from './reference.ts';
import { tokenizerJson } from './reference.ts';
import type { Fault } from '../../src/core/fault.ts';

type Change = (json: TokenizerJson) => void;

/** The built-in file with a small vocabulary, so that a test reads fast. */
function smallJson(change: Change = () => {}): string {
  return tokenizerJson(json => {
    json.model.vocab = { '[PAD]': 0, '[UNK]': 100, '[CLS]': 101, '[SEP]': 102, '[MASK]': 103, a: 1, '##b': 2 };
    change(json);
  });
}

function faultOf(content: string): Fault {
  try {
    loadTokenizer(content);
  } catch (error) {
    return toFault(error);
  }
  throw new Error('The tokenizer was read.');
}

describe('what is read', () => {
  test('truncation and padding are ignored', () => {
    const json = smallJson(json => {
      json.truncation = { max_length: 3, strategy: 'LongestFirst', stride: 0 };
      json.padding = { strategy: { Fixed: 9 }, direction: 'Right', pad_id: 0, pad_type_id: 0, pad_token: '[PAD]' };
    });
    expect(
      loadTokenizer(json)
        .encode('a a a a')
        .tokens.map(token => token.id),
    ).toEqual([101, 1, 1, 1, 1, 102]);
  });

  test('the vocabulary size is the largest id plus one, added tokens included', () => {
    expect(loadTokenizer(smallJson()).vocabularySize).toBe(104);
    const added = { id: 7_000, content: '<x>', special: true };
    expect(loadTokenizer(smallJson(json => json.added_tokens.push(added))).vocabularySize).toBe(7_001);
  });

  test('the padding token is the named one, else the usual one, else none', () => {
    expect(loadTokenizer(smallJson(json => (json.padding = { pad_token: '[MASK]' }))).padTokenId).toBe(103);
    expect(loadTokenizer(smallJson(json => (json.padding = null))).padTokenId).toBe(0);
    const without: Change = json => {
      json.padding = null;
      json.added_tokens.shift();
      delete json.model.vocab['[PAD]'];
    };
    expect(loadTokenizer(smallJson(without)).padTokenId).toBeNull();
  });

  test('the entries with what they are', () => {
    const json = smallJson(json => {
      json.added_tokens.push({ id: 7_000, content: '<word>', special: false }, { id: 7_001, content: '[unused9]', special: true });
      // Special by its place in the template alone.
      json.added_tokens = json.added_tokens.filter(token => token.content !== '[CLS]');
    });
    const tokenizer = loadTokenizer(json);
    expect([...tokenizer.entries()].sort(([a], [b]) => a - b).map(([id, { token, kind }]) => `${id} ${token} ${kind}`)).toEqual([
      '0 [PAD] special',
      '1 a word',
      '2 ##b piece',
      '100 [UNK] special',
      '101 [CLS] special',
      '102 [SEP] special',
      '103 [MASK] special',
      '7000 <word> word',
      '7001 [unused9] unused',
    ]);
  });

  test('a file without `type` in its model, as old files are, and with a byte order mark', () => {
    const json = smallJson(json => delete json.model['type']);
    expect(loadTokenizer(`\uFEFF${json}`).encode('ab').tokens).toHaveLength(4);
  });

  test('entries named like properties of every object', () => {
    const json = smallJson().replace('"vocab":{', '"vocab":{"__proto__":3,"constructor":4,');
    const tokenizer = loadTokenizer(json);
    expect(tokenizer.encode('constructor').tokens.map(token => token.id)).toEqual([101, 4, 102]);
    expect(tokenizer.encode('toString').tokens.map(token => token.id)).toEqual([101, 100, 102]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('as much as the largest real files hold: 256,000 entries and 512,000 merges, each a list of two', () => {
    const entries = Array.from({ length: 256_000 }, (_, id) => `"entry${id}":${1_000 + id}`).join(',');
    const merges = Array.from({ length: 512_000 }, (_, i) => `["a${i}","b${i}"]`).join(',');
    const json = smallJson().replace(/"vocab":\s*\{/, `"merges":[${merges}],"vocab":{${entries},`);
    expect(loadTokenizer(json).vocabularySize).toBe(257_000);
  });
});

describe('kinds that are not read yet are named', () => {
  test.for<[cause: string, change: Change]>([
    ['Other is not read yet; WordPiece, WordLevel, BPE and Unigram are', json => Object.assign(json, { model: { type: 'Other' } })],
    ['of an unknown kind', json => Object.assign(json, { model: { type: '<img src=x>' } })],
    ['Its normalizer is Other; only BertNormalizer, ', json => (json.normalizer = { type: 'Other' })],
    [
      'Its normalizer is Another; only',
      json => (json.normalizer = { type: 'Sequence', normalizers: [{ type: 'Sequence', normalizers: [{ type: 'Another' }] }] }),
    ],
    ['Its pre-tokenizer is Other; only BertPreTokenizer, ', json => (json.pre_tokenizer = { type: 'Other' })],
    ['Its pre-tokenizer is of an unknown kind', json => (json.pre_tokenizer = { type: 'constructor<' })],
    ['Its pre-tokenizer is constructor; only', json => (json.pre_tokenizer = { type: 'constructor' })],
    ['Its post-processor is Other; only TemplateProcessing, ', json => (json.post_processor = { type: 'Other' })],
    [
      'Its normalizer has more than 100 steps',
      json => (json.normalizer = { type: 'Sequence', normalizers: Array.from({ length: 100 }, () => ({ type: 'Lowercase' })) }),
    ],
    ['at most 200,000 are read', json => (json.added_tokens = Array.from({ length: 200_001 }, (_, id) => ({ id, content: `<${id}>` })))],
    ['more than 1,000 characters', json => json.added_tokens.push({ id: 5, content: 'x'.repeat(1_001) })],
    ['Its prefix of continued words', json => (json.model['continuing_subword_prefix'] = '#'.repeat(17))],
    ['Its longest word', json => (json.model['max_input_chars_per_word'] = 1e9)],
  ])('%s', ([cause, change]) => {
    const fault = faultOf(smallJson(change));
    expect(fault.code).toBe('unsupported-tokenizer');
    expect(fault.cause).toContain(cause);
    expect(fault.cause).not.toContain('<');
  });
});

describe('damaged files are told from unsupported ones', () => {
  test.each([
    ['nested 100,000 deep', '['.repeat(100_000) + ']'.repeat(100_000), 'nested deeper than 64 levels'],
    ['five million values', `[${'0,'.repeat(5_000_000)}0]`, 'more than 4,000,000 parts'],
  ])('%s where nothing is read', (_, value, words) => {
    expect(() => loadTokenizer(smallJson().replace('"truncation":', () => `"truncation":${value},"x":`))).toThrow(words);
  });

  test.for<[cause: string, change: Change]>([
    ['vocabulary is not an object', json => Object.assign(json.model, { vocab: [] })],
    ['vocabulary is empty', json => (json.model.vocab = {})],
    ['one id to two entries', json => (json.model.vocab['twice'] = 1)],
    ['vocabulary has an id that is not a whole number', json => (json.model.vocab['x'] = -1)],
    ['vocabulary has an id that is not a whole number', json => (json.model.vocab['x'] = 2 ** 31)],
    ['vocabulary has an id that is not a whole number', json => (json.model.vocab['x'] = 1.5)],
    ['vocabulary has an id that is not a whole number', json => Object.assign(json.model.vocab, { x: '7' })],
    ['unknown token is not in its vocabulary', json => Object.assign(json, { model: { type: 'WordLevel', vocab: { a: 0 } } })],
    ['normalizer is a sequence without steps', json => (json.normalizer = { type: 'Sequence' })],
    ['pre-tokenizer is a sequence without steps', json => (json.pre_tokenizer = { type: 'Sequence' })],
    ['post-processor is a sequence without steps', json => (json.post_processor = { type: 'Sequence' })],
    [
      'does not say what becomes of what it cuts at',
      json => (json.pre_tokenizer = { type: 'Split', pattern: { String: ' ' }, behavior: 'Thrown' }),
    ],
    ['The mark of its pre-tokenizer is not one character', json => (json.pre_tokenizer = { type: 'Metaspace', replacement: '__' })],
    [
      'does not say where it puts its mark',
      json => (json.pre_tokenizer = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'sometimes' }),
    ],
    [
      'says in two ways where it puts its mark',
      json => (json.pre_tokenizer = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', add_prefix_space: false }),
    ],
    ['is not one character', json => (json.pre_tokenizer = { type: 'CharDelimiterSplit', delimiter: 'ab' })],
    ['not a number from 1 on', json => (json.pre_tokenizer = { type: 'FixedLength', length: 0 })],
    ['looks for an empty text', json => (json.normalizer = { type: 'Replace', pattern: { String: '' }, content: 'x' })],
    ['normalizer is not a text', json => (json.normalizer = { type: 'Replace', pattern: {}, content: 'x' })],
    ['normalizer is not an object', json => (json.normalizer = { type: 'Replace', content: 'x' })],
    ['unknown token is not in its vocabulary', json => (json.model['unk_token'] = '<unk>')],
    ['list of added tokens is not a list', json => Object.assign(json, { added_tokens: {} })],
    ['added token is not an object', json => Object.assign(json, { added_tokens: [7] })],
    ['disagree about an id', json => (json.added_tokens[0]!['id'] = 9)],
    ['disagree about an id', json => json.added_tokens.push({ id: 1, content: '<new>' })],
    ['disagree about an id', json => json.added_tokens.push({ id: 8, content: '<new>' }, { id: 8, content: '<other>' })],
    ['disagree about an id', json => (json.post_processor = { type: 'BertProcessing', cls: ['[CLS]', 7], sep: ['[SEP]', 102] })],
    ['without an id', json => (json.post_processor = { type: 'BertProcessing', cls: '[CLS]' })],
    ['no template for one text', json => (json.post_processor = { type: 'TemplateProcessing' })],
    ['place the text exactly once', json => (json.post_processor = { type: 'TemplateProcessing', single: [] })],
    [
      'post-processor is not an object',
      json => (json.post_processor = { type: 'TemplateProcessing', single: [{ SpecialToken: { id: 'x' } }] }),
    ],
    ['post-processor is not a text', json => (json.post_processor = { type: 'TemplateProcessing', single: [{ SpecialToken: {} }] })],
  ])('%s', ([cause, change]) => {
    const fault = faultOf(smallJson(change));
    expect(fault.code).toBe('file-corrupt');
    expect(fault.cause).toContain(cause);
  });

  test.for(['', '{', 'null', '[]', '7', '{"model":7}', '{}'])('content %s', content => {
    expect(faultOf(content).code).toBe('file-corrupt');
  });
});
