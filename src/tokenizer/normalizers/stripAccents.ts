import { AlignedTextBuilder } from '../aligned.ts';
import { isCombiningMark } from '../unicode.ts';
import type { Normalizer } from './normalizer.ts';

/** Removes combining marks of all kinds; characters that were not decomposed before keep theirs. */
export const STRIP_ACCENTS: Normalizer = {
  normalize: source => {
    const { text } = source;
    const output = new AlignedTextBuilder(source);
    let done = 0;
    for (let at = 0; at < text.length;) {
      const codePoint = text.codePointAt(at)!;
      const next = at + (codePoint > 0xffff ? 2 : 1);
      if (isCombiningMark(codePoint)) {
        output.appendFrom(done, at);
        done = next;
      }
      at = next;
    }
    if (done === 0) return source;
    output.appendFrom(done, text.length);
    return output.finish();
  },
};
