import { utf8 } from './utf8.ts';

/** A printable letter for every byte: its own where Latin-1 has one to see, else the next from U+0100 on (Radford et al. 2019, `bytes_to_unicode`). */
const LETTERS: readonly string[] = byteLetters();

function byteLetters(): string[] {
  const isSeen = (byte: number): boolean => (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isSeen(byte) ? byte : next++));
}

/** The UTF-8 bytes of a character, each as its letter. */
export function inLetters(character: string): string {
  if (character < '\u0080') return LETTERS[character.charCodeAt(0)]!;
  return utf8(character)
    .map(byte => LETTERS[byte]!)
    .join('');
}

/** The letter of a space. */
export const SPACE_LETTER = LETTERS[0x20]!;

const BYTES: ReadonlyMap<string, number> = new Map(LETTERS.map((letter, byte) => [letter, byte]));

/** The bytes that letters stand for; null when one of them stands for none. */
export function bytesOfLetters(letters: string): number[] | null {
  const bytes = Array.from(letters, letter => BYTES.get(letter) ?? -1);
  return bytes.includes(-1) ? null : bytes;
}
