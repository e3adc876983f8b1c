import type { Span } from './span.ts';
import { isInsidePair } from './surrogates.ts';

/** Characters on either side of a place that is compared. */
export const PLACE_AROUND = 40;

/** A word and what stands around it, each on one line; at most `most` UTF-16 units on either side. */
export function surroundingsOf(
  text: string,
  { start, end }: Span,
  most: number,
): { readonly before: string; readonly word: string; readonly after: string } {
  return { before: textBefore(text, start, most), word: oneLine(text.slice(start, end)), after: textAfter(text, end, most) };
}

/** What stands before a place, on one line: at most `most` UTF-16 units of it, from the start of a word on, after "…" where the text goes on. */
export function textBefore(text: string, at: number, most: number): string {
  const cut = Math.max(0, at - most);
  const from = isInsidePair(text, cut) ? cut + 1 : cut;
  const part = text.slice(from, at);
  if (!/\S/u.test(text.slice(0, from))) return oneLine(part);
  const isCut = /\S/u.test(text[from - 1]!);
  // A word that is cut in two is left out, unless there is no other.
  return oneLine(`…${isCut ? part.replace(/^\S+\s+(?=\S)/u, '') : part.trimStart()}`);
}

/** The same after a place. */
export function textAfter(text: string, at: number, most: number): string {
  const cut = at + most;
  const to = isInsidePair(text, cut) ? cut - 1 : cut;
  const part = text.slice(at, to);
  if (!/\S/u.test(text.slice(to))) return oneLine(part.trimEnd());
  const isCut = /\S/u.test(text[to]!);
  const whole = isCut ? part.replace(/(?<=\S)\s+\S+$/u, '') : part.trimEnd();
  // Behind the end of a sentence it would look like four full stops.
  return oneLine(`${whole}${/[.!?]$/u.test(whole) ? ' ' : ''}…`);
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ');
}
