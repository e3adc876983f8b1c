import type { SpecialToken } from '../encoding.ts';
import { corrupt } from '../file/faults.ts';
import { asId, asString } from '../file/schema.ts';

/** Id of each token, by its content. */
export type SpecialIds = ReadonlyMap<string, number>;

/** A special token as `["[CLS]", 101]`. */
export function readNamedId(value: unknown, ids: SpecialIds): SpecialToken {
  if (!Array.isArray(value)) throw corrupt('Its post-processor names a special token without an id.');
  return checked({ text: asString(value[0], 'post-processor'), id: asId(value[1], 'post-processor') }, ids);
}

export function checked(token: SpecialToken, ids: SpecialIds): SpecialToken {
  if (ids.get(token.text) !== token.id) throw corrupt('Its post-processor and its vocabulary disagree about an id.');
  return token;
}
