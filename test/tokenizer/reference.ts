import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { Tokenizer as RustTokenizer } from 'tokenizers';
import type { Encoding } from '../../src/tokenizer/encoding.ts';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.ts';

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

type Encodings = Awaited<ReturnType<RustTokenizer['encodeBatch']>>;

export interface ReferenceToken {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  readonly typeId: number;
  /** -1 for what the post-processor added. */
  readonly wordId: number;
  readonly sequenceId: number;
}

/** One text, or two. */
export type Input = string | readonly [first: string, second: string];

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

  /** The binding takes no pairs in a batch. */
  async #encodings(inputs: readonly Input[]): Promise<Encodings> {
    if (inputs.every(input => typeof input === 'string')) return this.#tokenizer.encodeBatch([...inputs]);
    const encodings: Encodings = [];
    for (const input of inputs) {
      const [first, second] = [input].flat() as [string, string?];
      encodings.push(await this.#tokenizer.encode(first, second ?? null));
    }
    return encodings;
  }

  async encode(inputs: readonly Input[]): Promise<ReferenceToken[][]> {
    const encodings = await this.#encodings(inputs);
    return encodings.map((encoding, index) => {
      const units = [inputs[index]!].flat().map(text => codePointStarts(text));
      const offsets = encoding.getOffsets();
      const special = encoding.getSpecialTokensMask();
      const typeIds = encoding.getTypeIds();
      const wordIds = encoding.getWordIds();
      const sequenceIds = encoding.getSequenceIds();
      return encoding.getIds().map((id, token) => {
        const [start, end] = offsets[token]!;
        const typeId = typeIds[token]!;
        const sequenceId = sequenceIds[token] ?? -1;
        if (special[token] === 1) return { id, start: -1, end: -1, typeId, wordId: -1, sequenceId: -1 };
        return { id, start: units[sequenceId]![start!]!, end: units[sequenceId]![end!]!, typeId, wordId: wordIds[token] ?? -1, sequenceId };
      });
    });
  }
}

/** The same of ours. */
export function asReference({ tokens, typeIds, wordIds, sequenceIds }: Encoding): ReferenceToken[] {
  return tokens.map(({ id, start, end }, token) => ({
    id,
    start,
    end,
    typeId: typeIds[token]!,
    wordId: wordIds[token]!,
    sequenceId: sequenceIds[token]!,
  }));
}

/** Inputs for which ours differs from the Rust library's, the first in full, so that a failure says which. */
export async function differences(json: string, inputs: readonly Input[]): Promise<unknown[]> {
  const tokenizer = loadTokenizer(json);
  const expected = await new Reference(json).encode(inputs);
  return inputs.flatMap((input, index) => {
    const ours = asReference(typeof input === 'string' ? tokenizer.encode(input) : tokenizer.encode(...input));
    return isDeepStrictEqual(ours, expected[index]) ? [] : [{ input, ours, expected: expected[index] }];
  });
}

/** The Rust library's `Split` by a regular expression. @throws Error for what it does not read */
export function rustSplit(Regex: string, behavior = 'Isolated', invert = false): (text: string) => string[] {
  const json = {
    model: { type: 'WordLevel', vocab: { a: 0 }, unk_token: 'a' },
    pre_tokenizer: { type: 'Split', pattern: { Regex }, behavior, invert },
  };
  const preTokenizer = RustTokenizer.fromString(JSON.stringify({ version: '1.0', added_tokens: [], ...json })).getPreTokenizer()!;
  return text => preTokenizer.preTokenizeString(text).map(([word]) => word);
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
