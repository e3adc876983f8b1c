import type { Token } from '../core/text/token.ts';
import { kindOfEntry, type VocabularyEntry, type WordMark } from '../core/text/vocabularyEntry.ts';
import { AddedTokenMatcher, type AddedToken } from './addedTokens.ts';
import { alignText, assertSize, spanOf, type AlignedText } from './aligned.ts';
import { concatenate, EncodingBuilder, type Encoding } from './encoding.ts';
import type { MaskToken } from './file/addedTokens.ts';
import { readTokenizerFile, type TokenizerFile } from './file/read.ts';
import { parseObject, type JsonObject } from './file/schema.ts';
import type { Fault } from '../core/fault.ts';
import { FaultError } from '../core/faults.ts';
import { assembleTokenizer, type VocabularyFiles } from './vocabularyFiles/index.ts';

/** Text to the tokens a model reads, each with the exact UTF-16 span it came from. */
export interface Tokenizer {
  /** In the field's words, e.g. "WordPiece". */
  readonly kind: string;
  /** The largest token id plus one: the number of rows the model's word table needs. */
  readonly vocabularySize: number;
  readonly padTokenId: number | null;
  readonly maskToken: MaskToken | null;
  /** How entries that are whole words are told from parts of words; null when all are whole words. */
  readonly mark: WordMark | null;
  /** Where no mark tells words from parts: entries are written without a space between them (the decoder `Fuse`). */
  readonly gluesWords: boolean;
  /** Whether the id is that of an added token, which is written as it is. */
  readonly isAdded: (id: number) => boolean;
  /** The vocabulary by token id, added tokens included; made anew by each call. Ids may have gaps. */
  entries(): Map<number, VocabularyEntry>;
  /**
   * All tokens of the text, uncut and unpadded, with the special tokens that the file's post-processor adds; those have the span -1, -1.
   *
   * Starts and ends never decrease from one token to the next. Neighbours may share a span: a Hangul syllable falls apart into letters.
   * Characters that normalisation removes (control characters, accents) lie in no token's span unless inside one.
   * A special token that a person typed (`[MASK]`) is `special` too, and has the span of what was typed; a typed `[UNK]` is not `unknown`.
   *
   * @param pair a second text, whose spans are those in it
   * @throws FaultError `unsupported-tokenizer` for two texts when the post-processor has no place for them
   */
  encode(text: string, pair?: string): Encoding;
  /** The same of one text, without what the post-processor adds: for a text that brings its special tokens along. */
  encodeAsWritten(text: string): Encoding;
  /**
   * The tokens of a word by itself, as it would be read inside a text: after a space where that makes it other tokens (`Ġqueen`, not `queen`,
   * in byte-level BPE), without what the post-processor adds. Spans are those in the word.
   */
  encodeWord(word: string): Token[];
}

/**
 * The tokenizer that the content of a `tokenizer.json` describes. Its `truncation` and `padding` are ignored: they are habits of the
 * exporter, and the limit is what the model's position table allows.
 *
 * The stages are written here, not taken from `@huggingface/tokenizers`, because it is the shorter way to exact spans: that library
 * has none, and where it normalises whole texts at once (a final capital sigma) or knows newer Unicode, its ids differ from the reference.
 *
 * @throws FaultError `unsupported-tokenizer` for kinds that are not read yet; `file-corrupt` when the content contradicts itself
 */
export function loadTokenizer(text: string): Tokenizer {
  return tokenizerOf(parseObject(text, 'tokenizer.json'));
}

/** The tokenizer of a folder that has no tokenizer.json but a vocabulary and settings. @throws as {@link loadTokenizer} */
export function loadVocabulary(files: VocabularyFiles): Tokenizer {
  try {
    return tokenizerOf(assembleTokenizer(files));
  } catch (error) {
    throw error instanceof FaultError ? aboutVocabulary(error.fault, Object.keys(files.vocabulary)) : error;
  }
}

/** The next step of a folder that has no tokenizer.json to copy again. @param names of the files of the vocabulary */
function aboutVocabulary(fault: Fault, names: readonly string[]): FaultError {
  const nextStep =
    fault.code === 'file-corrupt'
      ? `Copy ${names.join(', ')} and tokenizer_config.json again from where the model came from, or use the built-in model.`
      : 'Save the tokenizer as tokenizer.json with AutoTokenizer.from_pretrained(...).save_pretrained(...), or use the built-in model.';
  return new FaultError({ ...fault, nextStep });
}

function tokenizerOf(root: JsonObject): Tokenizer {
  const file = readTokenizerFile(root);
  const pipeline = new Pipeline(file);
  const { kind, vocabularySize, padTokenId, maskToken, addedTokens, gluesWords } = file;
  const added = new Set(addedTokens.map(({ id }) => id));
  return {
    kind,
    vocabularySize,
    padTokenId,
    maskToken,
    mark: file.model.mark,
    gluesWords,
    isAdded: id => added.has(id),
    entries: () => entriesOf(file),
    encode: (text, pair) => pipeline.encode(pair === undefined ? [text] : [text, pair]),
    encodeAsWritten: text => pipeline.encodeAsWritten(text),
    encodeWord: word => pipeline.encodeWord(word),
  };
}

/** The stages of the Rust library in its order: typed added tokens, normalizer, added tokens again, pre-tokenizer, model, post-processor. */
class Pipeline {
  readonly #file: TokenizerFile;
  readonly #written: AddedTokenMatcher;
  readonly #normalized: AddedTokenMatcher;

  constructor(file: TokenizerFile) {
    this.#file = file;
    this.#written = new AddedTokenMatcher(file.addedTokens.filter(token => !token.normalized).map(token => [token.content, token]));
    this.#normalized = new AddedTokenMatcher(
      file.addedTokens.filter(token => token.normalized).map(token => [file.normalizer.normalize(alignText(token.content)).text, token]),
    );
  }

  encode(texts: readonly string[]): Encoding {
    const encodings = texts.map((text, sequence) => this.#encodeText(text, sequence));
    return concatenate(this.#file.postProcessor.process(encodings, texts));
  }

  encodeAsWritten(text: string): Encoding {
    return this.#encodeText(text, 0);
  }

  encodeWord(word: string): Token[] {
    const alone = this.#standing(word);
    const { mark } = this.#file.model;
    if (mark?.says !== 'begins' || alone[0]?.special !== false || alone[0].text.startsWith(mark.prefix)) return alone;
    const withSpace = this.#standing(` ${word}`);
    return withSpace.map(token => ({ ...token, start: Math.max(0, token.start - 1), end: Math.max(0, token.end - 1) }));
  }

  #standing(text: string): Token[] {
    return this.encode([text]).tokens.filter(({ start }) => start >= 0);
  }

  #encodeText(written: string, sequence: number): Encoding {
    const { normalizer, preTokenizer } = this.#file;
    const encoding = new EncodingBuilder();
    let made = 0;
    for (const part of this.#written.split(alignText(written))) {
      if (part.added) {
        encoding.addFound(addedTokenAt(part.added, part.text), part.text.text);
        continue;
      }
      const normalized = normalizer.normalize(part.text);
      assertSize((made += normalized.text.length), written.length);
      for (const { added, text } of this.#normalized.split(normalized)) {
        if (added) encoding.addFound(addedTokenAt(added, text), text.text);
        else for (const word of preTokenizer.split(text)) encoding.addWord(this.#tokensOf(word));
      }
    }
    return encoding.finish(sequence);
  }

  #tokensOf(word: AlignedText): Token[] {
    const { model } = this.#file;
    return model.tokenize(word.text).map(({ id, text, from, to }) => {
      const { start, end } = spanOf(word, from, to);
      return { id, text, special: false, unknown: id === model.unknownId, start, end };
    });
  }
}

function entriesOf({ model, addedTokens, postProcessor, padTokenId }: TokenizerFile): Map<number, VocabularyEntry> {
  const special = new Set([model.unknownId, padTokenId, ...postProcessor.specialIds]);
  const entries = new Map<number, VocabularyEntry>();
  const add = (token: string, id: number, isSpecial: boolean): void => {
    entries.set(id, { token, kind: kindOfEntry(token, isSpecial, model.mark) });
  };
  for (const [token, id] of model.vocabulary) add(token, id, special.has(id));
  for (const token of addedTokens) add(token.content, token.id, token.special || special.has(token.id));
  return entries;
}

function addedTokenAt(added: AddedToken, matched: AlignedText): Token {
  return { id: added.id, text: added.content, special: added.special, unknown: false, ...spanOf(matched, 0, matched.text.length) };
}
