import type { AlignedText } from './alignedText.ts';
import { isChinese, isRemovedControl, isStrippedMark, isWhitespace, REPLACEMENT_CHARACTER, decompose } from './bertUnicode.ts';

/** The switches of a `BertNormalizer` in tokenizer.json. */
export interface BertNormalizerOptions {
  readonly cleanText: boolean;
  readonly handleChineseCharacters: boolean;
  readonly stripAccents: boolean;
  readonly lowercase: boolean;
}

/**
 * BERT's normaliser: control characters out and white space to spaces, spaces around Chinese characters, accents off, lower case.
 *
 * Works one code point at a time, as the Rust library does (a final capital sigma becomes `σ`, not `ς`), which is what makes the alignment
 * exact: every unit of the result comes from one character. A lone surrogate is read as U+FFFD, which is what any conversion to UTF-8 makes
 * of it. Marks are not re-ordered as full NFD would: those whose order could show are all stripped.
 */
export function normalizeBert(source: AlignedText, options: BertNormalizerOptions): AlignedText {
  const output = new AlignedTextBuilder(source);
  const { text } = source;
  const known = new Map<number, string>();
  for (let at = 0; at < text.length;) {
    const codePoint = text.codePointAt(at)!;
    let normalized = known.get(codePoint);
    if (normalized === undefined) known.set(codePoint, (normalized = normalizeCharacter(codePoint, options)));
    output.append(normalized, at);
    at += codePoint > 0xffff ? 2 : 1;
  }
  return output.finish();
}

function normalizeCharacter(codePoint: number, options: BertNormalizerOptions): string {
  const isLoneSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
  const read = isLoneSurrogate ? REPLACEMENT_CHARACTER : codePoint;
  if (options.cleanText) {
    if (isRemovedControl(read)) return '';
    if (isWhitespace(read)) return ' ';
  }
  let result = String.fromCodePoint(read);
  if (options.stripAccents) result = stripAccents(result, read);
  if (options.lowercase) result = result.toLowerCase();
  return options.handleChineseCharacters && isChinese(read) ? ` ${result} ` : result;
}

function stripAccents(character: string, codePoint: number): string {
  let stripped = '';
  for (const part of decompose(character, codePoint)) if (!isStrippedMark(part.codePointAt(0)!)) stripped += part;
  return stripped;
}

/** Collects output, each piece aligned to the character it came from. */
class AlignedTextBuilder {
  readonly #source: AlignedText;
  #starts: Int32Array;
  #ends: Int32Array;
  #text = '';

  constructor(source: AlignedText) {
    this.#source = source;
    this.#starts = new Int32Array(source.text.length);
    this.#ends = new Int32Array(source.text.length);
  }

  /** @param at index in the source of the character that became `piece` */
  append(piece: string, at: number): void {
    const from = this.#text.length;
    const to = from + piece.length;
    if (to > this.#starts.length) this.#grow(to);
    for (let unit = from; unit < to; unit++) {
      this.#starts[unit] = this.#source.starts[at]!;
      this.#ends[unit] = this.#source.ends[at]!;
    }
    this.#text += piece;
  }

  finish(): AlignedText {
    const { length } = this.#text;
    return { text: this.#text, starts: this.#starts.subarray(0, length), ends: this.#ends.subarray(0, length) };
  }

  /** Few characters become more than one (Chinese ones get two spaces), so room is made when it is needed. */
  #grow(atLeast: number): void {
    const starts = new Int32Array(atLeast * 2);
    const ends = new Int32Array(atLeast * 2);
    starts.set(this.#starts);
    ends.set(this.#ends);
    this.#starts = starts;
    this.#ends = ends;
  }
}
