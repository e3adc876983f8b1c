import { formatCount } from '../../core/describe/numbers.ts';
import { unsupported } from '../file/faults.ts';
import { Matcher } from './matcher.ts';
import { NotRead } from './notRead.ts';
import { parse } from './parse.ts';
import { compile } from './program.ts';
import { WORD } from './properties.ts';

/** Ranges of UTF-16 units that match, in order, none overlapping. One may be empty: the place between two characters. */
export type Pattern = (text: string) => Iterable<readonly [from: number, to: number]>;

/** A regular expression may go on for pages of letters. */
const LONGEST = 20_000;

/**
 * A regular expression of a tokenizer, as the Rust library reads it (Oniguruma). It is matched by an engine of our own: JavaScript's has other
 * classes of characters and other places, neither possessive repetitions nor intersections, and could go back and forth for ever.
 * @param noun the stage, for the error
 * @throws FaultError `unsupported-tokenizer` that names what is not read
 */
export function readRegex(noun: string, expression: string): Pattern {
  try {
    if (expression.length > LONGEST) throw new NotRead(`more than ${formatCount(LONGEST)} characters`);
    const matcher = new Matcher(compile(parse(expression), WORD));
    return text => matcher.matches(text);
  } catch (error) {
    if (error instanceof NotRead) throw unsupported(`Its ${noun} has a regular expression with ${error.message}, which is not read yet.`);
    throw error;
  }
}
