import { AlignedTextBuilder } from '../aligned.ts';
import { readPattern } from '../pattern/read.ts';
import { asString, type JsonObject } from '../file/schema.ts';
import type { Normalizer } from './normalizer.ts';

/** Writes `content` in the place of every match. It is aligned to the last character of the match, or to the one before, as in the Rust library. */
export function readReplace(options: JsonObject): Normalizer {
  const pattern = readPattern('normalizer', options['pattern']);
  const content = asString(options['content'], 'normalizer');
  return {
    normalize: source => {
      const output = new AlignedTextBuilder(source);
      let done = 0;
      for (const [from, to] of pattern(source.text)) {
        output.appendFrom(done, from);
        if (source.text !== '') output.append(content, Math.max(0, to - 1));
        done = to;
      }
      if (done === 0 && output.length === 0) return source;
      output.appendFrom(done, source.text.length);
      return output.finish();
    },
  };
}
