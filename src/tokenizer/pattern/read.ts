import { corrupt } from '../file/faults.ts';
import { asRecord, asString } from '../file/schema.ts';
import { readRegex, type Pattern } from './regex.ts';

/** The pattern of a stage: `{"String": ...}`, looked for as it is, or `{"Regex": ...}`. */
export function readPattern(noun: string, value: unknown): Pattern {
  const { String: text, Regex: regex } = asRecord(value, noun);
  return text === undefined ? readRegex(noun, asString(regex, noun)) : literal(noun, asString(text, noun));
}

export function literal(noun: string, text: string): Pattern {
  if (text === '') throw corrupt(`Its ${noun} looks for an empty text.`);
  return function* (searched) {
    for (let at = searched.indexOf(text); at >= 0; at = searched.indexOf(text, at + text.length)) yield [at, at + text.length];
  };
}
