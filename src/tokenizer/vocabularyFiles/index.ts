import { listed } from '../../core/describe/counted.ts';
import { unsupported } from '../file/faults.ts';
import { asRecord, parseObject, type JsonObject } from '../file/schema.ts';
import { addedTokensOf } from './addedTokens.ts';
import { BYTE_LEVEL_CLASSES, byteLevelStages } from './byteLevel.ts';
import { classOf, specialTexts, type Settings } from './settings.ts';
import { WORD_PIECE_CLASSES, wordPieceStages } from './wordPiece.ts';

/** What a folder may hold instead of a tokenizer.json. */
export interface VocabularyFiles {
  readonly vocabulary: { readonly 'vocab.txt': string } | { readonly 'vocab.json': string; readonly 'merges.txt': string };
  /** What says how the vocabulary is used; null for what is not there. */
  readonly settings: Readonly<Record<TokenizerSettingsName, string | null>>;
}

export const TOKENIZER_SETTINGS = ['tokenizer_config.json', 'special_tokens_map.json', 'added_tokens.json', 'config.json'] as const;
export type TokenizerSettingsName = (typeof TOKENIZER_SETTINGS)[number];

/**
 * The tokenizer.json that `transformers` makes of a vocabulary and its settings. Which stages a vocabulary needs is not in it: the class of the
 * tokenizer says that, so a folder that names none that is known here is refused.
 * @throws FaultError `unsupported-tokenizer`, `file-corrupt`
 */
export function assembleTokenizer({ vocabulary, settings: texts }: VocabularyFiles): JsonObject {
  const settings = readSettings(texts);
  const name = classOf(settings);
  const classes = 'vocab.txt' in vocabulary ? WORD_PIECE_CLASSES : BYTE_LEVEL_CLASSES;
  if (name === null || !Object.hasOwn(classes, name)) throw unknownClass(name, Object.keys(classes));
  const special = specialTexts(classes[name]!, settings);
  const stages =
    'vocab.txt' in vocabulary
      ? wordPieceStages(name, vocabulary['vocab.txt'], settings, special)
      : byteLevelStages(name, parseObject(vocabulary['vocab.json'], 'vocab.json'), vocabulary['merges.txt'], settings, special);
  const { vocab } = asRecord(stages['model'], 'model') as { vocab: JsonObject };
  const padding = special.pad ? { pad_token: special.pad.content } : null;
  return { ...stages, padding, added_tokens: addedTokensOf(special, settings, vocab) };
}

function readSettings(texts: VocabularyFiles['settings']): Settings {
  const read = (name: TokenizerSettingsName): JsonObject => (texts[name] === null ? {} : parseObject(texts[name], name));
  return {
    tokenizer: read('tokenizer_config.json'),
    special: read('special_tokens_map.json'),
    added: read('added_tokens.json'),
    model: read('config.json'),
  };
}

function unknownClass(name: string | null, known: readonly string[]): Error {
  const read = `without a tokenizer.json those of ${listed(known, 'and')} are read`;
  return unsupported(
    name === null
      ? `Its vocabulary does not say which stages it needs, and tokenizer_config.json names no kind of tokenizer; ${read}.`
      : `It is of the kind ${name}; ${read}.`,
  );
}
