import { AlignedTextBuilder } from '../aligned.ts';
import type { Normalizer } from './normalizer.ts';

/** Removed by the rule of SentencePiece's translation models: control characters. */
const REMOVED = /(?![\0\t\n\f\r\u0080-\u008e\u0090-\u009e])\p{Cc}/gu;

/** Read as a space there. */
const SPACES = /[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]/g;

/** Control characters out, and what stands for white space to spaces. */
export const NMT: Normalizer = {
  normalize: source => {
    const spaced = { ...source, text: source.text.replace(SPACES, ' ') };
    if (spaced.text.search(REMOVED) < 0) return spaced;
    const output = new AlignedTextBuilder(spaced);
    let done = 0;
    for (const { index } of spaced.text.matchAll(REMOVED)) {
      output.appendFrom(done, index);
      done = index + 1;
    }
    output.appendFrom(done, spaced.text.length);
    return output.finish();
  },
};
