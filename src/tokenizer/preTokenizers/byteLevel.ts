import { AlignedTextBuilder, sliceAligned, type AlignedText } from '../aligned.ts';
import { asSwitch, type JsonObject } from '../file/schema.ts';
import { matching } from '../pattern/read.ts';
import { GPT2 } from '../pattern/regex.ts';
import { utf8 } from '../utf8.ts';
import type { PreTokenizer } from './preTokenizer.ts';

/**
 * GPT-2's pre-tokeniser: words with the space before them, and then every byte of their UTF-8 as a letter of its own, so that no text is
 * unknown. The letters of one character are all aligned to it.
 */
export function readByteLevel(options: JsonObject): PreTokenizer {
  return new ByteLevel(asSwitch(options['add_prefix_space'], true), asSwitch(options['use_regex'], true));
}

const WORDS = matching(new RegExp(GPT2, 'gu'));

class ByteLevel implements PreTokenizer {
  readonly #addsPrefixSpace: boolean;
  readonly #cutsWords: boolean;

  constructor(addsPrefixSpace: boolean, cutsWords: boolean) {
    this.#addsPrefixSpace = addsPrefixSpace;
    this.#cutsWords = cutsWords;
  }

  split(source: AlignedText): AlignedText[] {
    const text = this.#addsPrefixSpace && !source.text.startsWith(' ') ? withPrefixSpace(source) : source;
    const bytes = new AlignedTextBuilder(text);
    if (!this.#cutsWords) {
      appendBytes(bytes, text.text, 0);
      return [bytes.finish()];
    }
    // The words are all of the text, so that where one ends the next begins.
    const ends: number[] = [];
    for (const [from, to] of WORDS(text.text)) {
      appendBytes(bytes, text.text.slice(from, to), from);
      ends.push(bytes.length);
    }
    const all = bytes.finish();
    return ends.map((end, word) => sliceAligned(all, ends[word - 1] ?? 0, end));
  }
}

function withPrefixSpace(source: AlignedText): AlignedText {
  const output = new AlignedTextBuilder(source);
  output.append(' ', 0);
  output.appendFrom(0, source.text.length);
  return output.finish();
}

function appendBytes(output: AlignedTextBuilder, text: string, from: number): void {
  let at = from;
  for (const character of text) {
    output.append(inLetters(character), at);
    at += character.length;
  }
}

/** The UTF-8 bytes of a character, each as its letter. */
function inLetters(character: string): string {
  if (character < '\u0080') return LETTERS[character.charCodeAt(0)]!;
  return utf8(character)
    .map(byte => LETTERS[byte]!)
    .join('');
}

/** A printable letter for every byte: its own where Latin-1 has one to see, else the next from U+0100 on (Radford et al. 2019, `bytes_to_unicode`). */
const LETTERS: readonly string[] = byteLetters();

function byteLetters(): string[] {
  const isSeen = (byte: number): boolean => (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isSeen(byte) ? byte : next++));
}

/** The letter of a space. */
export const SPACE_LETTER = LETTERS[0x20]!;
