import { readStage, type StageReaders } from '../file/stages.ts';
import { readBertProcessing } from './bert.ts';
import type { PostProcessor } from './postProcessor.ts';
import type { SpecialIds } from './special.ts';
import { readTemplateProcessing } from './template.ts';

const READERS: StageReaders<PostProcessor, SpecialIds> = {
  TemplateProcessing: readTemplateProcessing,
  BertProcessing: readBertProcessing,
};

/** The texts alone. */
const NOTHING_ADDED: PostProcessor = { specialIds: [], process: texts => texts };

/** The `post_processor` of tokenizer.json. @param ids what each token's id is */
export function readPostProcessor(value: unknown, ids: SpecialIds): PostProcessor {
  return value === undefined || value === null ? NOTHING_ADDED : readStage('post-processor', READERS, value, ids);
}
