import { otherLanguage } from '../text/language.ts';
import { sideOf, type TextPair } from '../text/textPair.ts';
import { standsInText, type Unit } from '../text/token.ts';
import { languageName } from './told.ts';

/** Codes (ISO 639-1) of the languages that a model was made for; left out: not known. */
interface MadeFor {
  readonly languages?: readonly string[];
}

/**
 * "This text looks like French; the model was made for English, so its attention says little here." Empty where the text is in a language of the model, or
 * where either is not known.
 * @param pair of two texts, and how each is called
 */
export function languageNotice(
  { languages = [] }: MadeFor,
  words: readonly Unit[],
  pair?: { readonly texts: TextPair; readonly names: readonly [string, string] },
): string {
  const [first, second] = pair
    ? ([0, 1] as const).map(side =>
        says(
          languages,
          words.filter(unit => sideOf(pair.texts, unit) === side),
        ),
      )
    : [says(languages, words)];
  const made = `the model was made for ${languages.map(languageName).join(', ')}, so its attention says little here.`;
  if (!pair) return first ? `This text ${first}; ${made}` : '';
  if (first && first === second) return `Both texts ${first.replace(/^looks/, 'look').replace(/^is/, 'are')}; ${made}`;
  const named = [first && `${pair.names[0]} ${first}`, second && `${pair.names[1]} ${second}`].filter(Boolean);
  return named.length > 0 ? `${named.join(' and ')}; ${made}` : '';
}

function says(languages: readonly string[], words: readonly Unit[]): string | null {
  if (languages.length === 0) return null;
  const found = otherLanguage(asWritten(words));
  return found && !found.codes.some(code => languages.includes(code)) ? found.says : null;
}

/** The words with a space where something is between them. */
function asWritten(words: readonly Unit[]): string {
  const own = words.filter(unit => standsInText(unit) && unit.end > unit.start);
  return own.map(({ label, start }, at) => (at > 0 && own[at - 1]!.end < start ? ` ${label}` : label)).join('');
}
