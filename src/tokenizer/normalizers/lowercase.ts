import { AlignedTextBuilder } from '../aligned.ts';
import type { Normalizer } from './normalizer.ts';

/** Characters that a whole text lowers otherwise than by themselves, or to several. */
const OF_THEIR_OWN = /[\u03a3\u0130]/;

/** One code point at a time, as the Rust library: a final capital sigma becomes `σ`, not `ς`. */
export const LOWERCASE: Normalizer = {
  normalize: source => {
    if (!OF_THEIR_OWN.test(source.text)) return { ...source, text: source.text.toLowerCase() };
    const output = new AlignedTextBuilder(source);
    let at = 0;
    for (const character of source.text) {
      output.append(character.toLowerCase(), at);
      at += character.length;
    }
    return output.finish();
  },
};
