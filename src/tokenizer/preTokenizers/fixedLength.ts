import { sliceAligned } from '../aligned.ts';
import { corrupt } from '../file/faults.ts';
import type { JsonObject } from '../file/schema.ts';
import type { PreTokenizer } from './preTokenizer.ts';

/** Pieces of so many characters, the last one shorter. */
export function readFixedLength(options: JsonObject): PreTokenizer {
  const length = options['length'] ?? 5;
  if (!Number.isInteger(length) || (length as number) < 1)
    throw corrupt('The length of what its pre-tokenizer cuts off is not a number from 1 on.');
  return {
    split: source => {
      const starts: number[] = [];
      let count = 0;
      let at = 0;
      for (const character of source.text) {
        if (count++ % (length as number) === 0) starts.push(at);
        at += character.length;
      }
      return starts.map((start, index) => sliceAligned(source, start, starts[index + 1] ?? source.text.length));
    },
  };
}
