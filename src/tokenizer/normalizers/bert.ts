import { AlignedTextBuilder, type AlignedText } from '../aligned.ts';
import { asSwitch, type JsonObject } from '../file/schema.ts';
import { decompose, isChinese, isRemovedControl, isStrippedMark, isWhitespace } from '../unicode.ts';
import type { Normalizer } from './normalizer.ts';

/** The switches of a `BertNormalizer` in tokenizer.json. */
export interface BertNormalizerOptions {
  readonly cleanText: boolean;
  readonly handleChineseCharacters: boolean;
  readonly stripAccents: boolean;
  readonly lowercase: boolean;
}

export function readBertNormalizer(options: JsonObject): Normalizer {
  const lowercase = asSwitch(options['lowercase'], true);
  return new BertNormalizer({
    cleanText: asSwitch(options['clean_text'], true),
    handleChineseCharacters: asSwitch(options['handle_chinese_chars'], true),
    stripAccents: asSwitch(options['strip_accents'], lowercase),
    lowercase,
  });
}

/**
 * BERT's normaliser: control characters out and white space to spaces, spaces around Chinese characters, accents off, lower case.
 *
 * Works one code point at a time, as the Rust library does (a final capital sigma becomes `σ`, not `ς`), which is what makes the alignment
 * exact: every unit of the result comes from one character. Marks are not re-ordered as full NFD would: those whose order could show are
 * all stripped.
 */
export class BertNormalizer implements Normalizer {
  readonly #options: BertNormalizerOptions;

  constructor(options: BertNormalizerOptions) {
    this.#options = options;
  }

  normalize(source: AlignedText): AlignedText {
    const output = new AlignedTextBuilder(source);
    const { text } = source;
    const known = new Map<number, string>();
    for (let at = 0; at < text.length;) {
      const codePoint = text.codePointAt(at)!;
      let normalized = known.get(codePoint);
      if (normalized === undefined) known.set(codePoint, (normalized = normalizeCharacter(codePoint, this.#options)));
      output.append(normalized, at);
      at += codePoint > 0xffff ? 2 : 1;
    }
    return output.finish();
  }
}

function normalizeCharacter(codePoint: number, options: BertNormalizerOptions): string {
  if (options.cleanText) {
    if (isRemovedControl(codePoint)) return '';
    if (isWhitespace(codePoint)) return ' ';
  }
  let result = String.fromCodePoint(codePoint);
  if (options.stripAccents) result = stripAccents(result, codePoint);
  if (options.lowercase) result = result.toLowerCase();
  return options.handleChineseCharacters && isChinese(codePoint) ? ` ${result} ` : result;
}

function stripAccents(character: string, codePoint: number): string {
  let stripped = '';
  for (const part of decompose(character, codePoint)) if (!isStrippedMark(part.codePointAt(0)!)) stripped += part;
  return stripped;
}
