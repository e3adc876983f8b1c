import type { Encoding } from '../encoding.ts';
import { corrupt } from '../file/faults.ts';
import type { JsonObject } from '../file/schema.ts';
import type { PostProcessor } from './postProcessor.ts';

export function readPostProcessorSequence(options: JsonObject, readStep: (value: unknown) => PostProcessor): PostProcessor {
  const steps = options['processors'];
  if (!Array.isArray(steps)) throw corrupt('Its post-processor is a sequence without steps.');
  const processors = steps.map(readStep);
  return {
    specialIds: processors.flatMap(({ specialIds }) => specialIds),
    process: (encodings, texts) =>
      processors.reduce<readonly Encoding[]>((result, processor) => processor.process(result, texts), encodings),
  };
}
