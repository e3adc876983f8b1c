import { assignWords } from './assignWords.ts';
import type { FrameText, Token } from './token.ts';

/** The words that a chat template wrote around a message, and per token the index of its word, or -1 for none: as those of a text are found. */
export function frameWords(tokens: readonly Token[]): { readonly words: readonly string[]; readonly wordOfToken: Int32Array } {
  const wordOfToken = new Int32Array(tokens.length).fill(-1);
  const words: string[] = [];
  for (let from = 0; from < tokens.length; from++) {
    const stretch: FrameText[] = [];
    for (let at = from; tokens[at]?.frame; at++) stretch.push(tokens[at]!.frame!);
    if (stretch.length === 0) continue;
    const { text, start } = joined(stretch);
    const placed = stretch.map((frame, index) => {
      const { unknown } = tokens[from + index]!;
      return { start: frame.start - start, end: frame.start - start + frame.text.length, special: false, unknown };
    });
    const found = assignWords(text, placed, []);
    for (const [index, word] of found.wordOfToken.entries()) if (word >= 0) wordOfToken[from + index] = words.length + word;
    words.push(...found.words.map(word => text.slice(word.start, word.end)));
    from += stretch.length;
  }
  return { words, wordOfToken };
}

/** What tokens stand for as one text; what none of them covers is white space in it. Two that share a character both have it. */
function joined(stretch: readonly FrameText[]): FrameText {
  const { start } = stretch[0]!;
  let text = '';
  for (const { start: at, text: own } of stretch) {
    const done = start + text.length;
    text += ' '.repeat(Math.max(0, at - done)) + own.slice(Math.max(0, done - at));
  }
  return { start, text };
}
