import type { IsMember } from './codePointSet.ts';
import { notRead } from './notRead.ts';
import { DIGIT, HEX_DIGIT, not, readProperty, SPACE, WORD, WORD_IN_SETS } from './properties.ts';
import type { Reader } from './reader.ts';

const CONTROLS: Readonly<Record<string, number>> = { t: 0x09, n: 0x0a, v: 0x0b, f: 0x0c, r: 0x0d, a: 0x07, e: 0x1b };

const SHORTHANDS: ReadonlyMap<string, IsMember> = new Map([
  ['s', SPACE],
  ['S', not(SPACE)],
  ['d', DIGIT],
  ['D', not(DIGIT)],
  ['w', WORD],
  ['W', not(WORD)],
  ['h', HEX_DIGIT],
  ['H', not(HEX_DIGIT)],
]);

const IN_SETS: ReadonlyMap<string, IsMember> = new Map([...SHORTHANDS, ['w', WORD_IN_SETS], ['W', not(WORD_IN_SETS)]]);

/**
 * What an escape stands for, the backslash read: a character, or a set of them.
 * @param inSet between brackets
 * @throws NotRead for what stands for something else, or that is not known
 */
export function readEscape(reader: Reader, inSet: boolean): number | IsMember {
  const character = reader.next();
  const set = (inSet ? IN_SETS : SHORTHANDS).get(character);
  if (set) return set;
  if (character === 'p' || character === 'P') return readPropertyEscape(reader, character === 'P', inSet);
  if (Object.hasOwn(CONTROLS, character)) return CONTROLS[character]!;
  if (character === 'x' || character === 'u') return readCode(reader, character);
  if (character === '' || /[A-Za-z0-9]/.test(character)) throw notRead(character === '' ? 'a backslash at its end' : `\\${character}`);
  return character.codePointAt(0)!;
}

function readPropertyEscape(reader: Reader, inverted: boolean, inSet: boolean): IsMember {
  const match = reader.match(/^\{([^{}]{1,50})\}/);
  if (!match) throw notRead('a property of characters without braces');
  const set = readProperty(match[1]!, inSet);
  return inverted ? not(set) : set;
}

/** Bytes from 0x80 on are parts of characters to Oniguruma. */
function readCode(reader: Reader, kind: 'x' | 'u'): number {
  const match =
    kind === 'u' ? reader.match(/^([0-9A-Fa-f]{4})/) : (reader.match(/^\{([0-9A-Fa-f]{1,6})\}/) ?? reader.match(/^([0-7][0-9A-Fa-f])/));
  const code = match ? Number.parseInt(match[1]!, 16) : -1;
  if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
    throw notRead('the number of a character in a form that is not known here');
  return code;
}
