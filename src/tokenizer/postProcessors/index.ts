import { readStage, type StageReaders } from '../file/stages.ts';
import { readBertProcessing } from './bert.ts';
import { readByteLevelProcessing } from './byteLevel.ts';
import type { PostProcessor } from './postProcessor.ts';
import { readRobertaProcessing } from './roberta.ts';
import { readPostProcessorSequence } from './sequence.ts';
import type { SpecialIds } from './special.ts';
import { readTemplateProcessing } from './template.ts';

const READERS: StageReaders<PostProcessor, SpecialIds> = {
  TemplateProcessing: readTemplateProcessing,
  BertProcessing: readBertProcessing,
  RobertaProcessing: readRobertaProcessing,
  ByteLevel: readByteLevelProcessing,
  Sequence: readPostProcessorSequence,
};

/** The texts alone. */
const NOTHING_ADDED: PostProcessor = { specialIds: [], process: encodings => encodings };

/** The `post_processor` of tokenizer.json. @param ids what each token's id is */
export function readPostProcessor(value: unknown, ids: SpecialIds): PostProcessor {
  return value === undefined || value === null ? NOTHING_ADDED : readStage('post-processor', READERS, value, ids);
}
