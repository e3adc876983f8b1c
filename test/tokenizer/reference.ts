import { readFileSync } from 'node:fs';
import { Tokenizer as RustTokenizer } from 'tokenizers';

/** The part of a tokenizer.json that tests change. */
export interface TokenizerJson {
  truncation: unknown;
  padding: unknown;
  added_tokens: Record<string, unknown>[];
  normalizer: Record<string, unknown> | null;
  pre_tokenizer: Record<string, unknown> | null;
  post_processor: Record<string, unknown> | null;
  model: { vocab: Record<string, number> } & Record<string, unknown>;
}

const BUILT_IN = readFileSync(new URL('../../models/minilm/tokenizer.json', import.meta.url), 'utf8');

/** The built-in model's tokenizer.json, changed. */
export function tokenizerJson(change: (json: TokenizerJson) => void = () => {}): string {
  const json = JSON.parse(BUILT_IN) as TokenizerJson;
  change(json);
  return JSON.stringify(json);
}

export interface ReferenceToken {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

/**
 * What the official Rust library makes of texts, with spans in UTF-16 units. It counts in code points, and it cannot receive a lone surrogate:
 * the binding turns each into one U+FFFD, so that code points still correspond one to one.
 */
export class Reference {
  readonly #tokenizer: RustTokenizer;

  constructor(json: string) {
    this.#tokenizer = RustTokenizer.fromString(json);
    this.#tokenizer.disableTruncation();
    this.#tokenizer.disablePadding();
  }

  async encode(texts: readonly string[]): Promise<ReferenceToken[][]> {
    const encodings = await this.#tokenizer.encodeBatch([...texts]);
    return encodings.map((encoding, index) => {
      const units = codePointStarts(texts[index]!);
      const offsets = encoding.getOffsets();
      const special = encoding.getSpecialTokensMask();
      return encoding.getIds().map((id, token) => {
        const [start, end] = offsets[token]!;
        return special[token] === 1 ? { id, start: -1, end: -1 } : { id, start: units[start!]!, end: units[end!]! };
      });
    });
  }
}

/** UTF-16 offset of each code point, and of the end. */
function codePointStarts(text: string): number[] {
  const starts: number[] = [];
  let offset = 0;
  for (const character of text) {
    starts.push(offset);
    offset += character.length;
  }
  return [...starts, offset];
}
