import { NO_SPAN, type Span } from '../core/text/span.ts';
import type { Token } from '../core/text/token.ts';
import type { VocabularyEntry, WordMark } from '../core/text/vocabularyEntry.ts';
import { readEntry } from './entryText.ts';
import type { Tokenizer } from './tokenizer.ts';

/** A text that a model wrote, and where each of its tokens stands in it. */
export interface WrittenText {
  readonly text: string;
  readonly tokens: readonly Token[];
}

/**
 * The text of tokens that were written, not read: what a decoder of the Rust library makes of them, special tokens left out. Spaces that words begin
 * with stay but for the first; tokens that hold parts of one character share its span.
 */
export function writtenText(
  ids: readonly number[],
  tokenizer: Pick<Tokenizer, 'entries' | 'mark' | 'isAdded' | 'gluesWords'>,
): WrittenText {
  const entries = tokenizer.entries();
  const pieces = ids.map(id => pieceOf(id, entries.get(id), tokenizer));
  const bytes: number[] = [];
  const ranges = pieces.map(({ text, bytes: own, isSpecial, goesOn }) => {
    if (isSpecial) return null;
    const spaced = bytes.length > 0 && !goesOn ? ` ${text}` : text;
    const written = own ?? [...UTF8.encode(bytes.length === 0 ? spaced.trimStart() : spaced)];
    // Byte-level vocabularies write the first space as a letter too.
    const kept = own && bytes.length === 0 && own[0] === SPACE ? own.slice(1) : written;
    bytes.push(...kept);
    return [bytes.length - kept.length, bytes.length] as const;
  });
  const { text, starts, ends } = decodeBytes(bytes);
  return {
    text,
    tokens: ids.map((id, place) => {
      const range = ranges[place]!;
      const span = range === null ? NO_SPAN : spanOf(range, text, starts, ends);
      return { id, text: entries.get(id)?.token ?? `${id}`, special: range === null, unknown: false, ...span };
    }),
  };
}

const UTF8 = new TextEncoder();
const SPACE = 0x20;

interface Piece {
  readonly text: string;
  readonly bytes: readonly number[] | null;
  readonly isSpecial: boolean;
  /** No space belongs before it, or it brings its own. */
  readonly goesOn: boolean;
}

function pieceOf(
  id: number,
  entry: VocabularyEntry | undefined,
  { mark, isAdded, gluesWords }: Pick<Tokenizer, 'mark' | 'isAdded' | 'gluesWords'>,
): Piece {
  if (entry === undefined || entry.kind === 'special') return { text: '', bytes: null, isSpecial: true, goesOn: true };
  const { text, bytes } = isAdded(id) ? { text: entry.token, bytes: null } : readEntry(entry.token, mark);
  return { text: text ?? '', bytes, isSpecial: false, goesOn: goesOn(entry.token, mark, gluesWords) };
}

function goesOn(token: string, mark: WordMark | null, gluesWords: boolean): boolean {
  if (mark === null) return gluesWords;
  return mark.says === 'begins' || (token.startsWith(mark.prefix) && token !== mark.prefix);
}

/** Without the white space that it begins with, unless it is nothing else; of nothing, the place where it would stand. */
function spanOf([from, to]: readonly [number, number], text: string, starts: readonly number[], ends: readonly number[]): Span {
  if (from === to) return { start: starts[from] ?? text.length, end: starts[from] ?? text.length };
  const [start, end] = [starts[from]!, ends[to - 1]!];
  const written = text.slice(start, end);
  const trimmed = written.trimStart();
  return { start: trimmed === '' ? start : end - trimmed.length, end };
}

/** UTF-8, with a replacement character for each byte that is part of none; for each byte where its character starts and ends, in UTF-16 units. */
function decodeBytes(bytes: readonly number[]): {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
} {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  const [starts, ends]: [number[], number[]] = [[], []];
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at]!;
    const wanted = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    let [character, length] = ['\ufffd', 1];
    try {
      character = decoder.decode(Uint8Array.from(bytes.slice(at, at + wanted)));
      length = wanted;
    } catch {
      // One byte alone is replaced.
    }
    for (let byte = 0; byte < length; byte++) {
      starts.push(text.length);
      ends.push(text.length + character.length);
    }
    text += character;
    at += length;
  }
  return { text, starts, ends };
}
