import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BPE, byteLevelPreTokenizer, Tokenizer as RustTokenizer } from 'tokenizers';
import { beforeAll, describe, expect, test } from 'vitest';
import { toFault } from '../../src/core/faults.ts';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.ts';
import { randomTexts } from './randomTexts.ts';
import { differences } from './reference.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/texts');
const FILES = readdirSync(FOLDER).map(name => join(FOLDER, name));

const TEXTS = [
  ...FILES.map(file => readFileSync(file, 'utf8')),
  ...randomTexts(77, 300),
  '👨‍👩‍👧👍🏽 🏴\u{E0067}\u{E007F} e\u0301\u0323 日本語のテキスト 한국어',
  `a${' '.repeat(300)}b\n\n\n${'\t'.repeat(20)}c`,
  'the'.repeat(2_000),
];

interface BpeJson extends Record<string, unknown> {
  added_tokens: object[];
  model: { vocab: Record<string, number>; merges: [string, string][] } & Record<string, unknown>;
}

/** Trained by the Rust library on the fixtures' texts, with all bytes in its vocabulary. */
let trained: string;

beforeAll(() => {
  const tokenizer = new RustTokenizer(BPE.empty());
  tokenizer.setPreTokenizer(byteLevelPreTokenizer(false, true));
  tokenizer.train(FILES);
  const folder = mkdtempSync(join(tmpdir(), 'bpe-'));
  try {
    tokenizer.save(join(folder, 'tokenizer.json'));
    const json = JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8')) as BpeJson;
    const { vocab } = json.model;
    const letters = byteLevelPreTokenizer(false, false).preTokenizeString(
      Array.from({ length: 0x800 }, (_, code) => String.fromCharCode(code)).join(''),
    );
    for (const letter of `${letters[0]![0]}ðñòóôïîíìëêéèçæåäãâáà`) vocab[letter] ??= Object.keys(vocab).length;
    trained = JSON.stringify(json);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);

function changed(change: (json: BpeJson) => void): string {
  const json = JSON.parse(trained) as BpeJson;
  change(json);
  return JSON.stringify(json);
}

const byteLevel = (add_prefix_space: boolean, trim_offsets: boolean): object => ({
  type: 'ByteLevel',
  add_prefix_space,
  trim_offsets,
  use_regex: true,
});
const added = (id: number, content: string, options: object = {}): object => ({
  id,
  content,
  special: true,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  ...options,
});

/** As GPT-2, RoBERTa and Llama 3 have them. */
const KINDS: Record<string, (json: BpeJson) => void> = {
  'GPT-2': json => Object.assign(json, { post_processor: byteLevel(true, false) }),
  RoBERTa: json => {
    const { vocab } = json.model;
    const [cls, sep, mask] = ['<s>', '</s>', '<mask>'].map(name => (vocab[name] = Object.keys(vocab).length)) as [number, number, number];
    json.added_tokens = [added(cls, '<s>'), added(sep, '</s>'), added(mask, '<mask>', { lstrip: true })];
    json['post_processor'] = {
      type: 'RobertaProcessing',
      cls: ['<s>', cls],
      sep: ['</s>', sep],
      trim_offsets: true,
      add_prefix_space: false,
    };
  },
  'a space before the first word, spans trimmed': json =>
    Object.assign(json, { pre_tokenizer: byteLevel(true, true), post_processor: byteLevel(true, true) }),
  'whole words whatever the merges are, after NFC': json => {
    Object.assign(json, { normalizer: { type: 'NFC' }, post_processor: byteLevel(false, true) });
    json.model['ignore_merges'] = true;
    json.model.vocab['Ġtokenization'] = Object.keys(json.model.vocab).length;
  },
};

/** Without the pre-tokenizer: characters, of which many are no entries. */
const CHARACTERS: Record<string, (json: BpeJson) => void> = {
  'unknown characters one by one': json => Object.assign(json.model, { unk_token: 'Ġ' }),
  'unknown characters together': json => Object.assign(json.model, { unk_token: 'Ġ', fuse_unk: true }),
  'bytes of unknown characters': json => {
    Object.assign(json.model, { unk_token: 'Ġ', byte_fallback: true });
    for (let byte = 0; byte < 256; byte++)
      json.model.vocab[`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`] = Object.keys(json.model.vocab).length;
  },
  'marked beginnings and ends': json => {
    const vocab: Record<string, number> = { '[UNK]': 0 };
    for (const letter of 'etaoinshr')
      for (const entry of [letter, `##${letter}`, `${letter}</w>`, `##${letter}</w>`]) vocab[entry] = Object.keys(vocab).length;
    const merges: [string, string][] = [
      ['t', '##h'],
      ['th', '##e</w>'],
      ['##o', '##n</w>'],
      ['##i', '##on</w>'],
    ];
    for (const [left, right] of merges) vocab[left + right.slice(2)] ??= Object.keys(vocab).length;
    json.model = { ...json.model, vocab, merges, unk_token: '[UNK]', continuing_subword_prefix: '##', end_of_word_suffix: '</w>' };
  },
};

describe('byte-level BPE is that of the official Rust library', () => {
  test.for(Object.entries(KINDS))('%s', async ([, change]) => {
    const pairs = TEXTS.slice(0, 40).map((text, index) => [text, TEXTS[index + 40]!] as const);
    expect((await differences(changed(change), [...TEXTS, ...pairs]))[0]).toBeUndefined();
  });

  test('is called so, and knows words from parts of words', () => {
    const tokenizer = loadTokenizer(trained);
    expect(tokenizer.kind).toBe('byte-level BPE');
    const kinds = new Map([...tokenizer.entries().values()].map(({ token, kind }) => [token, kind]));
    expect([kinds.get('Ġthe'), kinds.get('the'), kinds.get('Ġ')]).toEqual(['word', 'piece', 'piece']);
  });

  test.for<[kind: string, change: (json: BpeJson) => void]>([
    ['no space is put before it', () => {}],
    ['a space is', json => Object.assign(json, { pre_tokenizer: byteLevel(true, true), post_processor: byteLevel(true, true) })],
  ])('a word by itself is read as inside a text, where %s', ([, change]) => {
    const tokenizer = loadTokenizer(changed(change));
    const inText = tokenizer.encode('at the').tokens.at(-1)!;
    expect(inText.text).toBe('Ġthe');
    expect(tokenizer.encodeWord('the')).toEqual([{ ...inText, start: 0, end: 3 }]);
    expect(tokenizer.encodeWord(' the').map(({ text }) => text)).toEqual(['Ġthe']);
    expect(tokenizer.encodeWord('')).toEqual([]);
  });

  test('tokens of one emoji share its span, the space before it is apart', () => {
    const { tokens } = loadTokenizer(trained).encode('a 🫠b');
    expect(tokens.length).toBeGreaterThan(3);
    expect(new Set(tokens.slice(1, -1).map(({ start, end }) => `${start} ${end}`))).toEqual(new Set(['1 2', '2 4']));
  });
});

describe('BPE of characters', () => {
  test.for(Object.entries(CHARACTERS))('%s', async ([, change]) => {
    const json = changed(json => {
      json['pre_tokenizer'] = { type: 'WhitespaceSplit' };
      change(json);
    });
    expect((await differences(json, TEXTS))[0]).toBeUndefined();
  });

  test('words begin with a low line where it is an entry, though the letter of byte-level BPE is one too, as in a large vocabulary', () => {
    const tokenizer = loadTokenizer(
      JSON.stringify({
        normalizer: {
          type: 'Sequence',
          normalizers: [
            { type: 'Prepend', prepend: '▁' },
            { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
          ],
        },
        model: { type: 'BPE', vocab: { a: 0, b: 1, '▁': 2, Ġ: 3, '▁a': 4, '▁ab': 5 }, merges: ['▁ a', '▁a b'] },
      }),
    );
    expect(tokenizer.encodeWord('ab').map(({ text }) => text)).toEqual(['▁ab']);
    const kinds = new Map([...tokenizer.entries().values()].map(({ token, kind }) => [token, kind]));
    expect([kinds.get('▁ab'), kinds.get('a')]).toEqual(['word', 'piece']);
  });

  test('a character that has no entry is left out, and the spans of the others stay true, which they do not in the Rust library', () => {
    const json = changed(json => Object.assign(json, { pre_tokenizer: null }));
    expect(
      loadTokenizer(json)
        .encode('a日b')
        .tokens.map(({ text, start, end }) => [text, start, end]),
    ).toEqual([
      ['a', 0, 1],
      ['b', 2, 3],
    ]);
  });
});

describe('effort', () => {
  test.for<[name: string, word: string]>([
    ['100,000 letters', 'abcdefghij'.repeat(10_000)],
    ['100,000 times one letter', 'e'.repeat(100_000)],
    ['100,000 spaces', ' '.repeat(100_000)],
  ])('%s without a break', { timeout: 20_000 }, ([, word]) => {
    const tokenizer = loadTokenizer(
      changed(json => Object.assign(json, { pre_tokenizer: { ...byteLevel(false, false), use_regex: false } })),
    );
    const used = process.cpuUsage();
    const { tokens } = tokenizer.encode(word);
    expect(process.cpuUsage(used).user / 1e6).toBeLessThan(4);
    expect(tokens.at(-1)!.end).toBe(word.length);
  });
});

describe('what contradicts itself', () => {
  test.for<[cause: string, change: (json: BpeJson) => void]>([
    ['Its merges are not a list', json => Object.assign(json.model, { merges: {} })],
    ['one that is no pair', json => Object.assign(json.model, { merges: ['abc'] })],
    ['one that is no pair', json => Object.assign(json.model, { merges: [['a', 'b', 'c']] })],
    ['an entry that its vocabulary does not have', json => Object.assign(json.model, { merges: ['a 日'] })],
    ['an entry that its vocabulary does not have', json => Object.assign(json.model, { merges: [['zq', 'x']] })],
    ['unk_token is not a text', json => Object.assign(json.model, { unk_token: 7 })],
  ])('%s', ([cause, change]) => {
    try {
      loadTokenizer(changed(change));
      expect.unreachable();
    } catch (error) {
      expect(toFault(error)).toMatchObject({ code: 'file-corrupt', cause: expect.stringContaining(cause) as string });
    }
  });
});
