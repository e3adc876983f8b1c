import { isInsidePair } from './surrogates.ts';
import type { Fault } from '../fault.ts';

/** Control characters other than tab, line breaks and form feed, and replacement characters: the mark of a decoded binary file. The escape of a terminal colour is none. */
// oxlint-disable-next-line no-control-regex -- control characters are what it must find
const NOT_TEXT = /(?![\t\n\f\r]|\u001b\[[\d;:?]*[@-~])\p{Cc}|\ufffd/gu;

/** More than a tenth of the characters are no text. A few control characters in prose are fine. */
export function looksBinary(text: string): boolean {
  if (text.length === 0) return false;
  const found = text.match(NOT_TEXT)?.length ?? 0;
  return found / text.length > 0.1;
}

/** Why this text cannot be run, or null. Cheap: done before anything is started. */
export function checkText(text: string, what: 'selection' | 'document' | 'text'): Fault | null {
  if (!/\S/.test(text))
    return {
      code: 'empty-text',
      title: `The ${what} holds no words`,
      cause: text.length === 0 ? 'There is nothing in it.' : 'It is made of spaces and line breaks only.',
      nextStep: what === 'text' ? 'Give a text with at least one word.' : 'Select some words, or put the cursor into a paragraph.',
    };
  if (looksBinary(text))
    return {
      code: 'binary-text',
      title: `The ${what} is not text`,
      cause: 'More than a tenth of it is control characters, as in a binary file.',
      nextStep: what === 'text' ? 'Give a text file in UTF-8.' : 'Open a text file and select some words.',
    };
  return null;
}

/** Cuts at `length` UTF-16 units without splitting a surrogate pair. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  return text.slice(0, isInsidePair(text, length) ? length - 1 : length);
}

/** Words as a person counts them: runs without white space. */
export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
