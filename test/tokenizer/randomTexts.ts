import { createRandom } from '../support/random.ts';

/** What a text in an editor may hold, the awkward first. One entry is one draw, so that sequences survive. */
const MATERIAL: readonly string[][] = [
  ['😀', '👨‍👩‍👧', '🇫🇷', '👍🏽', '1️⃣', '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}', '𝒳', '𝔘nicode', '🫠'],
  ['\u0301', '\u0300\u0323', '\u0345', '\u20dd', '\u0301'.repeat(40)],
  ['日本語', 'のテキスト', '。', '中文', '한국어', 'ㄱ', '\uf900', '\u{20000}', '\u{2b830}', '「', 'ｶﾞ', 'Ａ'],
  ['\t', '\r\n', '\n', '\r', '\u00a0', '\u2003', '\u2028', '\u3000', '\u0085', '\u000b', '\u000c', '   ', '\u200b', '\u180e'],
  ['\u202e', '\u202a', '\u2066', '\u2069', '\u200e', '\u061c', 'שלום', 'مرحبا', 'ﷺ'],
  ['\ud83d', '\ude00', '\ud800', '\udfff', '\ud83dx', 'x\ude00'],
  ['\0', '\u0001', '\u001b', '\u001c', '\u007f', '\u0080', '\u009f', '\ufeff', '\u00ad', '\ufffd', '\ufffe', '\ue000', '\u0378'],
  [
    'café',
    'cafe\u0301',
    'Ångström',
    'A\u030angstro\u0308m',
    'naïve',
    'İstanbul',
    'ΟΔΟΣ',
    'ΣΑΣ',
    'straße',
    'ǅ',
    'ﬁne',
    '½',
    'Ⅷ',
    '㎏',
    'ệ',
    'ṩ',
  ],
  [
    '[MASK]',
    '[SEP]',
    '[CLS]',
    '[PAD]',
    '[UNK]',
    '[mask]',
    '[MASK',
    '[ MASK ]',
    '[[MASK]]',
    '##ing',
    '[unused0]',
    '<s>',
    ' <s>  ',
    '😀  os',
  ],
  ['"', "'", '’', '`', '$', '+', '~', '^', '_', '–', '…', '¿', '·', '/', '\\', '<', '>', '|', '#', '@', '\u2e43', '\u166d', '\u061d'],
  [
    'a'.repeat(99),
    'a'.repeat(100),
    'ab'.repeat(60),
    'é'.repeat(100),
    'e\u0301'.repeat(101),
    '😀'.repeat(100),
    '😀'.repeat(101),
    'x\u200b'.repeat(101),
  ],
  ['3.14', '12:30', '1,000', '2024-01-31', '0x1F', '٣', '²'],
];

const WORDS = [
  'the',
  'The',
  'it',
  'France',
  'unbelievable',
  'tokenization',
  'electroencephalography',
  'don',
  't',
  's',
  'Paris',
  'XQZ',
  'os',
  'path',
];

/** Seeded texts of 0 to 40 draws; half the draws are ordinary words and spaces. */
export function randomTexts(seed: number, count: number): string[] {
  const random = createRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const draw = (): string => (random() < 0.5 ? pick(WORDS) + (random() < 0.6 ? ' ' : '') : pick(pick(MATERIAL)));
  return Array.from({ length: count }, () => Array.from({ length: Math.floor(random() * 40) }, draw).join(''));
}
