import { BYTE_LEVEL_MARK, type WordMark } from '../core/text/vocabularyEntry.ts';
import { bytesOfLetters } from './byteLetters.ts';

/** What an entry of a vocabulary stands for, without the marks that say where words begin, go on or end. */
export interface EntryText {
  /** Null for bytes that are no whole characters. A space that the entry begins with is kept: it is a part of what the model reads. */
  readonly text: string | null;
  /** Where the entry is written as bytes. */
  readonly bytes: readonly number[] | null;
}

const BYTE = /^<0x([0-9A-F]{2})>$/;

/** Behind the last piece of a word, in tokenizers such as CLIP's. */
const END_OF_WORD = '</w>';

/** @param entry one that is no added token. @param mark the vocabulary's */
export function readEntry(entry: string, mark: WordMark | null): EntryText {
  const byte = BYTE.exec(entry);
  if (byte) return fromBytes([Number.parseInt(byte[1]!, 16)]);
  const name = entry.length > END_OF_WORD.length && entry.endsWith(END_OF_WORD) ? entry.slice(0, -END_OF_WORD.length) : entry;
  const bytes = mark === BYTE_LEVEL_MARK ? bytesOfLetters(name) : null;
  if (bytes) return fromBytes(bytes);
  if (mark?.says === 'begins') return { text: name.replaceAll(mark.prefix, ' '), bytes: null };
  const continues = mark !== null && name.startsWith(mark.prefix) && name !== mark.prefix;
  return { text: continues ? name.slice(mark.prefix.length) : name, bytes: null };
}

function fromBytes(bytes: readonly number[]): EntryText {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes)), bytes };
  } catch {
    return { text: null, bytes };
  }
}
