import { visibleText } from '../text/visibleText.ts';

/** A piece of a sentence. Quoted pieces come from the document and are set in the editor's font. */
export interface SentencePart {
  readonly text: string;
  readonly quoted: boolean;
  /** The word of the text that it is, where it can be chosen. */
  readonly unit?: number;
}

/** Words of ours. */
export const plain = (text: string): SentencePart => ({ text, quoted: false });

/** Words of the document. */
export const quoted = (text: string): SentencePart => ({ text, quoted: true });

/** A sentence as plain text, document words in typographic quotes. */
export function plainSentence(parts: readonly SentencePart[]): string {
  return parts.map(part => (part.quoted ? `\u201c${visibleText(part.text)}\u201d` : part.text)).join('');
}
