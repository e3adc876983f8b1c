import { AlignedTextBuilder } from '../aligned.ts';
import { inLetters } from '../byteLetters.ts';
import type { Normalizer } from './normalizer.ts';

/** Every byte of a character's UTF-8 as a letter of its own, all aligned to the character. */
export const BYTE_LEVEL: Normalizer = {
  normalize: source => {
    const output = new AlignedTextBuilder(source);
    let at = 0;
    for (const character of source.text) {
      output.append(inLetters(character), at);
      at += character.length;
    }
    return output.finish();
  },
};
