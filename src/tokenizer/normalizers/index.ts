import { readStage, type StageReaders } from '../file/stages.ts';
import { readBertNormalizer } from './bert.ts';
import type { Normalizer } from './normalizer.ts';

const READERS: StageReaders<Normalizer> = {
  BertNormalizer: readBertNormalizer,
};

/** The `normalizer` of tokenizer.json. */
export function readNormalizer(value: unknown): Normalizer {
  return readStage('normalizer', READERS, value, undefined);
}
