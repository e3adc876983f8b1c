import type { AddedToken } from '../addedTokens.ts';
import { readModel } from '../models/index.ts';
import type { Model } from '../models/model.ts';
import { readNormalizer } from '../normalizers/index.ts';
import type { Normalizer } from '../normalizers/normalizer.ts';
import { readPostProcessor } from '../postProcessors/index.ts';
import type { PostProcessor } from '../postProcessors/postProcessor.ts';
import { readPreTokenizer } from '../preTokenizers/index.ts';
import type { PreTokenizer } from '../preTokenizers/preTokenizer.ts';
import { findMaskToken, padTokenId, readAddedTokens, type MaskToken } from './addedTokens.ts';
import { nameModelKind } from './kind.ts';
import { isRecord } from '../../core/checks.ts';
import { asRecord, type JsonObject } from './schema.ts';

/** Everything of a `tokenizer.json` that bears on ids, checked, as the stages that a text goes through. */
export interface TokenizerFile {
  /** In the field's words, e.g. "WordPiece", "byte-level BPE". */
  readonly kind: string;
  readonly normalizer: Normalizer;
  readonly preTokenizer: PreTokenizer;
  readonly model: Model;
  readonly postProcessor: PostProcessor;
  readonly addedTokens: readonly AddedToken[];
  /** The largest id plus one. */
  readonly vocabularySize: number;
  readonly padTokenId: number | null;
  readonly maskToken: MaskToken | null;
  /** Its decoder puts no spaces between tokens. */
  readonly gluesWords: boolean;
}

/** @throws FaultError `unsupported-tokenizer`, `file-corrupt` */
export function readTokenizerFile(root: JsonObject): TokenizerFile {
  const options = asRecord(root['model'], 'model');
  const kind = nameModelKind(options, root);
  const model = readModel(options, kind);
  const addedTokens = readAddedTokens(root['added_tokens'], model.vocabulary);
  const ids = new Map(model.vocabulary);
  for (const token of addedTokens) ids.set(token.content, token.id);
  return {
    kind,
    normalizer: readNormalizer(root['normalizer']),
    preTokenizer: readPreTokenizer(root['pre_tokenizer']),
    model,
    postProcessor: readPostProcessor(root['post_processor'], ids),
    addedTokens,
    vocabularySize: largest(ids.values()) + 1,
    padTokenId: padTokenId(root['padding'], ids),
    maskToken: findMaskToken(addedTokens),
    gluesWords: isRecord(root['decoder']) && root['decoder']['type'] === 'Fuse',
  };
}

function largest(values: Iterable<number>): number {
  let result = -1;
  for (const value of values) result = Math.max(result, value);
  return result;
}
