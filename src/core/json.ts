import { formatCount } from './describe/numbers.ts';

/** What a JSON text may hold. Checked before it is parsed, since what comes of it in memory is a hundred times larger than the text. */
export interface JsonLimits {
  /** Lists and objects inside each other. */
  readonly depth: number;
  /** Values and names together. */
  readonly parts: number;
  /** Names in one object. */
  readonly names: number;
}

/** Real files of a few settings have some hundred parts; one with the labels of a large classifier 90,000. */
export const SETTINGS_JSON: JsonLimits = { depth: 64, parts: 200_000, names: 50_000 };

export type ReadJson = { readonly value: unknown } | { readonly refused: string };

/**
 * Parses a JSON text within limits, in time and memory linear in what they allow. `NaN` and `Infinity`, which Python writes, become null.
 * @returns the value, or a clause that says why there is none: "it is not valid JSON"
 */
export function readJson(text: string, limits: JsonLimits): ReadJson {
  const { refused, unknown } = scan(text, limits);
  if (refused !== null) return { refused };
  try {
    // The byte order mark that some editors write.
    return { value: JSON.parse(withNulls(text, unknown).replace(/^\uFEFF/, '')) };
  } catch {
    return { refused: 'it is not valid JSON' };
  }
}

/** [start, end) of a number that JSON does not know. */
type Range = readonly [start: number, end: number];

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const COLON = 0x3a;
const CAPITAL_I = 0x49;
const CAPITAL_N = 0x4e;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** Counts without building anything; whether the text is JSON at all is for the parser to say. */
function scan(text: string, { depth, parts, names }: JsonLimits): { readonly refused: string | null; readonly unknown: readonly Range[] } {
  const unknown: Range[] = [];
  /** Names seen so far in each object around the place. */
  const namesAt: number[] = [0];
  let count = 0;
  const refuse = (refused: string): { refused: string; unknown: Range[] } => ({ refused, unknown });
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case OPENING_BRACKET:
      case OPENING_BRACE:
        count++;
        if (namesAt.push(0) > depth + 1) return refuse(`it is nested deeper than ${depth} levels`);
        break;
      case CLOSING_BRACKET:
      case CLOSING_BRACE:
        if (namesAt.length > 1) namesAt.pop();
        break;
      case COLON:
        count++;
        if (++namesAt[namesAt.length - 1]! > names) return refuse(`it has an object of more than ${formatCount(names)} names`);
        break;
      case COMMA:
        count++;
        break;
      case CAPITAL_I:
      case CAPITAL_N: {
        const word = ['NaN', 'Infinity'].find(name => text.startsWith(name, at));
        if (word === undefined) break;
        unknown.push([text.charCodeAt(at - 1) === MINUS ? at - 1 : at, at + word.length]);
        count++;
        at += word.length - 1;
        break;
      }
      default:
        break;
    }
    if (count > parts) return refuse(`it has more than ${formatCount(parts)} parts`);
  }
  return { refused: null, unknown };
}

/** Index of the quote that ends the string which begins at `start`; the end of the text when there is none. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at++;
  }
  return text.length;
}

function withNulls(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text;
  let from = 0;
  const pieces = ranges.map(([start, end]) => {
    const piece = text.slice(from, start);
    from = end;
    return piece;
  });
  return [...pieces, text.slice(from)].join('null');
}
