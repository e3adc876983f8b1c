import type { Encoding } from '../encoding.ts';
import { SPACE_LETTER } from '../byteLetters.ts';
import { isWhitespace } from '../unicode.ts';

/**
 * Takes the spaces that a byte-level token begins or ends with out of its span. One that was put before the first word stands for nothing
 * in the text, so there it is not taken off.
 * @param texts as written, by sequence id
 */
export function trimOffsets(encoding: Encoding, texts: readonly string[], addsPrefixSpace: boolean): Encoding {
  const tokens = encoding.tokens.map((token, index) => {
    const text = texts[encoding.sequenceIds[index]!];
    const characters = Array.from(encoding.found[index] ?? token.text);
    let leading = spacesIn(characters);
    const trailing = spacesIn(characters.reverse());
    if (text === undefined || (leading === 0 && trailing === 0)) return token;
    if (addsPrefixSpace && leading === 1 && (index === 0 || token.start === 0)) leading = 0;
    const start = Math.min(after(text, token.start, leading), token.end);
    return { ...token, start, end: Math.max(before(text, token.end, trailing), start) };
  });
  return { ...encoding, tokens };
}

function spacesIn(characters: readonly string[]): number {
  const end = characters.findIndex(character => character !== SPACE_LETTER && !isWhitespace(character.codePointAt(0)!));
  return end < 0 ? characters.length : end;
}

/** The place some characters on: what was put before an emoji is aligned to it, two units. */
function after(text: string, place: number, characters: number): number {
  for (; characters > 0 && place < text.length; characters--) place += text.codePointAt(place)! > 0xffff ? 2 : 1;
  return place;
}

function before(text: string, place: number, characters: number): number {
  for (; characters > 0 && place > 0; characters--) place -= place > 1 && text.codePointAt(place - 2)! > 0xffff ? 2 : 1;
  return place;
}
