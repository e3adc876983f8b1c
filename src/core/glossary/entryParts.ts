import { plain, quoted, type SentencePart } from '../describe/sentence.ts';

/** What stands between backticks in an entry is of a text, the rest is ours. */
export function partsOfEntry(text: string): SentencePart[] {
  return text.split('`').map((part, place) => (place % 2 === 1 ? quoted(part) : plain(part)));
}
