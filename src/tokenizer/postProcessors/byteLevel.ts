import { asSwitch, type JsonObject } from '../file/schema.ts';
import type { PostProcessor } from './postProcessor.ts';
import { trimOffsets } from './trimOffsets.ts';

/** Adds nothing; takes spaces out of spans. */
export function readByteLevelProcessing(options: JsonObject): PostProcessor {
  const trims = asSwitch(options['trim_offsets'], true);
  const addsPrefixSpace = asSwitch(options['add_prefix_space'], true);
  return {
    specialIds: [],
    process: (encodings, texts) => (trims ? encodings.map(encoding => trimOffsets(encoding, texts, addsPrefixSpace)) : encodings),
  };
}
