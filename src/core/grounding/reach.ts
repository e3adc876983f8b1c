import { allHeads, headIndex, visibleColumns, type AttentionStack } from '../model/stack.ts';
import { ROLE_BAR } from '../attention/headRoles.ts';
import type { HeadRef } from '../attention/lens.ts';
import type { GroundLayout } from './layout.ts';
import { givenByOthers, standsOutBy } from './rank.ts';
import { controlFor } from './verdict.ts';

/** What a sentence of the answer gives each part of the text, 0 to 1: the mean over the rows that wrote it and over all valid heads. A sink counts as one wherever it stands. */
export interface Reach {
  readonly source: number;
  readonly question: number;
  /** What was written of the answer so far. */
  readonly answer: number;
  readonly sink: number;
  /** What a template wrote, and what stands between the parts. */
  readonly other: number;
}

/** A source sentence as a sentence of the answer sees it, through the heads that look at content. */
export interface SeenSentence {
  /** Among the source's. */
  readonly sentence: number;
  /** The sum over its tokens, without sinks; the mean over rows and heads. */
  readonly weight: number;
  /** What the other sentences of the answer give it, in the mean; null: there are none. */
  readonly others: number | null;
  /** What it would be if what reaches the source were spread evenly over the source's tokens. */
  readonly even: number;
}

export interface SentenceReach {
  readonly reach: Reach;
  /** Those that stand out most first (`rank.ts`), at most {@link MOST_SEEN}. */
  readonly strongest: readonly MarkedSentence[];
}

/** What a marked sentence is compared with: another one of the source; null where there is none of like length. */
export interface MarkedSentence extends SeenSentence {
  readonly control: SeenSentence | null;
}

/** Source sentences that are named for a sentence of the answer. */
export const MOST_SEEN = 3;

/**
 * Places that a head of position may look at: the token that is read, and those before it. A head that gives one of them, in the mean over the rows of the
 * answer, {@link ROLE_BAR} or more looks at places, not at what stands there; so does one that the probe with random tokens names "previous token".
 */
const PLACES = 4;

/** What a float32 array may take in all. */
const MOST_BYTES = 256e6;

/** Sums up the rows that wrote an answer, head by head, as they come. Row i - 1 wrote token i: what a model writes is chosen at the token before. */
export class ReachSums {
  readonly #stack: AttentionStack;
  readonly #columns: number;
  readonly #layout: GroundLayout;
  /** Of each row that is wanted: which sentence of the answer it wrote a token of. */
  readonly #sentenceOf: ReadonlyMap<number, number>;
  /** Head by head, [sentences of the answer, columns]. */
  readonly #sums: readonly Float32Array[];
  /** Head by head, what goes to each of the {@link PLACES}. */
  readonly #places: Float64Array;
  readonly #added: Uint32Array;

  /** @param columns tokens of the whole text */
  constructor(stack: AttentionStack, layout: GroundLayout, columns: number) {
    const heads = allHeads(stack.heads).length;
    this.#stack = stack;
    this.#columns = columns;
    this.#layout = layout;
    this.#sentenceOf = new Map(
      layout.answer.flatMap(({ tokens }, sentence) => tokens.filter(token => token > 0).map(token => [token - 1, sentence] as const)),
    );
    this.#sums = Array.from({ length: heads }, () => new Float32Array(layout.answer.length * columns));
    this.#places = new Float64Array(heads * PLACES);
    this.#added = new Uint32Array(heads);
  }

  /** Rows that are wanted, ascending. */
  get rows(): readonly number[] {
    return [...this.#sentenceOf.keys()];
  }

  /**
   * @param map of one valid head, [rows, columns]
   * @param rows the token of each row
   * @param columns that are given: those behind the last row's own place may be left out
   */
  add([layer, head]: HeadRef, map: Float32Array, rows: readonly number[], columns: number): void {
    const index = headIndex(this.#stack.heads, layer, head);
    const sums = this.#sums[index]!;
    for (const [place, row] of rows.entries()) {
      const sentence = this.#sentenceOf.get(row);
      if (sentence === undefined) continue;
      const from = place * columns;
      const to = sentence * this.#columns;
      const end = visibleColumns(this.#stack, row, columns);
      for (let column = 0; column < end; column++) sums[to + column]! += map[from + column]!;
      for (let back = 0; back < PLACES && back <= row; back++) this.#places[index * PLACES + back]! += map[from + row - back]!;
      this.#added[index]!++;
    }
  }

  /**
   * @param sinks tokens @param previous heads that the probe names so
   * @returns one a sentence of the answer, and how many heads look at content
   */
  found(sinks: readonly number[], previous: readonly HeadRef[]): { readonly sentences: SentenceReach[]; readonly contentHeads: HeadRef[] } {
    const valid = allHeads(this.#stack.heads).filter(head => this.#added[this.#indexOf(head)]! > 0);
    const contentHeads = valid.filter(
      head => !previous.some(other => other[0] === head[0] && other[1] === head[1]) && !this.#looksAtAPlace(head),
    );
    const sunk = new Set(sinks);
    const rowsOf = this.#layout.answer.map(({ tokens }) => tokens.filter(token => token > 0).length);
    const seen = rowsOf.map((rows, sentence) => this.#seenIn(this.#mean(contentHeads, sentence, rows), sunk));
    const others = givenByOthers(seen.map(sentences => sentences.map(({ weight }) => weight)));
    return {
      contentHeads,
      sentences: rowsOf.map((rows, sentence) => ({
        reach: this.#reachOf(this.#mean(valid, sentence, rows), sunk),
        strongest: this.#strongest(seen[sentence]!.map((one, place) => ({ ...one, others: others[sentence]?.[place] ?? null }))),
      })),
    };
  }

  /** @param all what each token is given by all heads */
  #reachOf(all: Float64Array, sinks: ReadonlySet<number>): Reach {
    const { source, question, answerTokens } = this.#layout;
    const sum = (tokens: readonly number[]): number => sumOver(all, tokens, sinks);
    const parts = { source: sum(source.flatMap(({ tokens }) => tokens)), question: sum(question), answer: sum(answerTokens) };
    const sink = [...sinks].reduce((total, token) => total + all[token]!, 0);
    const total = all.reduce((before, weight) => before + weight, 0);
    const other = Math.max(0, total - sink - parts.source - parts.question - parts.answer);
    return { ...parts, sink, other };
  }

  /** Every source sentence. @param content what each token is given by the heads that look at content */
  #seenIn(content: Float64Array, sinks: ReadonlySet<number>): Omit<SeenSentence, 'others'>[] {
    const { source } = this.#layout;
    const counted = source.map(({ tokens }) => tokens.filter(token => !sinks.has(token)).length);
    const all = counted.reduce((total, count) => total + count, 0);
    const weights = source.map(({ tokens }) => sumOver(content, tokens, sinks));
    const perToken = all === 0 ? 0 : weights.reduce((total, weight) => total + weight, 0) / all;
    return weights.map((weight, sentence) => ({ sentence, weight, even: perToken * counted[sentence]! }));
  }

  #strongest(seen: readonly SeenSentence[]): MarkedSentence[] {
    const ranked = seen
      .map(one => ({ one, by: standsOutBy(one.weight, one.others) }))
      .toSorted((a, b) => b.by - a.by || a.one.sentence - b.one.sentence)
      .slice(0, MOST_SEEN);
    const marked = ranked.map(({ one }) => one.sentence);
    return ranked.map(({ one }) => ({ ...one, control: seen[controlFor(one.sentence, marked, this.#layout.source) ?? -1] ?? null }));
  }

  /** [columns], the mean over some heads and the rows of a sentence. */
  #mean(heads: readonly HeadRef[], sentence: number, rows: number): Float64Array {
    const mean = new Float64Array(this.#columns);
    if (heads.length === 0 || rows === 0) return mean;
    for (const head of heads) {
      const sums = this.#sums[this.#indexOf(head)]!;
      for (let column = 0; column < this.#columns; column++) mean[column]! += sums[sentence * this.#columns + column]!;
    }
    for (let column = 0; column < this.#columns; column++) mean[column]! /= heads.length * rows;
    return mean;
  }

  #looksAtAPlace(head: HeadRef): boolean {
    const index = this.#indexOf(head);
    return Array.from({ length: PLACES }, (_, back) => this.#places[index * PLACES + back]! / this.#added[index]!).some(
      share => share >= ROLE_BAR,
    );
  }

  #indexOf([layer, head]: HeadRef): number {
    return headIndex(this.#stack.heads, layer, head);
  }
}

function sumOver(weights: Float64Array, tokens: readonly number[], sinks: ReadonlySet<number>): number {
  return tokens.reduce((total, token) => total + (sinks.has(token) ? 0 : weights[token]!), 0);
}

/** Whether what {@link ReachSums} keeps of such a text fits. */
export function canSumReach({ heads }: Pick<AttentionStack, 'heads'>, { answer }: GroundLayout, columns: number): boolean {
  return allHeads(heads).length * answer.length * columns * Float32Array.BYTES_PER_ELEMENT <= MOST_BYTES;
}
