import { corrupt } from '../file/faults.ts';
import { asString, type JsonObject } from '../file/schema.ts';
import { literal } from '../pattern/read.ts';
import type { PreTokenizer } from './preTokenizer.ts';
import { splitter } from './split.ts';

/** What is between one character. */
export function readCharDelimiterSplit(options: JsonObject): PreTokenizer {
  const delimiter = asString(options['delimiter'], 'pre-tokenizer');
  if (Array.from(delimiter).length !== 1) throw corrupt('What its pre-tokenizer cuts at is not one character.');
  return splitter(literal('pre-tokenizer', delimiter), 'Removed');
}
