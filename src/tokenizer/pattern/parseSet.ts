import { CodePointSet, type IsMember } from './codePointSet.ts';
import { readEscape } from './escapes.ts';
import { checkCase, ignoringCase } from './letterCase.ts';
import { notRead } from './notRead.ts';
import { not, readPosixClass } from './properties.ts';
import type { Reader } from './reader.ts';

/** Sets in sets; real expressions have one. */
const DEEPEST = 20;

/** `[...]`, its first bracket read. */
export function parseSet(reader: Reader, ignoresCase: boolean, depth = 1): IsMember {
  if (depth > DEEPEST) throw notRead(`sets of characters in more than ${DEEPEST} others`);
  const inverted = reader.take('^');
  const parts: IsMember[] = [parsePart(reader, ignoresCase, depth, true)];
  while (reader.take('&&')) parts.push(parsePart(reader, ignoresCase, depth, false));
  if (!reader.take(']')) throw notRead('a set of characters that does not end');
  const all: IsMember = parts.length === 1 ? parts[0]! : codePoint => parts.every(part => part(codePoint));
  return inverted ? not(all) : all;
}

/** What stands between brackets and `&&`: characters, ranges, shorthands and sets. @param isFirst a closing bracket that comes first is a character */
function parsePart(reader: Reader, ignoresCase: boolean, depth: number, isFirst: boolean): IsMember {
  const sets: IsMember[] = [];
  const ranges: (readonly [first: number, last: number])[] = [];
  let mayClose = !isFirst;
  while ((!mayClose || reader.peek() !== ']') && !reader.startsWith('&&')) {
    mayClose = true;
    const item = parseItem(reader, ignoresCase, depth);
    if (typeof item === 'number') ranges.push(readRange(reader, item));
    else {
      sets.push(item);
      if (reader.peek() === '-' && !reader.startsWith('-]')) throw notRead('a range that begins with a set of characters');
    }
  }
  if (sets.length + ranges.length === 0) throw notRead('an empty set of characters');
  if (ignoresCase) {
    for (const [first, last] of ranges) checkCase(first, last);
    if (sets.length > 0) throw notRead('a class of characters whose case is ignored');
  }
  const written = ofRanges(ranges);
  const isMember = ignoresCase ? ignoringCase(written) : written;
  return sets.length === 0 ? isMember : codePoint => isMember(codePoint) || sets.some(set => set(codePoint));
}

/** A character, or a set of them. */
function parseItem(reader: Reader, ignoresCase: boolean, depth: number): number | IsMember {
  const posix = reader.match(/^\[:(\^?)([a-z]+):\]/);
  if (posix) return readPosixClass(posix[2]!, posix[1] === '^');
  const character = reader.next();
  if (character === '') throw notRead('a set of characters that does not end');
  if (character === '[') return remembered(parseSet(reader, ignoresCase, depth + 1));
  if (character !== '\\') return character.codePointAt(0)!;
  return reader.take('b') ? 0x08 : readEscape(reader, true);
}

/** A hyphen that is the last of a set, or stands first or behind a range, is a character. Of `[a-[b]]` Oniguruma keeps neither `a` nor `-`. */
function readRange(reader: Reader, first: number): readonly [number, number] {
  if (reader.peek() !== '-' || reader.startsWith('-]') || reader.startsWith('-&&')) return [first, first];
  reader.next();
  if (reader.peek() === '[') throw notRead('a range that ends with a set of characters');
  const character = reader.next();
  const last = character === '\\' ? readEscape(reader, true) : character.codePointAt(0);
  if (typeof last !== 'number') throw notRead('a range that ends with a set of characters');
  if (last < first) throw notRead('a range of characters that goes back');
  return [first, last];
}

function ofRanges(ranges: readonly (readonly [number, number])[]): IsMember {
  return codePoint => ranges.some(([first, last]) => first <= codePoint && codePoint <= last);
}

/** A set that another asks for each code point. */
function remembered(isMember: IsMember): IsMember {
  const set = new CodePointSet(isMember);
  return codePoint => set.has(codePoint);
}
