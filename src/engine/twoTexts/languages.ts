import { FaultError } from '../../core/faults.ts';
import type { Token } from '../../core/text/token.ts';
import type { Tokenizer } from '../../tokenizer/tokenizer.ts';

/** Codes of mBART (`en_XX`), NLLB (`eng_Latn`) and M2M100 (`__en__`): the only added tokens that are written so. */
const CODE = /^(?:[a-z]{2,3}_(?:[A-Z]{2}|[A-Z][a-z]{3})|__[a-z]{2,3}__)$/;

/** The tokens that say which language a text is in, by what they are called; empty in models of one pair of languages. */
export function languageTokens(tokenizer: Tokenizer): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [id, { token, kind }] of tokenizer.entries())
    if (kind === 'special' && tokenizer.isAdded(id) && CODE.test(token)) found.set(token, id);
  return found;
}

/** @throws FaultError `usage` with those that there are */
export function languageId(languages: ReadonlyMap<string, number>, wanted: string): number {
  const id = languages.get(wanted);
  if (id !== undefined) return id;
  const names = [...languages.keys()];
  throw new FaultError({
    code: 'usage',
    title: 'The model has no such language',
    cause: names.length === 0 ? 'Its tokenizer has no tokens for languages.' : `Its languages are ${shortened(names)}.`,
    nextStep:
      names.length === 0
        ? 'Leave the language out.'
        : 'Give one of these codes, as it is written, or choose another (Choose Task or Language\u2026).',
  });
}

const MOST_NAMES = 60;

export function shortened(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more > 0 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${more} more` : names.join(', ');
}

/** The same tokens with that of the language which the post-processor put there replaced. @throws FaultError `usage` where it puts none */
export function inLanguage(tokens: readonly Token[], languages: ReadonlyMap<string, number>, code: string): Token[] {
  const id = languageId(languages, code);
  const isLanguage = isAmong(languages);
  if (tokens.some(isLanguage)) return tokens.map(token => (isLanguage(token) ? { ...token, id, text: code } : token));
  throw new FaultError({
    code: 'usage',
    title: 'The model is not told the language of the source',
    cause: 'Its tokenizer knows codes of languages, and puts none beside a text.',
    nextStep: 'Leave the language of the source out.',
  });
}

/** Whether the tokenizer puts a language beside a text, which can then be another one. */
export function hasPlaceForLanguage(tokenizer: Tokenizer, languages: ReadonlyMap<string, number>): boolean {
  return languages.size > 0 && tokenizer.encode('A').tokens.some(isAmong(languages));
}

function isAmong(languages: ReadonlyMap<string, number>): (token: Token) => boolean {
  const all = new Set(languages.values());
  return token => token.start < 0 && all.has(token.id);
}
