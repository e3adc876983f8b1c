const SENTENCE = 'the cat sat on the mat because it was tired'.split(' ');

/** So many words, each of them one token of the built-in model, in lines of ten. */
export function textOfWords(count: number): string {
  const words = Array.from({ length: count }, (_, index) => SENTENCE[index % SENTENCE.length]!);
  const lines: string[] = [];
  for (let start = 0; start < count; start += SENTENCE.length) lines.push(words.slice(start, start + SENTENCE.length).join(' '));
  return lines.join('\n');
}

/** A text of so many tokens, [CLS] and [SEP] included. */
export const textOfTokens = (tokens: number): string => textOfWords(tokens - 2);
