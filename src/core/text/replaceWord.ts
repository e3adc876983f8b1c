import type { Span } from './span.ts';

/** What stands for the mask token of any tokenizer where a person types a replacement; the tokenizer's own may be written differently. */
export const MASK = '[MASK]';

export interface ReplacedText {
  readonly text: string;
  /** Where the replacement stands in `text`. */
  readonly span: Span;
}

/** The text with one span replaced; the original is not touched. */
export function replaceSpan(text: string, { start, end }: Span, replacement: string): ReplacedText {
  return { text: text.slice(0, start) + replacement + text.slice(end), span: { start, end: start + replacement.length } };
}

/** Where an offset of the original (a caret) is in the replaced text; inside what was replaced: at most at its end. */
export function offsetAfter(offset: number, replaced: Span, replacement: Span): number {
  return offset >= replaced.end ? offset + replacement.end - replaced.end : Math.min(offset, replacement.end);
}

export interface Replacement {
  readonly word: string;
  /** One word or several. {@link MASK} stands for the mask token of the tokenizer. */
  readonly replacement: string;
}

/** `A=B` as the command line takes it, split at the first equals sign, white space around both left out; null when a side is missing. */
export function parseReplacement(argument: string): Replacement | null {
  const equals = argument.indexOf('=');
  const word = argument.slice(0, Math.max(0, equals)).trim();
  const replacement = argument.slice(equals + 1).trim();
  return word === '' || replacement === '' ? null : { word, replacement };
}
