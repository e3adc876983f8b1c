import type { Unit } from '../text/token.ts';
import type { GroundLayout } from './layout.ts';
import type { Measured } from './measure.ts';
import type { SentenceReach } from './reach.ts';
import { effectOn, isNotFromHere, type Effect, type Removal } from './verdict.ts';

/** What was found; null: none of the sentence's tokens is predicted any more; undefined: not measured. */
export type FoundEffect = Effect | null | undefined;

/** What leaving parts of a source out does to one sentence of the answer. */
export interface SentenceEffects {
  /** Without the whole source. */
  readonly whole: FoundEffect;
  /** Without each sentence that is marked for it, and without its control, in the order of the marked ones. */
  readonly marked: readonly { readonly without: FoundEffect; readonly control: FoundEffect }[];
  /** Its words, punctuation left out; none before the whole source was left out. */
  readonly words: readonly AnswerWord[];
}

/** A word of the answer, and what the whole source does for it. */
export interface AnswerWord {
  readonly label: string;
  readonly start: number;
  readonly end: number;
  readonly logProbability: number;
  /** What it loses without the source, in nats. */
  readonly drop: number;
  /** Null where that is not known. */
  readonly notFromHere: boolean | null;
}

/** What was read with sentences left out, of the whole answer. */
export interface Removed extends Measured {
  /** Of each token of the answer, with the whole source. */
  readonly logProbabilities: Float32Array;
}

/** One a sentence of the answer. @param words of the text */
export function effectsOf(
  { answer, answerTokens, reached }: Pick<GroundLayout, 'answer' | 'answerTokens'> & { readonly reached: readonly SentenceReach[] },
  words: readonly Unit[],
  { whole, without, logProbabilities }: Removed,
): readonly SentenceEffects[] {
  const placeOf = new Map(answerTokens.map((token, place) => [token, place]));
  const placesOf = (tokens: readonly number[]): number[] => tokens.flatMap(token => placeOf.get(token) ?? []);
  const sum = (values: Float32Array, places: readonly number[]): number => places.reduce((total, place) => total + values[place]!, 0);
  const wordsOf = wordsOfSentences(answer, words);
  return answer.map(({ tokens }, sentence) => {
    const places = placesOf(tokens);
    const effect = (removal: Removal | null | undefined): FoundEffect => {
      if (!removal) return undefined;
      const found = effectOn(removal, places);
      return Number.isFinite(found.drop) ? found : null;
    };
    return {
      whole: effect(whole),
      marked: reached[sentence]!.strongest.map(({ sentence: seen, control }) => ({
        without: effect(without.get(seen)),
        control: effect(control && without.get(control.sentence)),
      })),
      words: whole
        ? wordsOf[sentence]!.map(({ label, start, end, tokens: some }) => {
            const of = placesOf(some);
            const drop = sum(whole.drops, of);
            return { label, start, end, logProbability: sum(logProbabilities, of), drop, notFromHere: isNotFromHere(drop) };
          })
        : [],
    };
  });
}

/** The words that have a token of each sentence, punctuation left out. */
function wordsOfSentences(answer: GroundLayout['answer'], words: readonly Unit[]): readonly (readonly Unit[])[] {
  const sentenceOf = new Map(answer.flatMap(({ tokens }, sentence) => tokens.map(token => [token, sentence] as const)));
  const found: Unit[][] = answer.map(() => []);
  for (const word of words) {
    if (word.punctuation) continue;
    for (const sentence of new Set(word.tokens.map(token => sentenceOf.get(token))))
      if (sentence !== undefined) found[sentence]!.push(word);
  }
  return found;
}

/**
 * Ranks among the marked sentences that stand for all of them: the one that is ranked first and, once that is measured, the one whose loss is largest, where it is another.
 * @param effects null: nothing was measured
 */
export function ranksInShort(effects: Pick<SentenceEffects, 'marked'> | null): readonly number[] {
  const drops = effects?.marked.map(({ without }) => without?.drop ?? -Infinity) ?? [];
  const largest = Math.max(0, ...drops);
  return largest > 0 && drops[0]! < largest ? [0, drops.indexOf(largest)] : [0];
}
