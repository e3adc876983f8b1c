import { asSwitch, type JsonObject } from '../file/schema.ts';
import { isNumeric } from '../unicode.ts';
import type { PreTokenizer } from './preTokenizer.ts';
import { characters, splitter } from './split.ts';

/** Digits and other numerals apart from the rest: each by itself, or as long as they stand together. */
export function readDigits(options: JsonObject): PreTokenizer {
  return splitter(characters(isNumeric), asSwitch(options['individual_digits'], false) ? 'Isolated' : 'Contiguous');
}
