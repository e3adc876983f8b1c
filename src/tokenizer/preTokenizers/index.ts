import { readStage, type StageReaders } from '../file/stages.ts';
import { BertPreTokenizer } from './bert.ts';
import { readByteLevel } from './byteLevel.ts';
import { readCharDelimiterSplit } from './charDelimiterSplit.ts';
import { readDigits } from './digits.ts';
import { readFixedLength } from './fixedLength.ts';
import { readMetaspace } from './metaspace.ts';
import type { PreTokenizer } from './preTokenizer.ts';
import { readPunctuation } from './punctuation.ts';
import { readPreTokenizerSequence } from './sequence.ts';
import { readSplit } from './split.ts';
import { WHITESPACE, WHITESPACE_SPLIT } from './whitespace.ts';

const READERS: StageReaders<PreTokenizer> = {
  BertPreTokenizer: () => new BertPreTokenizer(),
  ByteLevel: readByteLevel,
  CharDelimiterSplit: readCharDelimiterSplit,
  Digits: readDigits,
  FixedLength: readFixedLength,
  Metaspace: readMetaspace,
  Punctuation: readPunctuation,
  Split: readSplit,
  Whitespace: () => WHITESPACE,
  WhitespaceSplit: () => WHITESPACE_SPLIT,
  Sequence: readPreTokenizerSequence,
};

const ONE_WORD: PreTokenizer = { split: text => (text.text === '' ? [] : [text]) };

/** The `pre_tokenizer` of tokenizer.json. */
export function readPreTokenizer(value: unknown): PreTokenizer {
  return value === undefined || value === null ? ONE_WORD : readStage('pre-tokenizer', READERS, value, undefined);
}
