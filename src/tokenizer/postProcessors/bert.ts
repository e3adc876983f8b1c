import { specialEncoding, type SpecialToken } from '../encoding.ts';
import type { JsonObject } from '../file/schema.ts';
import type { PostProcessor } from './postProcessor.ts';
import { readNamedId, type SpecialIds } from './special.ts';

export function readBertProcessing(options: JsonObject, _: unknown, ids: SpecialIds): PostProcessor {
  return bertProcessing(readNamedId(options['cls'], ids), readNamedId(options['sep'], ids));
}

/** `[CLS] A [SEP] B [SEP]`, the second text and what follows it of segment 1. */
function bertProcessing(cls: SpecialToken, sep: SpecialToken): PostProcessor {
  return {
    specialIds: [cls.id, sep.id],
    process: ([first, second]) => [
      specialEncoding([cls], 0),
      first!,
      specialEncoding([sep], 0),
      ...(second ? [second, specialEncoding([sep], 1)] : []),
    ],
  };
}
