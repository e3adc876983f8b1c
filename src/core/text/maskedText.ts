import type { Span } from './span.ts';
import type { Token, Unit } from './token.ts';
import { unknownOf } from './words.ts';

/** A stretch of the text that one or more masked tokens were read from; several share one where their spans overlap. */
interface Stretch extends Span {
  readonly tokens: readonly number[];
}

/**
 * A text as it would be written with some of its tokens masked: each has one mask token in its place, so that no other token changes or moves
 * among the tokens. Typing the mask token into the text would not always do that: what is left of a word, or of a run of kana, would be cut anew.
 */
export class MaskedText {
  readonly text: string;
  readonly #stretches: readonly Stretch[];
  readonly #mask: string;
  readonly #original: readonly Token[];

  /**
   * @param masked indices of tokens that stand for some of the text, ascending
   * @param mask how the mask token is written, e.g. `[MASK]`
   * @throws RangeError for a token that is not there, or stands for no text
   */
  constructor(text: string, tokens: readonly Token[], masked: readonly number[], mask: string) {
    this.#stretches = stretchesOf(tokens, masked);
    this.#mask = mask;
    this.#original = tokens;
    let written = '';
    let done = 0;
    for (const { start, end, tokens: own } of this.#stretches) {
      written += text.slice(done, start) + mask.repeat(own.length);
      done = end;
    }
    this.text = written + text.slice(done);
  }

  /** The tokens of this text, one for each of the original. */
  tokens(original: readonly Token[], maskId: number): Token[] {
    const spans = this.#maskSpans();
    return original.map((token, index) => {
      const span = spans.get(index);
      return span ? { id: maskId, text: this.#mask, special: true, unknown: false, ...span } : { ...token, ...this.span(token) };
    });
  }

  /** The units of this text, one for each of the original: a masked word stays one word, of as many mask tokens as it had tokens. */
  units(original: readonly Unit[]): Unit[] {
    const spans = this.#maskSpans();
    return original.map(unit => {
      const masks = unit.tokens.flatMap(token => spans.get(token) ?? []);
      const span = this.span(unit);
      if (masks.length === 0) return { ...unit, ...span };
      const start = Math.min(span.start, masks[0]!.start);
      const end = Math.max(span.end, masks.at(-1)!.end);
      const special = masks.length === unit.tokens.length;
      const unknown = unknownOf(unit.tokens.map(token => ({ unknown: !spans.has(token) && this.#original[token]!.unknown })));
      return { ...unit, start, end, label: this.text.slice(start, end), special, unknown, punctuation: false };
    });
  }

  /** Where a span of the original is in this text. What reaches into a masked stretch ends at its edge. */
  span({ start, end }: Span): Span {
    return { start: this.#moved(start, 'after'), end: this.#moved(end, 'before') };
  }

  #moved(offset: number, inside: 'before' | 'after'): number {
    let moved = 0;
    for (const { start, end, tokens } of this.#stretches) {
      if (offset <= start) break;
      const written = tokens.length * this.#mask.length;
      if (offset < end) return start + moved + (inside === 'after' ? written : 0);
      moved += written - (end - start);
    }
    return offset + moved;
  }

  /** Where each mask token stands, by the index of its token. */
  #maskSpans(): Map<number, Span> {
    const spans = new Map<number, Span>();
    for (const { start, tokens } of this.#stretches) {
      let at = this.#moved(start, 'before');
      for (const token of tokens) spans.set(token, { start: at, end: (at += this.#mask.length) });
    }
    return spans;
  }
}

function stretchesOf(tokens: readonly Token[], masked: readonly number[]): Stretch[] {
  const stretches: { start: number; end: number; tokens: number[] }[] = [];
  for (const index of masked) {
    const token = tokens[index];
    if (!token || token.start < 0) throw new RangeError('a token that cannot be masked');
    const last = stretches.at(-1);
    if (last && token.start < last.end) {
      last.tokens.push(index);
      last.end = Math.max(last.end, token.end);
    } else stretches.push({ start: token.start, end: token.end, tokens: [index] });
  }
  return stretches;
}
