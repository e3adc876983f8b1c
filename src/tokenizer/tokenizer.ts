import { NO_SPAN } from '../core/text/span.ts';
import type { Token } from '../core/text/token.ts';
import { kindOfEntry, type VocabularyEntry } from '../core/text/vocabularyEntry.ts';
import type { AddedToken } from './addedTokens.ts';
import { AddedTokenMatcher } from './addedTokens.ts';
import type { AlignedText } from './alignedText.ts';
import { alignText, spanOf } from './alignedText.ts';
import { normalizeBert } from './bertNormalizer.ts';
import { splitBertWords } from './bertPreTokenizer.ts';
import type { WordPieceFile } from './tokenizerFile.ts';
import { readTokenizerFile, type MaskToken } from './tokenizerFile.ts';
import { WordPieceModel } from './wordPiece.ts';

/** Text to the tokens a model reads, each with the exact UTF-16 span it came from. */
export interface LensTokenizer {
  readonly kind: 'WordPiece';
  /** The largest token id plus one: the number of rows the model's word table needs. */
  readonly vocabularySize: number;
  readonly padTokenId: number | null;
  readonly maskToken: MaskToken | null;
  /** What a token that continues a word begins with, `##` in every known model. */
  readonly continuationPrefix: string;
  /** The vocabulary by token id, added tokens included; made anew by each call. Ids may have gaps. */
  entries(): Map<number, VocabularyEntry>;
  /**
   * All tokens of the text, uncut and unpadded, with the special tokens that the file's post-processor adds; those have the span -1, -1.
   *
   * Starts and ends never decrease from one token to the next. Neighbours may share a span: a Hangul syllable falls apart into letters.
   * Characters that normalisation removes (control characters, accents) lie in no token's span unless inside one.
   * A special token that a person typed (`[MASK]`) is `special` too, and has the span of what was typed; a typed `[UNK]` is not `unknown`.
   */
  encode(text: string): Token[];
}

/**
 * The tokenizer that the content of a `tokenizer.json` describes. Its `truncation` and `padding` are ignored: they are habits of the
 * exporter, and the limit is what the model's position table allows.
 *
 * The WordPiece path is written here, not taken from `@huggingface/tokenizers`, because it is the shorter way to exact spans: that library
 * has none, and where it normalises whole texts at once (a final capital sigma) or knows newer Unicode, its ids differ from the reference.
 *
 * @throws FaultError `unsupported-tokenizer` for kinds that are not read yet; `file-corrupt` when the content contradicts itself
 */
export function loadTokenizer(text: string): LensTokenizer {
  const file = readTokenizerFile(text);
  const encoder = new WordPieceEncoder(file);
  return {
    kind: 'WordPiece',
    vocabularySize: file.vocabularySize,
    padTokenId: file.padTokenId,
    maskToken: file.maskToken,
    continuationPrefix: file.model.continuationPrefix,
    entries: () => entriesOf(file),
    encode: text => encoder.encode(text),
  };
}

/** The stages of the Rust library in its order: typed added tokens, normaliser, added tokens again, words, word pieces, template. */
class WordPieceEncoder {
  readonly #file: WordPieceFile;
  readonly #model: WordPieceModel;
  readonly #written: AddedTokenMatcher;
  readonly #normalized: AddedTokenMatcher;

  constructor(file: WordPieceFile) {
    this.#file = file;
    this.#model = new WordPieceModel(file.model);
    this.#written = new AddedTokenMatcher(file.addedTokens.filter(token => !token.normalized).map(token => [token.content, token]));
    this.#normalized = new AddedTokenMatcher(
      file.addedTokens
        .filter(token => token.normalized)
        .map(token => [normalizeBert(alignText(token.content), file.normalizer).text, token]),
    );
  }

  encode(text: string): Token[] {
    const content: Token[] = [];
    for (const part of this.#written.split(alignText(text))) {
      if (part.added) content.push(addedTokenAt(part.added, part.text));
      else this.#encodeWritten(part.text, content);
    }
    return this.#file.template.flatMap(entry =>
      entry === 'text' ? content : [{ id: entry.id, text: entry.text, special: true, unknown: false, ...NO_SPAN }],
    );
  }

  #encodeWritten(part: AlignedText, into: Token[]): void {
    for (const { added, text } of this.#normalized.split(normalizeBert(part, this.#file.normalizer))) {
      if (added) into.push(addedTokenAt(added, text));
      else for (const [from, to] of splitBertWords(text.text)) this.#encodeWord(text, from, to, into);
    }
  }

  #encodeWord(source: AlignedText, from: number, to: number, into: Token[]): void {
    for (const piece of this.#model.pieces(source.text, from, to)) {
      const { start, end } = spanOf(source, piece.from, piece.to);
      into.push({ id: piece.id, text: piece.text, special: false, unknown: piece.id === this.#file.model.unknownId, start, end });
    }
  }
}

function entriesOf({ model, addedTokens, template, padTokenId }: WordPieceFile): Map<number, VocabularyEntry> {
  const special = new Set([model.unknownId, padTokenId, ...template.map(entry => (entry === 'text' ? null : entry.id))]);
  const entries = new Map<number, VocabularyEntry>();
  const add = (token: string, id: number, isSpecial: boolean): void => {
    entries.set(id, { token, kind: kindOfEntry(token, isSpecial, { says: 'continues', prefix: model.continuationPrefix }) });
  };
  for (const [token, id] of model.vocabulary) add(token, id, special.has(id));
  for (const token of addedTokens) add(token.content, token.id, token.special || special.has(token.id));
  return entries;
}

function addedTokenAt(added: AddedToken, matched: AlignedText): Token {
  return { id: added.id, text: added.content, special: added.special, unknown: false, ...spanOf(matched, 0, matched.text.length) };
}
