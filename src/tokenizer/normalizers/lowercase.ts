import { AlignedTextBuilder } from '../aligned.ts';
import type { Normalizer } from './normalizer.ts';

/** One code point at a time, as the Rust library: a final capital sigma becomes `σ`, not `ς`. */
export const LOWERCASE: Normalizer = {
  normalize: source => {
    const output = new AlignedTextBuilder(source);
    let at = 0;
    for (const character of source.text) {
      output.append(character.toLowerCase(), at);
      at += character.length;
    }
    return output.finish();
  },
};
