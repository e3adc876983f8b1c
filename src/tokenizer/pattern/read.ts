import { corrupt, unsupported } from '../file/faults.ts';
import { asRecord, asString } from '../file/schema.ts';
import { translate } from './regex.ts';

/** Ranges of UTF-16 units that match, in order, none empty and none overlapping. */
export type Pattern = (text: string) => Iterable<readonly [from: number, to: number]>;

/**
 * The pattern of a stage: `{"String": ...}`, looked for as it is, or `{"Regex": ...}`, of which only those are read that cost time linear in
 * the text and mean the same here as in the Rust library.
 * @param noun the stage, for the error
 */
export function readPattern(noun: string, value: unknown): Pattern {
  const { String: text, Regex: regex } = asRecord(value, noun);
  if (text !== undefined) return literal(noun, asString(text, noun));
  const translated = translate(asString(regex, noun));
  if (translated === null) throw unsupported(`Its ${noun} cuts by a regular expression that is not read yet.`);
  return matching(translated);
}

export function literal(noun: string, text: string): Pattern {
  if (text === '') throw corrupt(`Its ${noun} looks for an empty text.`);
  return function* (searched) {
    for (let at = searched.indexOf(text); at >= 0; at = searched.indexOf(text, at + text.length)) yield [at, at + text.length];
  };
}

export function matching(expression: RegExp): Pattern {
  return function* (text) {
    for (const { 0: match, index } of text.matchAll(expression)) if (match !== '') yield [index, index + match.length];
  };
}
