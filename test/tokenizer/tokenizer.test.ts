import { describe, expect, test } from 'vitest';
import type { Token } from '../../src/core/text/token.ts';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.ts';
import { randomTexts } from './randomTexts.ts';
import { differences, Reference, tokenizerJson, type TokenizerJson } from './reference.ts';

/** Tokenizers of the kind that can occur, made from the built-in one: what each turns on shows somewhere in the random texts. */
const VARIANTS: Record<string, (json: TokenizerJson) => void> = {
  'built-in (uncased)': () => {},
  cased: json => Object.assign(json.normalizer!, { lowercase: false }),
  'lower case, accents kept': json => Object.assign(json.normalizer!, { strip_accents: false }),
  'cased, accents stripped': json => Object.assign(json.normalizer!, { lowercase: false, strip_accents: true }),
  'not cleaned, no Chinese rule': json => Object.assign(json.normalizer!, { clean_text: false, handle_chinese_chars: false }),
  'BertProcessing, short words': json => {
    json.post_processor = { type: 'BertProcessing', sep: ['[SEP]', 102], cls: ['[CLS]', 101] };
    json.model['max_input_chars_per_word'] = 12;
  },
  'no special tokens': json => (json.post_processor = null),
  'added tokens of every kind': json =>
    json.added_tokens.push(
      addedToken(30522, 'Paris', { normalized: false }),
      addedToken(30523, '<s>', { special: true, lstrip: true, rstrip: true }),
      addedToken(30524, 'Café', { normalized: true }),
      addedToken(30525, 'it ', { normalized: true, single_word: true }),
      addedToken(30526, '😀', { normalized: false, rstrip: true }),
      addedToken(json.model.vocab['os']!, 'os', { normalized: false, lstrip: true, single_word: true }),
      addedToken(30527, '[MASK]]', { special: true }),
      addedToken(30528, 'naïve', { normalized: true }),
    ),
};

function addedToken(id: number, content: string, flags: Record<string, boolean>): Record<string, unknown> {
  return { id, content, special: false, single_word: false, lstrip: false, rstrip: false, normalized: false, ...flags };
}

describe('against the official Rust library', () => {
  test.for(Object.entries(VARIANTS))('%s: 400 random texts are equal in ids, spans, segments and words', async ([, change]) => {
    expect((await differences(tokenizerJson(change), randomTexts(20_250, 400)))[0]).toBeUndefined();
  });

  test.for(Object.entries(VARIANTS))('%s: 200 random pairs of texts are equal', async ([, change]) => {
    const texts = randomTexts(20_251, 400);
    const pairs = Array.from({ length: 200 }, (_, index) => [texts[index * 2]!, texts[index * 2 + 1]!] as const);
    expect((await differences(tokenizerJson(change), pairs))[0]).toBeUndefined();
  });

  test('marks that NFD re-orders: ids are equal, and spans are those of the characters, where Rust gives those of the old places', async () => {
    const text = 'a \u0301\u{1E94A} b';
    const [expected] = await new Reference(tokenizerJson()).encode([text]);
    const tokens = loadTokenizer(tokenizerJson()).encode(text).tokens;
    expect(tokens.map(token => token.id)).toEqual(expected!.map(token => token.id));
    expect(tokens[2]).toMatchObject({ text: '[UNK]', start: text.indexOf('\u{1E94A}'), end: text.indexOf('\u{1E94A}') + 2 });
    expect(expected![2]).toMatchObject({ start: text.indexOf('\u0301'), end: text.indexOf('\u0301') + 1 });
  });

  test('a long text of all kinds is equal as a whole', async () => {
    const text = randomTexts(7, 1_000).join('\n');
    expect(await differences(tokenizerJson(), [text])).toEqual([]);
    expect(loadTokenizer(tokenizerJson()).encode(text).tokens.length).toBeGreaterThan(10_000);
  });
});

describe('spans', () => {
  const tokenizer = loadTokenizer(tokenizerJson());

  test('never go back, stay on whole characters, and with the gaps between them give the text again', () => {
    const wrong = randomTexts(99, 1_000).filter(text => !hasExactSpans(text, tokenizer.encode(text).tokens));
    expect(wrong).toEqual([]);
  });

  test.for<[name: string, text: string, expected: string[]]>([
    ['words and pieces', 'Tokenization rocks', ['token=Token', '##ization=ization', 'rocks=rocks']],
    ['composed accents', 'Café!', ['cafe=Café', '!=!']],
    ['a combining mark at the end belongs to no token', 'cafe\u0301 x', ['cafe=cafe', 'x=x']],
    ['a combining mark inside is covered', 'e\u0301tude', ['et=e\u0301t', '##ude=ude']],
    ['emoji in surrogate pairs', 'a 😀 b', ['a=a', '[UNK]=😀', 'b=b']],
    ['Chinese characters one by one', '日本', ['日=日', '本=本']],
    ['letters of a Hangul syllable share its span', '한', ['ᄒ=한', '##ᅡ=한', '##ᆫ=한']],
    ['a lone surrogate is removed, as U+FFFD is', 'a\ud800b', ['ab=a\ud800b']],
    ['control characters are removed', 'a\0\u202eb', ['ab=a\0\u202eb']],
    ['CRLF and tabs', 'a\r\n\tb', ['a=a', 'b=b']],
    ['a word of more than 100 characters', 'a'.repeat(101), [`[UNK]=${'a'.repeat(101)}`]],
    ['a final sigma is an ordinary one', 'ΣΣ', ['σ=Σ', '##σ=Σ']],
    ['nothing', ' \n', []],
  ])('%s', ([, text, expected]) => {
    const content = tokenizer.encode(text).tokens.filter(token => token.start >= 0);
    expect(content.map(token => `${token.text}=${text.slice(token.start, token.end)}`)).toEqual(expected);
  });
});

describe('special tokens', () => {
  const tokenizer = loadTokenizer(tokenizerJson());

  test('those of the template stand for no text', () => {
    const tokens = tokenizer.encode('hi').tokens;
    expect(tokens).toEqual([
      { id: 101, text: '[CLS]', special: true, unknown: false, start: -1, end: -1 },
      { id: 7632, text: 'hi', special: false, unknown: false, start: 0, end: 2 },
      { id: 102, text: '[SEP]', special: true, unknown: false, start: -1, end: -1 },
    ]);
  });

  test('a typed one is special and keeps its span; an unknown word is not special', () => {
    const [, mask, unknown] = tokenizer.encode('[MASK]😀').tokens;
    expect(mask).toEqual({ id: 103, text: '[MASK]', special: true, unknown: false, start: 0, end: 6 });
    expect(unknown).toEqual({ id: 100, text: '[UNK]', special: false, unknown: true, start: 6, end: 8 });
  });

  test('a typed unknown token is no unknown word: the model reads what was written', () => {
    const content = tokenizer.encode('[UNK] 😀').tokens.filter(({ start }) => start >= 0);
    expect(content.map(({ id, unknown }) => [id, unknown])).toEqual([
      [100, false],
      [100, true],
    ]);
  });

  test('unknown is what has the id of the unknown token, and nothing else, in any text', () => {
    for (const text of randomTexts(41, 300))
      for (const { id, special, unknown } of tokenizer.encode(text).tokens) expect(unknown, text).toBe(id === 100 && !special);
  });

  test('an added token that is not special is text', () => {
    const json = tokenizerJson(json => json.added_tokens.push(addedToken(30522, 'New York', {})));
    expect(loadTokenizer(json).encode('New York').tokens[1]).toEqual({
      id: 30522,
      text: 'New York',
      special: false,
      unknown: false,
      start: 0,
      end: 8,
    });
  });

  test('an added token of which normalisation leaves nothing is never found (the Rust library panics)', () => {
    const json = tokenizerJson(json => json.added_tokens.push(addedToken(30522, '\u0301', { normalized: true })));
    expect(loadTokenizer(json).encode('e\u0301').tokens).toEqual(tokenizer.encode('e\u0301').tokens);
  });

  test('the empty text is the template alone', () => {
    expect(tokenizer.encode('').tokens.map(token => token.text)).toEqual(['[CLS]', '[SEP]']);
  });
});

describe('a file whose stages make ever longer texts', () => {
  const replace = (content: string) => ({ type: 'Replace', pattern: { String: 'a' }, content });
  test.for<[name: string, normalizer: Record<string, unknown>, text: string]>([
    ['sixteen times as long, ten times', { type: 'Sequence', normalizers: Array.from({ length: 10 }, () => replace('a'.repeat(16))) }, 'a'],
    ['a book for a letter', replace('a'.repeat(100_000)), 'a'.repeat(40)],
    ['a book before each part', { type: 'Prepend', prepend: 'a'.repeat(300_000) }, 'a [MASK] '.repeat(6)],
  ])('is stopped: %s', ([, normalizer, text]) => {
    const tokenizer = loadTokenizer(tokenizerJson(json => (json.normalizer = normalizer)));
    expect(() => tokenizer.encode(text)).toThrow(/makes too much of this text/);
  });
});

describe('effort', () => {
  const tokenizer = loadTokenizer(tokenizerJson());

  test.for<[name: string, text: string]>([
    ['one word of 1,000,000 characters', 'a'.repeat(1_000_000)],
    ['1,000,000 combining marks on one letter', `e${'\u0301'.repeat(1_000_000)}`],
    ['1,000,000 white space characters', '\u2003'.repeat(1_000_000)],
    ['200,000 opened brackets that begin no special token', '[M'.repeat(200_000)],
  ])('%s is not a problem', { timeout: 20_000 }, ([, text]) => {
    expect(tokenizer.encode(text).tokens.length).toBeGreaterThanOrEqual(2);
  });

  test.for<[name: string, text: string]>([
    ['100,000 marks on one letter, out of order', `e${'\u0301\u0323'.repeat(50_000)}`],
    ['50,000 vowel signs that only a newer Unicode composes', '\u{113c2}'.repeat(50_000)],
  ])('nor are, for each normalization form, %s', { timeout: 60_000 }, ([, text]) => {
    for (const type of ['NFC', 'NFD', 'NFKC', 'NFKD']) {
      const any = loadTokenizer(JSON.stringify({ normalizer: { type }, model: { type: 'WordLevel', vocab: { '<unk>': 0 } } }));
      const used = process.cpuUsage();
      expect(any.encode(text).tokens.map(({ start, end }) => [start, end])).toEqual([[0, text.length]]);
      expect(process.cpuUsage(used).user / 1e6).toBeLessThan(4);
    }
  });

  test('nor are 100,000 spaces where a space is an added token that takes white space with it', () => {
    const space = { content: ' ', special: true, single_word: false, normalized: false, lstrip: true, rstrip: true };
    const json = tokenizerJson(({ added_tokens }) => added_tokens.push({ ...space, id: 30_522 }));
    const used = process.cpuUsage();
    const tokens = loadTokenizer(json).encode(`a${' '.repeat(100_000)}b`).tokens;
    expect(process.cpuUsage(used).user / 1e6).toBeLessThan(4);
    expect(tokens.map(({ text, start, end }) => [text, start, end]).slice(1, -1)).toEqual([
      ['a', 0, 1],
      [' ', 1, 100_001],
      ['b', 100_001, 100_002],
    ]);
  });
});

function hasExactSpans(text: string, tokens: readonly Token[]): boolean {
  let rejoined = '';
  let previous = { start: 0, end: 0 };
  for (const { start, end } of tokens.filter(token => token.start >= 0)) {
    const sharesSpan = start === previous.start && end === previous.end;
    if (end <= start || (!sharesSpan && start < previous.end)) return false;
    if (splitsSurrogatePair(text, start) || splitsSurrogatePair(text, end)) return false;
    if (!sharesSpan) rejoined += text.slice(previous.end, start) + text.slice(start, end);
    previous = { start, end };
  }
  return rejoined + text.slice(previous.end) === text;
}

function splitsSurrogatePair(text: string, offset: number): boolean {
  return offset > 0 && offset < text.length && text.codePointAt(offset - 1)! > 0xffff;
}
