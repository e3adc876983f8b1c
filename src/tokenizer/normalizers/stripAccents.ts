import { AlignedTextBuilder } from '../aligned.ts';
import { isCombiningMark } from '../unicode.ts';
import type { Normalizer } from './normalizer.ts';

/** Removes combining marks of all kinds; characters that were not decomposed before keep theirs. */
export const STRIP_ACCENTS: Normalizer = {
  normalize: source => {
    const output = new AlignedTextBuilder(source);
    let at = 0;
    for (const character of source.text) {
      if (!isCombiningMark(character.codePointAt(0)!)) output.append(character, at);
      at += character.length;
    }
    return output.finish();
  },
};
