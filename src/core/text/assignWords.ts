import { overlapLength, type Span } from './span.ts';
import { splitWords } from './splitWords.ts';
import type { Token } from './token.ts';

/** What is looked at of a token. */
export type PlacedToken = Pick<Token, 'start' | 'end' | 'special' | 'unknown'>;

/** The words of a text that tokens cover, and per token the index of its word, or -1 for none. @param together as in `groupWords` */
export function assignWords(
  text: string,
  tokens: readonly PlacedToken[],
  together: readonly Span[],
): { words: readonly Span[]; wordOfToken: number[] } {
  const parts = new DictionaryWords(
    text,
    tokens.filter(token => token.special && token.start >= 0),
  );
  const mostParts = tokens.map(token => (token.special || token.end <= token.start ? -1 : parts.most(token)));
  parts.rewind();
  const owned = new Set(mostParts);
  for (const [index, token] of tokens.entries())
    if (token.unknown && mostParts[index]! >= 0) parts.join(token);
    else if (mostParts[index]! >= 0) parts.take(token, mostParts[index]!, owned);
  parts.rewind();
  for (const span of together) parts.join(span);
  const { words, wordOfPart } = parts.joined();
  return { words, wordOfToken: mostParts.map(part => (part < 0 ? -1 : wordOfPart[part]!)) };
}

/** The words that a dictionary counts, some of which turn out to be one word. None reaches over a special token that was typed. */
class DictionaryWords {
  readonly #parts: Span[] = [];
  /** 1: belongs to the part before. */
  readonly #joins: Uint8Array;
  /** Parts with a typed special token before them. */
  readonly #firstOfStretch = new Set<number>();
  #first = 0;

  constructor(text: string, typed: readonly Span[]) {
    let from = 0;
    for (const gap of [...typed, { start: text.length, end: text.length }]) {
      this.#firstOfStretch.add(this.#parts.length);
      for (const { start, end } of splitWords(text.slice(from, gap.start))) this.#parts.push({ start: from + start, end: from + end });
      from = gap.end;
    }
    this.#joins = new Uint8Array(this.#parts.length);
  }

  /** The part that a span overlaps most, the first of several; -1 for none. Spans come with ascending starts. */
  most(span: Span): number {
    const [first, end] = this.#reached(span);
    let most = first < end ? first : -1;
    for (let part = first + 1; part < end; part++)
      if (overlapLength(this.#parts[part]!, span) > overlapLength(this.#parts[most]!, span)) most = part;
    return most;
  }

  /** Joins to a part those beside it that a span reaches into and that no token fell to; they are then owned. Spans come with ascending starts. */
  take(span: Span, part: number, owned: Set<number>): void {
    const [first, end] = this.#reached(span);
    const isFree = (other: number): boolean => other >= first && other < end && !owned.has(other);
    for (let other = part - 1; isFree(other) && !this.#firstOfStretch.has(other + 1); other--) {
      this.#joins[other + 1] = 1;
      owned.add(other);
    }
    for (let other = part + 1; isFree(other) && !this.#firstOfStretch.has(other); other++) {
      this.#joins[other] = 1;
      owned.add(other);
    }
  }

  /** Makes one word of all parts that a span reaches into. Spans come with ascending starts. */
  join(span: Span): void {
    const [first, end] = this.#reached(span);
    for (let next = first + 1; next < end; next++) if (!this.#firstOfStretch.has(next)) this.#joins[next] = 1;
  }

  /** The parts [first, end) that a span reaches into. */
  #reached({ start, end }: Span): [first: number, end: number] {
    const parts = this.#parts;
    while (this.#first < parts.length && parts[this.#first]!.end <= start) this.#first++;
    let last = this.#first;
    while (last < parts.length && parts[last]!.start < end) last++;
    return [this.#first, last];
  }

  /** Spans start anew. */
  rewind(): void {
    this.#first = 0;
  }

  joined(): { words: Span[]; wordOfPart: Int32Array } {
    const words: Span[] = [];
    const wordOfPart = Int32Array.from(this.#parts, (part, index) => {
      if (this.#joins[index] === 1) words.push({ start: words.pop()!.start, end: part.end });
      else words.push(part);
      return words.length - 1;
    });
    return { words, wordOfPart };
  }
}
