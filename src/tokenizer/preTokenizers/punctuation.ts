import type { JsonObject } from '../file/schema.ts';
import { isPunctuation } from '../unicode.ts';
import type { PreTokenizer } from './preTokenizer.ts';
import { characters, readBehavior, splitter } from './split.ts';

export function readPunctuation(options: JsonObject): PreTokenizer {
  return splitter(characters(isPunctuation), readBehavior(options['behavior'], 'Isolated'));
}
