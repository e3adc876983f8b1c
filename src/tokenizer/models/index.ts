import { listed } from '../../core/describe/counted.ts';
import { unsupported } from '../file/faults.ts';
import { modelType } from '../file/kind.ts';
import type { JsonObject } from '../file/schema.ts';
import { readBpe } from './bpe.ts';
import type { Model } from './model.ts';
import { readUnigram } from './unigram.ts';
import { readWordLevel } from './wordLevel.ts';
import { readWordPiece } from './wordPiece.ts';

const READERS: Readonly<Record<string, (options: JsonObject) => Model>> = {
  WordPiece: readWordPiece,
  WordLevel: readWordLevel,
  BPE: readBpe,
  Unigram: readUnigram,
};

/** The `model` of tokenizer.json. @param kind what the tokenizer is called, for the error */
export function readModel(options: JsonObject, kind: string): Model {
  const type = modelType(options);
  if (!Object.hasOwn(READERS, type)) throw unsupported(`It is of the kind ${kind}, and ${kind} is not read yet; ${whatIs()}.`);
  return READERS[type]!(options);
}

function whatIs(): string {
  return `${listed(Object.keys(READERS), 'and')} are`;
}
