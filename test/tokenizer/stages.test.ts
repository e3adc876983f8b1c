import { describe, expect, test } from 'vitest';
import { GPT2, LLAMA3, QWEN2 } from './knownExpressions.ts';
import { randomTexts } from './randomTexts.ts';
import { differences, type TokenizerJson } from './reference.ts';

type Stages = Partial<Pick<TokenizerJson, 'normalizer' | 'pre_tokenizer' | 'post_processor' | 'added_tokens'>>;

const TEXTS = [
  ...randomTexts(31, 80),
  'Ʀe\u0323\u0301 a\u0308\u0323b ä\u0323 \u0323\u0301x 각 \u1100\u1161\u11a8 ㄱㅏ ｶﾞｷﾞ ﬁ ½ ㎏ …  “x”  ',
  '  both ends  ',
  ' \t\n ',
  "don't DON'T it'S 'ſ we'LL x''s 12345 ١٢٣ Ⅷ²½ a1b22c333",
  'a    b\n\n   c\r\n \t d   ',
  'x\u00a0\u00a0y\u2003\u2003z\u3000',
];
const PAIRS = TEXTS.slice(0, 40).map((text, index) => [text, TEXTS[index + 40]!] as const);

/** Every character of the texts is an entry, so that spans are told character by character; what normalisation makes of some is unknown. */
const VOCABULARY = Object.fromEntries(
  [
    ...new Set([
      '[UNK]',
      '<s>',
      '</s>',
      '<mask>',
      ...TEXTS.flatMap(text => Array.from(`${text}${text.normalize('NFKD')}${text.toLowerCase()}`)).filter(each => !/\p{Cs}/u.test(each)),
    ]),
  ].map((entry, id) => [entry, id]),
);

function jsonOf(stages: Stages): string {
  const added = ['<s>', '</s>', '<mask>'].map((content, index) => ({
    id: index + 1,
    content,
    special: true,
    single_word: false,
    lstrip: content === '<mask>',
    rstrip: false,
    normalized: false,
  }));
  return JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added,
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: null,
    model: { type: 'BPE', unk_token: '[UNK]', vocab: VOCABULARY, merges: [] },
    ...stages,
  });
}

const of = (type: string, options: object = {}): Record<string, unknown> => ({ type, ...options });
const split = (pattern: object, behavior: string, invert = false): Record<string, unknown> => of('Split', { pattern, behavior, invert });
const BEHAVIORS = ['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous'];

const NORMALIZERS: Record<string, unknown>[] = [
  of('Lowercase'),
  of('NFC'),
  of('NFD'),
  of('NFKC'),
  of('NFKD'),
  of('StripAccents'),
  of('Prepend', { prepend: 'ab' }),
  of('Replace', { pattern: { String: ' ' }, content: '▁' }),
  of('Replace', { pattern: { String: 'the' }, content: 'a😀' }),
  of('Replace', { pattern: { String: 'a' }, content: '' }),
  of('Replace', { pattern: { Regex: '\\s+' }, content: ' ' }),
  of('Replace', { pattern: { Regex: ' {2,9}' }, content: '_' }),
  of('Replace', { pattern: { Regex: '(?<=\\S)(?=\\p{Lu})|\\.$' }, content: '_' }),
  of('Nmt'),
  of('ByteLevel'),
  of('Sequence', { normalizers: [of('NFD'), of('Nmt'), of('ByteLevel')] }),
  of('Strip', { strip_left: true, strip_right: true }),
  of('Strip', { strip_left: false, strip_right: true }),
  of('Strip', { strip_left: true, strip_right: false }),
  of('Sequence', { normalizers: [] }),
  of('Sequence', { normalizers: [of('NFD'), of('Lowercase'), of('StripAccents')] }),
  of('Sequence', {
    normalizers: [
      of('NFKC'),
      of('Strip', { strip_left: true, strip_right: true }),
      of('Prepend', { prepend: '▁' }),
      of('Replace', { pattern: { String: ' ' }, content: '▁' }),
    ],
  }),
];

const PRE_TOKENIZERS: Record<string, unknown>[] = [
  of('BertPreTokenizer'),
  of('Whitespace'),
  of('WhitespaceSplit'),
  ...[' ', 'é', '😀'].map(delimiter => of('CharDelimiterSplit', { delimiter })),
  of('FixedLength', { length: 3 }),
  ...['always', 'first', 'never'].flatMap(prepend_scheme =>
    [true, false].map(split => of('Metaspace', { replacement: '▁', prepend_scheme, split })),
  ),
  of('Metaspace', { replacement: '▁', add_prefix_space: true }),
  of('Metaspace', { replacement: '_', add_prefix_space: false, prepend_scheme: 'never', str_rep: '_' }),
  of('Metaspace', { replacement: '😀', prepend_scheme: 'always', split: true }),
  ...['always', 'first'].map(prepend_scheme =>
    of('Sequence', { pretokenizers: [of('WhitespaceSplit'), of('Metaspace', { replacement: '▁', prepend_scheme, split: true })] }),
  ),
  ...BEHAVIORS.map(behavior => of('Punctuation', { behavior })),
  of('Digits', { individual_digits: true }),
  of('Digits', { individual_digits: false }),
  ...BEHAVIORS.flatMap(behavior => [split({ String: ' ' }, behavior), split({ String: 'th' }, behavior, true)]),
  split({ Regex: '\\s+' }, 'MergedWithNext'),
  split({ Regex: '\\d|[^\\s\\p{L}]' }, 'Isolated'),
  split({ Regex: '\\p{N}{1,3}' }, 'Isolated'),
  ...[GPT2, LLAMA3, QWEN2].map(Regex => split({ Regex }, 'Isolated')),
  of('Sequence', {
    pretokenizers: [of('WhitespaceSplit'), of('Punctuation', { behavior: 'Isolated' }), of('Digits', { individual_digits: true })],
  }),
  of('ByteLevel', { add_prefix_space: false, trim_offsets: true, use_regex: true }),
  of('ByteLevel', { add_prefix_space: true, trim_offsets: true, use_regex: false }),
  of('Sequence', {
    pretokenizers: [
      split({ Regex: LLAMA3 }, 'Isolated'),
      of('ByteLevel', { add_prefix_space: true, trim_offsets: true, use_regex: false }),
    ],
  }),
];

const ROBERTA = { cls: ['<s>', 1], sep: ['</s>', 2] };
const SPECIAL = Object.fromEntries(
  [1, 2].map(id => [['<s>', '</s>'][id - 1]!, { id: ['<s>', '</s>'][id - 1], ids: [id], tokens: [['<s>', '</s>'][id - 1]] }]),
);
const sequence = (id: string, type_id: number): object => ({ Sequence: { id, type_id } });
const special = (id: string, type_id: number): object => ({ SpecialToken: { id, type_id } });
const TEMPLATE = of('TemplateProcessing', {
  single: [special('<s>', 0), sequence('A', 0)],
  pair: [special('<s>', 2), sequence('B', 3), special('</s>', 1), sequence('A', 0), special('</s>', 5)],
  special_tokens: SPECIAL,
});

const POST_PROCESSORS: Record<string, unknown>[] = [
  of('BertProcessing', ROBERTA),
  ...[true, false].flatMap(trim_offsets =>
    [true, false].flatMap(add_prefix_space => [
      of('RobertaProcessing', { ...ROBERTA, trim_offsets, add_prefix_space }),
      of('ByteLevel', { trim_offsets, add_prefix_space, use_regex: true }),
    ]),
  ),
  TEMPLATE,
  of('Sequence', { processors: [of('ByteLevel', { trim_offsets: true, add_prefix_space: false, use_regex: true }), TEMPLATE] }),
];

describe('each stage makes of random texts what the official Rust library makes of them', () => {
  test.for(NORMALIZERS)('normalizer %j', async normalizer => {
    expect((await differences(jsonOf({ normalizer }), TEXTS))[0]).toBeUndefined();
  });

  test.for(PRE_TOKENIZERS)('pre-tokenizer %j', async pre_tokenizer => {
    expect((await differences(jsonOf({ pre_tokenizer }), TEXTS))[0]).toBeUndefined();
  });

  test.for(POST_PROCESSORS)('post-processor %j', async post_processor => {
    const pre_tokenizer = of('ByteLevel', { add_prefix_space: true, trim_offsets: true, use_regex: true });
    expect((await differences(jsonOf({ post_processor, pre_tokenizer }), [...TEXTS, ...PAIRS]))[0]).toBeUndefined();
  });
});
