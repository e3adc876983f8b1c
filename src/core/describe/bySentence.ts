import type { SentenceView } from '../state/sentenceView.ts';
import type { Span } from '../text/span.ts';
import { standsInText, type Unit } from '../text/token.ts';
import { counted } from './counted.ts';
import { nameOfWords } from './linkEnd.ts';
import { formatWeight } from './numbers.ts';
import { plain, quoted, type SentencePart } from './sentence.ts';

/** What is said of the sentence that is looked from. */
export interface SaidSentences {
  readonly own: Span;
  /** The strongest of the other text that are tinted. */
  readonly strongest: readonly (Span & { readonly weight: number })[];
  readonly tinted: number;
  readonly of: number;
}

/** So many are named. */
const MOST_NAMED = 3;

export function saidSentences({ own, seen }: SentenceView): SaidSentences {
  const tinted = seen.filter(({ step }) => step > 0);
  const strongest = tinted.slice(0, MOST_NAMED).map(({ start, end, weight }) => ({ start, end, weight }));
  return { own, strongest, tinted: tinted.length, of: seen.length };
}

/** `By sentence: “On Thursdays the library …” attends to “On Thursdays it stays …” 0.18, …` @param verb of the direction */
export function bySentence(units: readonly Unit[], { own, strongest, tinted, of }: SaidSentences, verb: string): SentencePart[] {
  const start = [plain('By sentence: '), quoted(beginningOf(units, own))];
  if (strongest.length === 0) return [...start, plain(` ${verb} no sentence of the other text more than evenly.`)];
  return [
    ...start,
    plain(` ${verb} `),
    ...strongest.flatMap((sentence, place) => [
      plain(place > 0 ? ', ' : ''),
      quoted(beginningOf(units, sentence)),
      plain(` ${formatWeight(sentence.weight)}`),
    ]),
    plain(`; ${tinted} of ${counted(of, 'sentence')} ${tinted === 1 ? 'has' : 'have'} a tint.`),
  ].filter(({ text }) => text !== '');
}

/** So many words of a sentence are written. */
const MOST_WORDS = 4;

function beginningOf(units: readonly Unit[], { start, end }: Span): string {
  const members = [...units.keys()].filter(unit => standsInText(units[unit]!) && units[unit]!.start >= start && units[unit]!.end <= end);
  return nameOfWords(units, members, MOST_WORDS);
}
