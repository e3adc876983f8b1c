import { sentencesIn } from '../text/sentences.ts';
import type { Span } from '../text/span.ts';
import type { Token } from '../text/token.ts';
import type { AttentionStack } from '../model/stack.ts';

/** Where a source, a question about it and an answer stand in the one text that they are read as. */
export interface GroundParts {
  readonly source: Span;
  /** Null: none was asked. */
  readonly question: Span | null;
  readonly answer: Span;
}

/** The two texts of an answer on its source. */
export type Grounded = 'source' | 'answer';

/** Whether two texts that are read as one are a source and an answer on it: a decoder reads the one behind the other, and what goes between them is looked at. */
export function readsAnAnswer(
  attention: AttentionStack,
  { pair, within }: { readonly pair?: unknown; readonly within?: unknown },
): boolean {
  return pair !== undefined && within === undefined && readsAnswers(attention);
}

/** Whether a model reads any two texts so. */
export function readsAnswers({ causal, kind }: AttentionStack): boolean {
  return causal && kind === 'self';
}

/** A sentence as it is written on one line. */
export function sentenceText(text: string, { start, end }: Span): string {
  return text.slice(start, end).replaceAll(/\s+/g, ' ');
}

/** A sentence and the tokens that it is read as, ascending. */
export interface TokenSentence extends Span {
  readonly tokens: readonly number[];
}

/** The parts in tokens; a token that stands between two of them, or is written by a template, is of none. */
export interface GroundLayout {
  readonly source: readonly TokenSentence[];
  readonly question: readonly number[];
  readonly answer: readonly TokenSentence[];
  /** All of the answer, ascending. */
  readonly answerTokens: readonly number[];
}

/**
 * Finds the sentences of the parts among the tokens. A token is of the first part that it has a character of, and there of the sentence in which the first of its characters that is no
 * white space stands, so that white space behind a sentence goes with it. A sentence without tokens is left out.
 */
export function layoutOf(text: string, parts: GroundParts, tokens: readonly Token[]): GroundLayout {
  const inPart = (part: Span | null, taken: ReadonlySet<number>): number[] =>
    part === null
      ? []
      : [...tokens.keys()].filter(
          index => !taken.has(index) && tokens[index]!.start < part.end && tokens[index]!.end > Math.max(0, part.start),
        );
  const source = inPart(parts.source, new Set());
  const question = inPart(parts.question, new Set(source));
  const answer = inPart(parts.answer, new Set([...source, ...question]));
  return {
    source: sentencesOf(text, parts.source, tokens, source),
    question,
    answer: sentencesOf(text, parts.answer, tokens, answer),
    answerTokens: answer,
  };
}

function sentencesOf(text: string, part: Span, tokens: readonly Token[], own: readonly number[]): TokenSentence[] {
  const spans = sentencesIn(text, part);
  const members: number[][] = spans.map(() => []);
  for (const index of own) {
    const { start, end } = tokens[index]!;
    const written = text.slice(start, end);
    const blank = written.length - written.trimStart().length;
    members[sentenceAt(spans, blank < written.length ? start + blank : start)]?.push(index);
  }
  return spans.flatMap((span, place) => (members[place]!.length === 0 ? [] : [{ ...span, tokens: members[place]! }]));
}

/** The last that starts at a place or before it, by halves; the first where none does. */
function sentenceAt(spans: readonly Span[], place: number): number {
  let low = 0;
  let high = spans.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.start <= place) low = middle;
    else high = middle;
  }
  return low;
}
