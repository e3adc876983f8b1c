/**
 * Regular expressions of tokenizers. JavaScript's engine backtracks, so one that comes from a file could run for ever (`(a+)+$`), and its
 * `\s`, `\d` and `\w` are not those of Oniguruma. Read are the expressions of known tokenizers, each written here anew, and unions of single
 * characters and classes, repeated at most.
 */
export function translate(expression: string): RegExp | null {
  const known = KNOWN.get(expression);
  if (known !== undefined) return new RegExp(known, 'gu');
  return UNION.test(expression) ? compiled(inUnicode(expression)) : null;
}

/** Null for a range that goes back and a category that there is not. */
function compiled(expression: string): RegExp | null {
  try {
    return new RegExp(expression, 'gu');
  } catch {
    return null;
  }
}

/** A contraction in any case; `ſ` is an s to a matcher that ignores case. */
const CONTRACTION = "'[sS\\u017f]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD]";
const LETTERS = '[^\\r\\n\\p{L}\\p{N}]?\\p{L}+';
const MARKS_AND_SPACES =
  ' ?[^\\p{White_Space}\\p{L}\\p{N}]+[\\r\\n]*|\\p{White_Space}*[\\r\\n]+|\\p{White_Space}+(?!\\P{White_Space})|\\p{White_Space}+';

/** The pattern of GPT-2 and RoBERTa. */
export const GPT2 =
  "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\p{White_Space}\\p{L}\\p{N}]+|\\p{White_Space}+(?!\\P{White_Space})|\\p{White_Space}+";

/** As written in tokenizer.json, to JavaScript. */
const KNOWN: ReadonlyMap<string, string> = new Map([
  ["'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+", GPT2],
  // GPT-4 (cl100k), Llama 3: numbers in threes.
  [
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
    `${CONTRACTION}|${LETTERS}|\\p{N}{1,3}|${MARKS_AND_SPACES}`,
  ],
  // Qwen 2 and 3: each digit by itself.
  [
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
    `${CONTRACTION}|${LETTERS}|\\p{N}|${MARKS_AND_SPACES}`,
  ],
]);

const ATOM = String.raw`(?:\\[sSdrnt]|\\[pP]\{[A-Z][a-z]?\}|[\p{L}\p{N} _▁<>'"#@&%~=;:,!/-])`;
const CLASS = String.raw`\[\^?(?:\\[sSdrnt]|\\[pP]\{[A-Z][a-z]?\}|[\p{L}\p{N}]-[\p{L}\p{N}]|[\p{L}\p{N} _▁<>'"#@&%~=;:,!/.])+\]`;
const ITEM = String.raw`(?:${ATOM}|${CLASS})(?:\+|\{\d{1,2}(?:,\d{0,2})?\})?`;

/** One class repeated and nothing after it: nothing to go back for. */
const UNION = new RegExp(String.raw`^${ITEM}(?:\|${ITEM})*$`, 'u');

function inUnicode(expression: string): string {
  return expression.replace(/\\[sSd]/g, escape => UNICODE[escape as keyof typeof UNICODE]);
}

const UNICODE = {
  '\\s': '\\p{White_Space}',
  '\\S': '\\P{White_Space}',
  '\\d': '\\p{Nd}',
};
