import { sliceAligned } from '../aligned.ts';
import { asSwitch, type JsonObject } from '../file/schema.ts';
import { isWhitespace } from '../unicode.ts';
import type { Normalizer } from './normalizer.ts';

/** Takes white space off the ends of what lies between two added tokens. */
export function readStrip(options: JsonObject): Normalizer {
  const left = asSwitch(options['strip_left'], true);
  const right = asSwitch(options['strip_right'], true);
  return {
    normalize: source => {
      const { text } = source;
      let from = 0;
      let to = text.length;
      if (left) while (from < to && isWhitespace(text.charCodeAt(from))) from++;
      if (right) while (to > from && isWhitespace(text.charCodeAt(to - 1))) to--;
      return sliceAligned(source, from, to);
    },
  };
}
