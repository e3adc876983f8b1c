import type { SentencePart } from '../../src/core/describe/sentence.ts';
import { visibleText } from '../../src/core/text/visibleText.ts';
import type { TermLink } from '../linkTerms.ts';
import { WithTerms } from './Term.tsx';

/** Text of the document or the vocabulary, in the editor's font. Always a text node: it can hold anything. */
export function Quoted({ text, extra = '' }: { readonly text: string; readonly extra?: string }) {
  return <span class={`quoted ${extra}`}>{visibleText(text)}</span>;
}

/** A sentence of our words and the document's; the first place of each term in ours is a link. */
export function Sentence({ parts, terms = [] }: { readonly parts: readonly SentencePart[]; readonly terms?: readonly TermLink[] }) {
  const startsIn = (words: string) => parts.findIndex(({ quoted, text }) => !quoted && text.includes(words));
  return (
    <>
      {parts.map(({ quoted, text }, place) =>
        quoted ? <Quoted text={text} /> : <WithTerms text={text} terms={terms.filter(([words]) => startsIn(words) === place)} />,
      )}
    </>
  );
}
