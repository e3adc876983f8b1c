import { sliceAligned, type AlignedText } from '../aligned.ts';
import { isPunctuation, isWhitespace } from '../unicode.ts';
import type { PreTokenizer } from './preTokenizer.ts';

/** BERT's pre-tokeniser: words between white space, every punctuation mark a word of its own. */
export class BertPreTokenizer implements PreTokenizer {
  split(source: AlignedText): AlignedText[] {
    const { text } = source;
    const words: AlignedText[] = [];
    let wordStart = 0;
    const closeWord = (end: number): void => {
      if (end > wordStart) words.push(sliceAligned(source, wordStart, end));
    };
    for (let at = 0; at < text.length;) {
      const codePoint = text.codePointAt(at)!;
      const next = at + (codePoint > 0xffff ? 2 : 1);
      const punctuation = isPunctuation(codePoint);
      if (punctuation || isWhitespace(codePoint)) {
        closeWord(at);
        if (punctuation) words.push(sliceAligned(source, at, next));
        wordStart = next;
      }
      at = next;
    }
    closeWord(text.length);
    return words;
  }
}
