import { isSinceUnicode16 } from '../unicode.ts';
import type { IsMember } from './codePointSet.ts';
import { notRead } from './notRead.ts';

// Sets of code points by the names that Oniguruma has for them. What is assigned since its Unicode is in none of them.

/** Names differ neither by case nor by spaces, hyphens and low lines. */
export function readProperty(written: string, inSet: boolean): IsMember {
  const inverted = written.startsWith('^');
  const name = written.replace(/[\s_^-]/g, '').toLowerCase();
  const set = inSet && name === 'word' ? WORD_IN_SETS : PROPERTIES.get(name);
  if (!set) throw notRead('a property of characters that is not known here');
  return inverted ? not(set) : set;
}

/** `[[:alpha:]]`, without the brackets. */
export function readPosixClass(name: string, inverted: boolean): IsMember {
  const set = Object.hasOwn(POSIX, name) ? POSIX[name] : undefined;
  if (!set) throw notRead('a class of characters that is not known here');
  return inverted ? not(set) : set;
}

export function not(isMember: IsMember): IsMember {
  return codePoint => !isMember(codePoint);
}

/** The one character that Unicode 17 put into another category (`ʕ`, no small letter since), and one that is as it was. */
const SMALL_UNTIL_UNICODE_16 = 0x295;
const SMALL = 0x250;

function unicode(set: string): IsMember {
  const expression = new RegExp(`[${set}]`, 'u');
  return codePoint =>
    expression.test(String.fromCodePoint(codePoint === SMALL_UNTIL_UNICODE_16 ? SMALL : codePoint)) && !isSinceUnicode16(codePoint);
}

function ascii(set: string): IsMember {
  const expression = new RegExp(`[${set}]`);
  return codePoint => codePoint < 0x80 && expression.test(String.fromCodePoint(codePoint));
}

const UNASSIGNED: IsMember = codePoint => !ASSIGNED(codePoint);
const ASSIGNED = unicode(String.raw`\P{Cn}`);

export const SPACE = unicode(String.raw`\p{White_Space}`);
export const DIGIT = unicode(String.raw`\p{Nd}`);
/** `\\w` outside of brackets: the first 256 have a table of their own there, in which all numerals are characters of words. */
export const WORD: IsMember = codePoint => WORD_IN_SETS(codePoint) || (codePoint < 0x100 && NUMERAL(codePoint));
export const WORD_IN_SETS = unicode(String.raw`\p{Alphabetic}\p{M}\p{Nd}\p{Pc}`);
const NUMERAL = unicode(String.raw`\p{N}`);
export const HEX_DIGIT = ascii('0-9A-Fa-f');

const CATEGORIES: Readonly<Record<string, string>> = {
  C: 'Other',
  Cc: 'Control',
  Cf: 'Format',
  Co: 'Private_Use',
  L: 'Letter',
  LC: 'Cased_Letter',
  Ll: 'Lowercase_Letter',
  Lm: 'Modifier_Letter',
  Lo: 'Other_Letter',
  Lt: 'Titlecase_Letter',
  Lu: 'Uppercase_Letter',
  M: 'Mark',
  Mc: 'Spacing_Mark',
  Me: 'Enclosing_Mark',
  Mn: 'Nonspacing_Mark',
  N: 'Number',
  Nd: 'Decimal_Number',
  Nl: 'Letter_Number',
  No: 'Other_Number',
  P: 'Punctuation',
  Pc: 'Connector_Punctuation',
  Pd: 'Dash_Punctuation',
  Pe: 'Close_Punctuation',
  Pf: 'Final_Punctuation',
  Pi: 'Initial_Punctuation',
  Po: 'Other_Punctuation',
  Ps: 'Open_Punctuation',
  S: 'Symbol',
  Sc: 'Currency_Symbol',
  Sk: 'Modifier_Symbol',
  Sm: 'Math_Symbol',
  So: 'Other_Symbol',
  Z: 'Separator',
  Zl: 'Line_Separator',
  Zp: 'Paragraph_Separator',
  Zs: 'Space_Separator',
};

const SCRIPTS = [
  'Arabic', 'Armenian', 'Bengali', 'Bopomofo', 'Common', 'Cyrillic', 'Devanagari', 'Ethiopic', 'Georgian', 'Greek', 'Gujarati', 'Gurmukhi',
  'Han', 'Hangul', 'Hebrew', 'Hiragana', 'Inherited', 'Kannada', 'Katakana', 'Khmer', 'Lao', 'Latin', 'Malayalam', 'Mongolian', 'Myanmar',
  'Sinhala', 'Tamil', 'Telugu', 'Thai', 'Tibetan',
] as const; // prettier-ignore

const BINARY = ['Alphabetic', 'Emoji', 'Emoji_Presentation', 'Ideographic', 'Lowercase', 'Uppercase'] as const;

const POSIX: Readonly<Record<string, IsMember>> = {
  alnum: unicode(String.raw`\p{Alphabetic}\p{Nd}`),
  alpha: unicode(String.raw`\p{Alphabetic}`),
  ascii: codePoint => codePoint < 0x80,
  blank: unicode(String.raw`\p{Zs}\t`),
  cntrl: unicode(String.raw`\p{Cc}`),
  digit: DIGIT,
  lower: unicode(String.raw`\p{Lowercase}`),
  punct: unicode(String.raw`\p{P}\p{S}`),
  space: SPACE,
  upper: unicode(String.raw`\p{Uppercase}`),
  word: WORD_IN_SETS,
  xdigit: HEX_DIGIT,
};

const PROPERTIES: ReadonlyMap<string, IsMember> = new Map([
  ...Object.entries(CATEGORIES).flatMap(([short, long]) => {
    const set = short === 'C' ? (codePoint: number) => UNASSIGNED(codePoint) || OTHER(codePoint) : unicode(`\\p{${short}}`);
    return [short, long].map((name): [string, IsMember] => [name.replaceAll('_', '').toLowerCase(), set]);
  }),
  ...SCRIPTS.map((name): [string, IsMember] => [name.toLowerCase(), unicode(`\\p{Script=${name}}`)]),
  ...BINARY.map((name): [string, IsMember] => [name.replaceAll('_', '').toLowerCase(), unicode(`\\p{${name}}`)]),
  ...Object.entries(POSIX),
  // By its name alone punctuation is the category.
  ['word', WORD],
  ['punct', unicode(String.raw`\p{P}`)],
  ['any', () => true],
  ['assigned', ASSIGNED],
  ['cn', UNASSIGNED],
  ['unassigned', UNASSIGNED],
  ['whitespace', SPACE],
]);
const OTHER = unicode(String.raw`\p{C}`);
