import { corrupt } from '../file/faults.ts';
import { asString, readVocabulary, type JsonObject } from '../file/schema.ts';
import type { Model } from './model.ts';

/** Every word is an entry, or unknown. */
export function readWordLevel(options: JsonObject): Model {
  const vocabulary = readVocabulary(options['vocab']);
  const unknownToken = asString(options['unk_token'] ?? '<unk>', 'unknown token');
  const unknownId = vocabulary.get(unknownToken);
  if (unknownId === undefined) throw corrupt('Its unknown token is not in its vocabulary.');
  return {
    vocabulary,
    unknownId,
    mark: null,
    tokenize: word => {
      const id = vocabulary.get(word);
      return [{ id: id ?? unknownId, text: id === undefined ? unknownToken : word, from: 0, to: word.length }];
    },
  };
}
