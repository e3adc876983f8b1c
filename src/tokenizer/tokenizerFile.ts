import { readJson, type JsonLimits } from '../core/json.ts';
import type { AddedToken } from './addedTokens.ts';
import type { BertNormalizerOptions } from './bertNormalizer.ts';
import { corrupt, unsupported } from './tokenizerFaults.ts';
import { nameModelKind, typeName } from './tokenizerKind.ts';
import type { WordPieceSettings } from './wordPiece.ts';

/** A special token that the post-processor adds, or the place of the text itself. */
export type TemplateEntry = 'text' | { readonly id: number; readonly text: string };

/** Everything of a WordPiece `tokenizer.json` that bears on ids, checked. */
export interface WordPieceFile {
  readonly model: WordPieceSettings;
  readonly normalizer: BertNormalizerOptions;
  readonly addedTokens: readonly AddedToken[];
  readonly template: readonly TemplateEntry[];
  /** The largest id plus one. */
  readonly vocabularySize: number;
  readonly padTokenId: number | null;
  readonly maskToken: MaskToken | null;
}

/** What a model was trained to read in place of a hidden word; written in a text, it becomes that token. */
export interface MaskToken {
  readonly id: number;
  readonly text: string;
}

/** Ids are 32-bit in every runtime and file format. */
const LARGEST_ID = 2 ** 31 - 1;

/** Real files have five to a few hundred; more would only cost memory. */
const MOST_ADDED_TOKENS = 10_000;

/** Real files say 100. Cutting a word into pieces costs the square of its length, so a file may not ask for any length. */
const LONGEST_WORD_LIMIT = 200;

/** It is put before each piece that is tried. */
const LONGEST_PREFIX = 16;

/** The largest real ones have a vocabulary of 260,000 and 510,000 merges, each a list of two. */
const TOKENIZER_JSON: JsonLimits = { depth: 64, parts: 4_000_000, names: 1_000_000 };

/** Also bounds how deep the matcher of added tokens goes. */
const LONGEST_ADDED_TOKEN = 1_000;

/** @throws FaultError `unsupported-tokenizer`, `file-corrupt` */
export function readTokenizerFile(text: string): WordPieceFile {
  const root = parseObject(text);
  const model = asRecord(root['model'], 'model');
  const kind = nameModelKind(model, root);
  if (kind !== 'WordPiece') throw unsupported(`It is of the kind ${kind}, and ${kind} is not read yet; WordPiece is.`);
  const vocabulary = readVocabulary(model['vocab']);
  const addedTokens = readAddedTokens(root['added_tokens'], vocabulary);
  const ids = new Map(vocabulary);
  for (const token of addedTokens) ids.set(token.content, token.id);
  const normalizer = readNormalizer(root['normalizer']);
  checkPreTokenizer(root['pre_tokenizer']);
  return {
    model: readModel(model, vocabulary),
    normalizer,
    addedTokens,
    template: readTemplate(root['post_processor'], ids),
    vocabularySize: largest(ids.values()) + 1,
    padTokenId: padTokenId(root['padding'], ids),
    maskToken: findMaskToken(addedTokens),
  };
}

type JsonObject = Record<string, unknown>;

function parseObject(text: string): JsonObject {
  const read = readJson(text, TOKENIZER_JSON);
  if ('refused' in read) throw corrupt(`tokenizer.json cannot be used: ${read.refused}.`);
  return asRecord(read.value, 'top level');
}

function asRecord(value: unknown, where: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw corrupt(`Its ${where} is not an object.`);
  return value as JsonObject;
}

function asString(value: unknown, where: string): string {
  if (typeof value !== 'string') throw corrupt(`Its ${where} is not a text.`);
  return value;
}

function asId(value: unknown, where: string): number {
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > LARGEST_ID)
    throw corrupt(`Its ${where} has an id that is not a whole number from 0 to 2^31 - 1.`);
  return value as number;
}

/** A missing switch has the value `otherwise`, as in the Rust library. */
function asSwitch(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}

function readVocabulary(value: unknown): Map<string, number> {
  const vocabulary = new Map<string, number>();
  const seen = new Set<number>();
  for (const [entry, id] of Object.entries(asRecord(value, 'vocabulary'))) {
    vocabulary.set(entry, asId(id, 'vocabulary'));
    seen.add(id as number);
  }
  if (vocabulary.size === 0) throw corrupt('Its vocabulary is empty.');
  if (seen.size < vocabulary.size) throw corrupt('Its vocabulary gives one id to two entries.');
  return vocabulary;
}

function readModel(model: JsonObject, vocabulary: ReadonlyMap<string, number>): WordPieceSettings {
  const unknownToken = asString(model['unk_token'] ?? '[UNK]', 'unknown token');
  const unknownId = vocabulary.get(unknownToken);
  if (unknownId === undefined) throw corrupt('Its unknown token is not in its vocabulary.');
  const longestWord = model['max_input_chars_per_word'] ?? 100;
  if (!Number.isInteger(longestWord) || (longestWord as number) < 1 || (longestWord as number) > LONGEST_WORD_LIMIT) {
    throw unsupported(`Its longest word is not a number of characters from 1 to ${LONGEST_WORD_LIMIT}.`);
  }
  const continuationPrefix = asString(model['continuing_subword_prefix'] ?? '##', 'prefix of continued words');
  if (continuationPrefix.length > LONGEST_PREFIX)
    throw unsupported(`Its prefix of continued words has more than ${LONGEST_PREFIX} characters.`);
  return {
    vocabulary,
    unknownToken,
    unknownId,
    continuationPrefix,
    longestWord: longestWord as number,
  };
}

function readNormalizer(value: unknown): BertNormalizerOptions {
  const type = typeName(value);
  if (type !== 'BertNormalizer') throw unsupported(`Its normalizer is ${type}; only BertNormalizer is read.`);
  const options = value as JsonObject;
  const lowercase = asSwitch(options['lowercase'], true);
  return {
    cleanText: asSwitch(options['clean_text'], true),
    handleChineseCharacters: asSwitch(options['handle_chinese_chars'], true),
    stripAccents: asSwitch(options['strip_accents'], lowercase),
    lowercase,
  };
}

function checkPreTokenizer(value: unknown): void {
  const type = typeName(value);
  if (type !== 'BertPreTokenizer') throw unsupported(`Its pre-tokenizer is ${type}; only BertPreTokenizer is read.`);
}

function readAddedTokens(value: unknown, vocabulary: ReadonlyMap<string, number>): AddedToken[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw corrupt('Its list of added tokens is not a list.');
  if (value.length > MOST_ADDED_TOKENS) throw unsupported(`It adds ${value.length} tokens; at most ${MOST_ADDED_TOKENS} are read.`);
  const tokens = value.map(readAddedToken);
  const ownedIds = new Set(vocabulary.values());
  const contents = new Set<string>();
  for (const { content, id } of tokens) {
    const known = vocabulary.get(content);
    const contradicts = known === undefined ? ownedIds.has(id) : known !== id;
    if (contradicts || contents.has(content)) throw corrupt('Its added tokens and its vocabulary disagree about an id.');
    contents.add(content);
    ownedIds.add(id);
  }
  return tokens;
}

function readAddedToken(value: unknown): AddedToken {
  const entry = asRecord(value, 'added token');
  const content = asString(entry['content'], 'added token');
  if (content.length > LONGEST_ADDED_TOKEN) throw unsupported(`It adds a token of more than ${LONGEST_ADDED_TOKEN} characters.`);
  const special = asSwitch(entry['special'], false);
  return {
    id: asId(entry['id'], 'added token'),
    content,
    special,
    singleWord: asSwitch(entry['single_word'], false),
    stripsLeft: asSwitch(entry['lstrip'], false),
    stripsRight: asSwitch(entry['rstrip'], false),
    normalized: asSwitch(entry['normalized'], !special),
  };
}

/** The single-text half of a post-processor as a flat list. None: the text alone. */
function readTemplate(value: unknown, ids: ReadonlyMap<string, number>): TemplateEntry[] {
  if (value === undefined || value === null) return ['text'];
  const type = typeName(value);
  const processor = asRecord(value, 'post-processor');
  const template =
    type === 'BertProcessing' ? readBertProcessing(processor) : type === 'TemplateProcessing' ? readTemplateProcessing(processor) : null;
  if (!template) throw unsupported(`Its post-processor is ${type}; only TemplateProcessing and BertProcessing are read.`);
  if (template.filter(entry => entry === 'text').length !== 1) throw corrupt('Its post-processor does not place the text exactly once.');
  for (const entry of template) {
    if (entry !== 'text' && ids.get(entry.text) !== entry.id) throw corrupt('Its post-processor and its vocabulary disagree about an id.');
  }
  return template;
}

function readBertProcessing(processor: JsonObject): TemplateEntry[] {
  return [readNamedId(processor['cls']), 'text', readNamedId(processor['sep'])];
}

function readNamedId(value: unknown): TemplateEntry {
  if (!Array.isArray(value)) throw corrupt('Its post-processor names a special token without an id.');
  return { text: asString(value[0], 'post-processor'), id: asId(value[1], 'post-processor') };
}

function readTemplateProcessing(processor: JsonObject): TemplateEntry[] {
  const single = processor['single'];
  if (!Array.isArray(single)) throw corrupt('Its post-processor has no template for one text.');
  const specialTokens = new Map(Object.entries(asRecord(processor['special_tokens'] ?? {}, 'post-processor')));
  return single.flatMap((value): TemplateEntry[] => {
    const entry = asRecord(value, 'post-processor');
    if (entry['Sequence'] !== undefined) return ['text'];
    const name = asString(asRecord(entry['SpecialToken'], 'post-processor')['id'], 'post-processor');
    return readSpecialToken(specialTokens.get(name));
  });
}

/** One name of a template may stand for several tokens. */
function readSpecialToken(value: unknown): TemplateEntry[] {
  const { ids, tokens } = asRecord(value, 'post-processor');
  if (!Array.isArray(ids) || !Array.isArray(tokens) || ids.length !== tokens.length)
    throw corrupt('Its post-processor names a special token without an id.');
  return ids.map((id, index) => ({ id: asId(id, 'post-processor'), text: asString(tokens[index], 'post-processor') }));
}

/** The token that `padding` names, else the usual names; what `padding` says about lengths is ignored. */
function padTokenId(padding: unknown, ids: ReadonlyMap<string, number>): number | null {
  const named = typeof padding === 'object' && padding !== null ? (padding as JsonObject)['pad_token'] : undefined;
  const name = [named, '[PAD]', '<pad>'].find((name): name is string => typeof name === 'string' && ids.has(name));
  return name === undefined ? null : ids.get(name)!;
}

/** `[MASK]`, `<mask>`: nothing in the file but its name says what the token is for. */
const MASK_NAME = /^(?:\[mask\]|<mask>)$/i;

function findMaskToken(addedTokens: readonly AddedToken[]): MaskToken | null {
  const token = addedTokens.find(({ special, content }) => special && MASK_NAME.test(content));
  return token ? { id: token.id, text: token.content } : null;
}

function largest(values: Iterable<number>): number {
  let result = -1;
  for (const value of values) result = Math.max(result, value);
  return result;
}
