import { corrupt } from '../file/faults.ts';
import type { JsonObject } from '../file/schema.ts';
import type { PreTokenizer } from './preTokenizer.ts';

export function readPreTokenizerSequence(options: JsonObject, readStep: (value: unknown) => PreTokenizer): PreTokenizer {
  const steps = options['pretokenizers'];
  if (!Array.isArray(steps)) throw corrupt('Its pre-tokenizer is a sequence without steps.');
  const preTokenizers = steps.map(readStep);
  return {
    split: text => preTokenizers.reduce((words, preTokenizer) => words.flatMap(word => preTokenizer.split(word)), [text]),
  };
}
