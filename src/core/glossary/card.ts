import { GLOSSARY, relatedTerms, type TermId } from './search.ts';

/** Four lines of a card, by measure. */
export const CARD_CHARACTERS = 185;
const RELATED = 2;

/** What a card beside a term holds of its entry. */
export interface TermCardText {
  readonly name: string;
  /** As many of its first sentences as a card has room for, one at least. */
  readonly text: string;
  readonly related: readonly TermId[];
}

export function cardOf(term: TermId): TermCardText {
  const { name, text } = GLOSSARY[term];
  const [first, ...others] = text.split(/(?<=[.)]) (?=[\p{Lu}`])/u);
  let short = first!;
  for (const sentence of others) {
    if (short.length + 1 + sentence.length > CARD_CHARACTERS) break;
    short += ` ${sentence}`;
  }
  return { name, text: short, related: relatedTerms(term).slice(0, RELATED) };
}
