import { readStage, type StageReaders } from '../file/stages.ts';
import { readBertNormalizer } from './bert.ts';
import { BYTE_LEVEL } from './byteLevel.ts';
import { LOWERCASE } from './lowercase.ts';
import { NMT } from './nmt.ts';
import type { Normalizer } from './normalizer.ts';
import { readPrecompiled } from './precompiled.ts';
import { readPrepend } from './prepend.ts';
import { readReplace } from './replace.ts';
import { readNormalizerSequence } from './sequence.ts';
import { readStrip } from './strip.ts';
import { STRIP_ACCENTS } from './stripAccents.ts';
import { unicodeForm } from './unicodeForm.ts';

const READERS: StageReaders<Normalizer> = {
  BertNormalizer: readBertNormalizer,
  ByteLevel: () => BYTE_LEVEL,
  Lowercase: () => LOWERCASE,
  NFC: () => unicodeForm('NFC'),
  NFD: () => unicodeForm('NFD'),
  NFKC: () => unicodeForm('NFKC'),
  NFKD: () => unicodeForm('NFKD'),
  Nmt: () => NMT,
  Precompiled: readPrecompiled,
  Prepend: readPrepend,
  Replace: readReplace,
  Strip: readStrip,
  StripAccents: () => STRIP_ACCENTS,
  Sequence: readNormalizerSequence,
};

const AS_WRITTEN: Normalizer = { normalize: text => text };

/** The `normalizer` of tokenizer.json. */
export function readNormalizer(value: unknown): Normalizer {
  return value === undefined || value === null ? AS_WRITTEN : readStage('normalizer', READERS, value, undefined);
}
