import { prepend } from '../aligned.ts';
import { asString, type JsonObject } from '../file/schema.ts';
import type { Normalizer } from './normalizer.ts';

/** Puts something before what lies between two added tokens, unless that is nothing. It is aligned to the first character. */
export function readPrepend(options: JsonObject): Normalizer {
  const prepended = asString(options['prepend'], 'normalizer');
  return {
    normalize: source => (source.text === '' ? source : prepend(source, prepended)),
  };
}
