import type { SentencePart } from '../../src/core/describe.ts';
import { visibleText } from '../../src/core/visibleText.ts';

/** Text of the document or the vocabulary, in the editor's font. Always a text node: it can hold anything. */
export function Quoted({ text, extra = '' }: { readonly text: string; readonly extra?: string }) {
  return <span class={`quoted ${extra}`}>{visibleText(text)}</span>;
}

/** A sentence of our words and the document's. */
export function Sentence({ parts }: { readonly parts: readonly SentencePart[] }) {
  return <>{parts.map(part => (part.quoted ? <Quoted text={part.text} /> : part.text))}</>;
}
