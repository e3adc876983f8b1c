import { specialEncoding, withTypeId } from '../encoding.ts';
import { asSwitch, type JsonObject } from '../file/schema.ts';
import type { PostProcessor } from './postProcessor.ts';
import { readNamedId, type SpecialIds } from './special.ts';
import { trimOffsets } from './trimOffsets.ts';

/** `<s> A </s></s> B </s>`, all of segment 0, with the spaces taken out of spans. */
export function readRobertaProcessing(options: JsonObject, _: unknown, ids: SpecialIds): PostProcessor {
  const cls = readNamedId(options['cls'], ids);
  const sep = readNamedId(options['sep'], ids);
  const trims = asSwitch(options['trim_offsets'], true);
  const addsPrefixSpace = asSwitch(options['add_prefix_space'], true);
  return {
    specialIds: [cls.id, sep.id],
    process: (encodings, texts) =>
      encodings.flatMap((encoding, index) => [
        specialEncoding([index === 0 ? cls : sep], 0),
        withTypeId(trims ? trimOffsets(encoding, texts, addsPrefixSpace) : encoding, 0),
        specialEncoding([sep], 0),
      ]),
  };
}
