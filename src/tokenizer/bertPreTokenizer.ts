import { isPunctuation, isWhitespace } from './bertUnicode.ts';

/** BERT's pre-tokeniser: words between white space, every punctuation mark a word of its own. Ranges of UTF-16 units in `text`. */
export function splitBertWords(text: string): [from: number, to: number][] {
  const words: [number, number][] = [];
  let wordStart = 0;
  const closeWord = (end: number): void => {
    if (end > wordStart) words.push([wordStart, end]);
  };
  for (let at = 0; at < text.length;) {
    const codePoint = text.codePointAt(at)!;
    const next = at + (codePoint > 0xffff ? 2 : 1);
    const punctuation = isPunctuation(codePoint);
    if (punctuation || isWhitespace(codePoint)) {
      closeWord(at);
      if (punctuation) words.push([at, next]);
      wordStart = next;
    }
    at = next;
  }
  closeWord(text.length);
  return words;
}
