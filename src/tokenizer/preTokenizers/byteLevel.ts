import { AlignedTextBuilder, prepend, sliceAligned, type AlignedText } from '../aligned.ts';
import { inLetters } from '../byteLetters.ts';
import { asSwitch, type JsonObject } from '../file/schema.ts';
import { readRegex } from '../pattern/regex.ts';
import type { PreTokenizer } from './preTokenizer.ts';

/**
 * GPT-2's pre-tokeniser: words with the space before them, and then every byte of their UTF-8 as a letter of its own, so that no text is
 * unknown. The letters of one character are all aligned to it.
 */
export function readByteLevel(options: JsonObject): PreTokenizer {
  return new ByteLevel(asSwitch(options['add_prefix_space'], true), asSwitch(options['use_regex'], true));
}

/** The words of GPT-2 and RoBERTa. */
const WORDS = readRegex('pre-tokenizer', String.raw`'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`);

class ByteLevel implements PreTokenizer {
  readonly #addsPrefixSpace: boolean;
  readonly #cutsWords: boolean;

  constructor(addsPrefixSpace: boolean, cutsWords: boolean) {
    this.#addsPrefixSpace = addsPrefixSpace;
    this.#cutsWords = cutsWords;
  }

  split(source: AlignedText): AlignedText[] {
    const text = this.#addsPrefixSpace && !source.text.startsWith(' ') ? prepend(source, ' ') : source;
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

function appendBytes(output: AlignedTextBuilder, text: string, from: number): void {
  let at = from;
  for (const character of text) {
    output.append(inLetters(character), at);
    at += character.length;
  }
}
