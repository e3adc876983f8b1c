import type { SentencePart } from '../../src/core/describe/sentence.ts';
import { visibleText } from '../../src/core/text/visibleText.ts';
import type { TermLink } from '../linkTerms.ts';
import { WithTerms } from './Term.tsx';

/** Text of the document or the vocabulary, in the editor's font. Always a text node: it can hold anything. */
export function Quoted({ text, extra = '' }: { readonly text: string; readonly extra?: string }) {
  return <span class={`quoted ${extra}`}>{visibleText(text)}</span>;
}

/** A sentence of our words and the document's; the first place of each term in ours is a link, and so are words of the document that can be chosen. */
export function Sentence({
  parts,
  terms = [],
  onChoose,
}: {
  readonly parts: readonly SentencePart[];
  readonly terms?: readonly TermLink[];
  readonly onChoose?: (unit: number) => void;
}) {
  const startsIn = (words: string) => parts.findIndex(({ quoted, text }) => !quoted && text.includes(words));
  return (
    <>
      {parts.map(({ quoted, text, unit }, place) => {
        if (!quoted) return <WithTerms text={text} terms={terms.filter(([words]) => startsIn(words) === place)} />;
        if (unit === undefined || !onChoose) return <Quoted text={text} />;
        return (
          <button type="button" class="link quoted" title="Pin this word" onClick={() => onChoose(unit)}>
            {visibleText(text)}
          </button>
        );
      })}
    </>
  );
}
