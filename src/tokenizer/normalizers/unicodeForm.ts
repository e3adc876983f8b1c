import type { Form } from '../../core/text/unicodeForm.ts';
import { AlignedTextBuilder } from '../aligned.ts';
import { normalized } from '../unicodeForms.ts';
import type { Normalizer } from './normalizer.ts';

const JOINS = String.raw`\p{M}\u1160-\u11ff\u3131-\u318e\uff9e\uff9f\uffa0-\uffdc`;

/**
 * A piece of a text that no composition and no re-ordering of marks reaches out of: a character and what may join it; or a stretch of ASCII, which
 * is all forms of itself.
 */
const PIECE = new RegExp(String.raw`[^\u0080-\u{10ffff}]+(?![${JOINS}])|[\s\S][${JOINS}]*`, 'gu');

/**
 * Unicode normalization with alignment. As in the Rust library, what a character becomes is aligned to it, a composed character to the
 * first of those it is made of, and marks that change places are aligned to the places, so that nothing goes back.
 */
export function unicodeForm(form: Form): Normalizer {
  return {
    normalize: source => {
      const output = new AlignedTextBuilder(source);
      const { text } = source;
      for (const { 0: piece, index } of text.matchAll(PIECE)) {
        if (piece.charCodeAt(piece.length - 1) < 0x80) output.appendFrom(index, index + piece.length);
        else if (piece.length === 1 && piece < '\u00a0') output.append(piece, index);
        else normalizePiece(piece, index, form, output);
      }
      return output.finish();
    },
  };
}

function normalizePiece(piece: string, at: number, form: Form, output: AlignedTextBuilder): void {
  const sources = Array.from(piece);
  const places: number[] = [];
  let place = at;
  for (const source of sources) {
    places.push(place);
    place += source.length;
  }
  const decomposed = form === 'NFC' || form === 'NFD' ? 'NFD' : 'NFKD';
  const parts = new Parts(sources, decomposed);
  let used = 0;
  for (const character of normalized(piece, form)) {
    const begun = form === decomposed ? parts.take([character]) : parts.take(normalized(character, 'NFD'));
    output.append(character, places[begun > 0 ? used : Math.max(0, used - 1)]!);
    used += begun;
  }
}

/** What the characters of a piece decompose to. */
class Parts {
  /** Of each character, in order: whether it is the first of what its source became. Equal ones keep their order when marks change places. */
  readonly #begins = new Map<string, { readonly values: boolean[]; next: number }>();

  constructor(sources: readonly string[], form: Form) {
    for (const source of sources) {
      let begins = true;
      for (const part of normalized(source, form)) {
        const known = this.#begins.get(part);
        if (known) known.values.push(begins);
        else this.#begins.set(part, { values: [begins], next: 0 });
        begins = false;
      }
    }
  }

  /** How many sources begin in these parts. */
  take(parts: Iterable<string>): number {
    let begun = 0;
    for (const part of parts) {
      const known = this.#begins.get(part);
      if (known?.values[known.next++] === true) begun++;
    }
    return begun;
  }
}
