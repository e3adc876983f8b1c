import { normalized } from './unicodeForms.ts';

/**
 * Which characters BERT's normaliser and pre-tokeniser treat how, as the Rust library decides it.
 *
 * That library's category tables are those of Unicode 8, this run-time's are newer, so a character that became a mark or a punctuation mark
 * since is told apart here. All are rare; the lists exist so that ids equal the reference for every code point, which a test walks through.
 * The lists come from that comparison (tokenizers 0.23.2 against Unicode 17).
 */

const REPLACEMENT_CHARACTER = 0xfffd;

/** Removed by `clean_text`: control, format and private-use characters, NUL and U+FFFD; tab and line ends are white space instead. */
export function isRemovedControl(codePoint: number): boolean {
  if (codePoint < 0x80) return codePoint < 0x20 ? codePoint !== 0x09 && codePoint !== 0x0a && codePoint !== 0x0d : codePoint === 0x7f;
  if (codePoint === REPLACEMENT_CHARACTER) return true;
  return CONTROL.test(String.fromCodePoint(codePoint)) && !contains(FORMAT_SINCE_UNICODE_8, codePoint);
}

export function isWhitespace(codePoint: number): boolean {
  if (codePoint < 0x80) return codePoint === 0x20 || (codePoint >= 0x09 && codePoint <= 0x0d);
  return WHITE_SPACE.test(String.fromCodePoint(codePoint));
}

/** All ASCII symbols count (`$`, `+`, `~` as well), beyond ASCII only the categories P*. */
export function isPunctuation(codePoint: number): boolean {
  if (codePoint < 0x80) return ASCII_PUNCTUATION[codePoint] === 1;
  if (contains(PUNCTUATION_UNTIL_UNICODE_8, codePoint)) return true;
  return PUNCTUATION.test(String.fromCodePoint(codePoint)) && !contains(PUNCTUATION_SINCE_UNICODE_8, codePoint);
}

/** Stripped with the accents: non-spacing marks. */
export function isStrippedMark(codePoint: number): boolean {
  if (codePoint < 0x300) return false;
  if (contains(MARKS_UNTIL_UNICODE_8, codePoint)) return true;
  return MARK.test(String.fromCodePoint(codePoint)) && !contains(MARKS_SINCE_UNICODE_8, codePoint);
}

/** The canonical decomposition (NFD) of one character, fully. */
export function decompose(character: string, codePoint: number): string {
  return codePoint < 0x80 ? character : normalized(character, 'NFD');
}

/** A mark of any kind, with or without width. */
export function isCombiningMark(codePoint: number): boolean {
  if (codePoint < 0x300) return false;
  if (contains(ANY_MARKS_UNTIL_UNICODE_9, codePoint)) return true;
  return ANY_MARK.test(String.fromCodePoint(codePoint)) && !contains(ANY_MARKS_SINCE_UNICODE_9, codePoint);
}

/** A digit or another numeral. */
export function isNumeric(codePoint: number): boolean {
  if (codePoint < 0x80) return codePoint >= 0x30 && codePoint <= 0x39;
  return NUMERAL.test(String.fromCodePoint(codePoint));
}

/** `\w` of Rust's `regex`. */
export function isWordCharacter(codePoint: number): boolean {
  if (codePoint < 0x80) return ASCII_WORD[codePoint] === 1;
  return WORD.test(String.fromCodePoint(codePoint)) && !isSinceUnicode16(codePoint);
}

/** The blocks that BERT takes for Chinese characters. U+2B820..U+2B91F are missing there, and so here. */
export function isChinese(codePoint: number): boolean {
  return codePoint >= 0x3400 && contains(CHINESE, codePoint);
}

const CONTROL = /[\p{Cc}\p{Cf}\p{Co}]/u;
const WHITE_SPACE = /\p{White_Space}/u;
const PUNCTUATION = /\p{P}/u;
const MARK = /\p{Mn}/u;
const ANY_MARK = /\p{M}/u;
const NUMERAL = /\p{N}/u;
const WORD = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u;
const ASCII_PUNCTUATION = asciiTable(/[!-/:-@[-`{-~]/);
const ASCII_WORD = asciiTable(/\w/);

const CHINESE = codePointRanges('3400-4dbf 4e00-9fff f900-faff 20000-2a6df 2a700-2b81f 2b920-2ceaf 2f800-2fa1f');
const FORMAT_SINCE_UNICODE_8 = codePointRanges('890-891 8e2 110cd 13430-1343f');
const MARKS_UNTIL_UNICODE_8 = codePointRanges('1734 1171e');
const MARKS_SINCE_UNICODE_8 = codePointRanges(
  '7fd 897-89f 8ca-8e1 9fe afa-aff b55 c04 c3c d00 d3b-d3c d81 eba ece 180f 1885-1886 1abf-1add 1ae0-1aeb 1df6-1dfb a82c ' +
    'a8c5 a8ff a9bd 10d24-10d27 10d69-10d6d 10eab-10eac 10efa-10eff 10f46-10f50 10f82-10f85 11070 11073-11074 110c2 111c9 ' +
    '111cf 1123e 11241 1133b 113bb-113c0 113ce 113d0 113d2 113e1-113e2 11438-1143f 11442-11444 11446 1145e 1182f-11837 ' +
    '11839-1183a 1193b-1193c 1193e 11943 119d4-119d7 119da-119db 119e0 11a01-11a0a 11a33-11a38 11a3b-11a3e 11a47 ' +
    '11a51-11a56 11a59-11a5b 11a8a-11a96 11a98-11a99 11b60 11b62-11b64 11b66 11c30-11c36 11c38-11c3d 11c3f 11c92-11ca7 ' +
    '11caa-11cb0 11cb2-11cb3 11cb5-11cb6 11d31-11d36 11d3a 11d3c-11d3d 11d3f-11d45 11d47 11d90-11d91 11d95 11d97 ' +
    '11ef3-11ef4 11f00-11f01 11f36-11f3a 11f40 11f42 11f5a 13440 13447-13455 1611e-16129 1612d-1612f 16f4f 16fe4 ' +
    '1cf00-1cf2d 1cf30-1cf46 1e000-1e006 1e008-1e018 1e01b-1e021 1e023-1e024 1e026-1e02a 1e08f 1e130-1e136 1e2ae ' +
    '1e2ec-1e2ef 1e4ec-1e4ef 1e5ee-1e5ef 1e6e3 1e6e6 1e6ee-1e6ef 1e6f5 1e944-1e94a',
);
const ANY_MARKS_UNTIL_UNICODE_9 = codePointRanges('1cf2-1cf3');
const ANY_MARKS_SINCE_UNICODE_9 = codePointRanges(
  '7fd 897-89f 8ca-8d3 9fe afa-aff b55 c04 c3c cf3 d00 d3b-d3c d81 eba ece 1715 180f 1abf-1add 1ae0-1aeb 1cf7 1df6-1dfa ' +
    'a82c a8ff 10d24-10d27 10d69-10d6d 10eab-10eac 10efa-10eff 10f46-10f50 10f82-10f85 11070 11073-11074 110c2 11145-11146 ' +
    '111c9 111ce-111cf 11241 1133b 113b8-113c0 113c2 113c5 113c7-113ca 113cc-113d0 113d2 113e1-113e2 1145e 1182c-1183a ' +
    '11930-11935 11937-11938 1193b-1193e 11940 11942-11943 119d1-119d7 119da-119e0 119e4 11a01-11a0a 11a33-11a39 11a3b-11a3e ' +
    '11a47 11a51-11a5b 11a8a-11a99 11b60-11b67 11d31-11d36 11d3a 11d3c-11d3d 11d3f-11d45 11d47 11d8a-11d8e 11d90-11d91 ' +
    '11d93-11d97 11ef3-11ef6 11f00-11f01 11f03 11f34-11f3a 11f3e-11f42 11f5a 13440 13447-13455 1611e-1612f 16f4f 16f7f-16f87 ' +
    '16fe4 16ff0-16ff1 1cf00-1cf2d 1cf30-1cf46 1e08f 1e130-1e136 1e2ae 1e2ec-1e2ef 1e4ec-1e4ef 1e5ee-1e5ef 1e6e3 1e6e6 ' +
    '1e6ee-1e6ef 1e6f5',
);
const PUNCTUATION_UNTIL_UNICODE_8 = codePointRanges('166d 111c9');
const PUNCTUATION_SINCE_UNICODE_8 = codePointRanges(
  '61d 9fd a76 c77 c84 1b4e-1b4f 1b7d-1b7f 2e43-2e4f 2e52-2e5d 10d6e 10ead 10ed0 10f55-10f59 10f86-10f89 113d4-113d5 ' +
    '113d7-113d8 1144b-1144f 1145a-1145b 1145d 11660-1166c 116b9 1183b 11944-11946 119e2 11a3f-11a46 11a9a-11a9c ' +
    '11a9e-11aa2 11b00-11b09 11be1 11c41-11c45 11c70-11c71 11ef7-11ef8 11f43-11f4f 11fff 12ff1-12ff2 16d6d-16d6f ' +
    '16e97-16e9a 16fe2 1e5ff 1e95e-1e95f',
);

function asciiTable(set: RegExp): Uint8Array {
  return Uint8Array.from({ length: 0x80 }, (_, code) => Number(set.test(String.fromCharCode(code))));
}

/**
 * Assigned by Unicode 17. The Rust library's other tables are those of Unicode 16 (Oniguruma 6.9.10, `regex`); the comparison is a test.
 */
const SINCE_UNICODE_16 = codePointRanges(
  '88f c5c cdc 1acf-1add 1ae0-1aeb 20c1 2b96 a7ce-a7cf a7d2 a7d4 a7f1 fbc3-fbd2 fd90-fd91 fdc8-fdce 10940-10959 10ec5-10ec7 ' +
    '10ed0-10ed8 10efa-10efb 11b60-11b67 11db0-11ddb 11de0-11de9 16ea0-16eb8 16ebb-16ed3 16ff2-16ff6 187f8-187ff 18d09-18d1e ' +
    '18d80-18df2 1ccfa-1ccfc 1ceba-1ced0 1cee0-1cef0 1e6c0-1e6de 1e6e0-1e6f5 1e6fe-1e6ff 1f6d8 1f777-1f77a 1f8d0-1f8d8 ' +
    '1fa54-1fa57 1fa8a 1fa8e 1fac8 1facd 1faea 1faef 1fbfa 2b73a-2b73f 2cea2-2cead 323b0-33479',
);

export function isSinceUnicode16(codePoint: number): boolean {
  return codePoint >= 0x80 && contains(SINCE_UNICODE_16, codePoint);
}

/** Sorted, inclusive ranges in hexadecimal, as first, last, first, last ... */
export function codePointRanges(text: string): Uint32Array {
  return Uint32Array.from(
    text.split(' ').flatMap(range => {
      const [first, last = first] = range.split('-');
      return [Number.parseInt(first!, 16), Number.parseInt(last!, 16)];
    }),
  );
}

/** Binary search for the last range that starts at or before the code point. */
export function contains(table: Uint32Array, codePoint: number): boolean {
  let low = 0;
  let high = table.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (table[middle * 2]! <= codePoint) low = middle + 1;
    else high = middle;
  }
  return low > 0 && codePoint <= table[low * 2 - 1]!;
}
