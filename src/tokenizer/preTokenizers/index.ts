import { readStage, type StageReaders } from '../file/stages.ts';
import { BertPreTokenizer } from './bert.ts';
import type { PreTokenizer } from './preTokenizer.ts';

const READERS: StageReaders<PreTokenizer> = {
  BertPreTokenizer: () => new BertPreTokenizer(),
};

/** The `pre_tokenizer` of tokenizer.json. */
export function readPreTokenizer(value: unknown): PreTokenizer {
  return readStage('pre-tokenizer', READERS, value, undefined);
}
