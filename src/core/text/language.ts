import { isFunctionWord } from './functionWords.ts';

/** What a text is, by its letters or by its small words. */
export interface FoundLanguage {
  /** `looks like French`, `is in Cyrillic letters`. */
  readonly says: string;
  /** Codes (ISO 639-1) of what it may be. */
  readonly codes: readonly string[];
}

interface Letters extends FoundLanguage {
  /** Words of its letters: one letter alone is a sign. */
  readonly words: RegExp;
}

interface Language extends FoundLanguage {
  /** Function words that are none of English, of code or of names. */
  readonly words: ReadonlySet<string>;
  /** Those that stand in names as well (`Rio de la Plata`): they count before a word in small letters. */
  readonly inNames: ReadonlySet<string>;
}

/** The first that has more than half of all letters: Japanese before Chinese, whose signs it has too. */
const LETTERS: readonly Letters[] = [
  { says: 'is in Cyrillic letters', codes: 'ru uk be bg sr mk kk ky mn tg tt ba cv os'.split(' '), words: /\p{Script=Cyrillic}{2,}/gu },
  { says: 'is in Arabic letters', codes: 'ar fa ur ps ug sd ku'.split(' '), words: /\p{Script=Arabic}{2,}/gu },
  { says: 'is in Devanagari letters', codes: 'hi mr ne sa'.split(' '), words: /[\p{Script=Devanagari}\p{M}]{2,}/gu },
  { says: 'is in Hebrew letters', codes: ['he', 'yi'], words: /\p{Script=Hebrew}{2,}/gu },
  { says: 'looks like Greek', codes: ['el'], words: /\p{Script=Greek}{2,}/gu },
  { says: 'looks like Thai', codes: ['th'], words: /\p{Script=Thai}{2,}/gu },
  { says: 'looks like Korean', codes: ['ko'], words: /\p{Script=Hangul}{2,}/gu },
  { says: 'looks like Chinese', codes: ['zh'], words: /\p{Script=Han}{2,}/gu },
  { says: 'looks like Japanese', codes: ['ja'], words: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]{2,}/gu },
];

const inWords = (line: string): ReadonlySet<string> => new Set(line.split(' '));

const LANGUAGES: readonly Language[] = [
  {
    says: 'looks like French',
    codes: ['fr'],
    words: inWords(
      "est sont était étaient que qui dans sur pas une avec par ce cette ces il elle ils elles nous vous je tu ne et ou mais sa ses leur leurs être avoir fait peut aussi comme donc où c'est n'est n'a n'y qu'il qu'elle qu'ils qu'un qu'une qu'on j'ai d'un d'une s'est tout tous toute toutes sous sans très avait",
    ),
    inNames: inWords('le la les des du de un au aux'),
  },
  {
    says: 'looks like German',
    codes: ['de'],
    words: inWords(
      'ist sind und nicht ein eine einen einem einer eines auf mit sich auch wird werden wurde wurden im dem den zu zum zur bei aus nach oder aber wie wenn als dass daß ich wir ihr sie er es haben hatte kann noch nur durch für über seine seinen ihre ihren keine diese dieser dieses sein',
    ),
    inNames: inWords('der das des von vom'),
  },
  {
    says: 'looks like Spanish',
    codes: ['es'],
    words: inWords(
      'es son está están que en por para como una pero más su sus lo se al y este esta estos estas muy también porque cuando donde fue todo toda todos sobre entre yo nosotros ellos nos le les han había qué',
    ),
    inNames: inWords('el la los las de del un'),
  },
  {
    says: 'looks like Italian',
    codes: ['it'],
    words: inWords(
      "è sono che con una non più come anche si ad alla allo agli alle nel nella nei nelle sul sulla questo questa quello essere hanno suo sua suoi loro ogni dal dalla c'è tutti tutto ed gli perché",
    ),
    inNames: inWords('il lo la i le di del dei della delle degli un'),
  },
  {
    says: 'looks like Portuguese',
    codes: ['pt'],
    words: inWords(
      'é são que em para com uma não mais como mas por seu sua seus suas ao à aos às ou se foi está também pela pelo pelas pelos num numa esta este isto ele ela eles nós você muito todo toda todos sobre entre',
    ),
    inNames: inWords('o os da dos das de um na nos nas e'),
  },
  {
    says: 'looks like Dutch',
    codes: ['nl', 'af'],
    words: inWords(
      'het een en niet zijn op te voor aan er ook bij uit naar maar wordt worden werd deze dit hij zij wij ik je heeft hebben geen meer nog wel om dat die als',
    ),
    inNames: inWords('de van'),
  },
];

/** Fewer of its letters, or of its words, are a name, a quotation or chance. */
const FEWEST_LETTERS = 6;
const FEWEST_WORDS = 3;
/** Of all words. */
const LEAST_SHARE = 0.15;
/** Of the small words of the language and of English. */
const LEAST_OF_SMALL = 2 / 3;
/** So much of a text is looked at. */
const MOST_CHARACTERS = 20_000;

/**
 * The language of a text that is clearly not English, where it is one of a few. The bars are measured: of 1.15 million sentences, lines of code and names in
 * English, and of 48,000 paragraphs of them, none is taken for another language but those that quote one. 57 to 94 % of single sentences of the languages
 * here are told, and all paragraphs.
 */
export function otherLanguage(text: string): FoundLanguage | null {
  const read = text.slice(0, MOST_CHARACTERS);
  return byLetters(read) ?? bySmallWords(read);
}

function byLetters(text: string): FoundLanguage | null {
  const all = text.match(/\p{L}/gu)?.length ?? 0;
  const isMost = ({ words }: Letters): boolean => {
    const own = (text.match(words) ?? []).join('').match(/\p{L}/gu)?.length ?? 0;
    return own >= FEWEST_LETTERS && own > all / 2;
  };
  return all < FEWEST_LETTERS ? null : (LETTERS.find(isMost) ?? null);
}

interface Word {
  readonly small: string;
  /** Three letters at least. */
  readonly isLong: boolean;
  readonly isSmall: boolean;
  /** One space parts it from the word before. */
  readonly goesOn: boolean;
}

function bySmallWords(text: string): FoundLanguage | null {
  const words = wordsOf(text);
  const counted = LANGUAGES.map(language => ({
    language,
    found: words.flatMap(({ small }, at) => (isOf(language, words, at) ? [small] : [])),
  }));
  const { language, found } = counted.reduce((most, other) => (other.found.length > most.found.length ? other : most));
  const english = words.filter(({ small }) => isFunctionWord(small)).length;
  const isClear =
    new Set(found).size >= FEWEST_WORDS &&
    found.length >= LEAST_SHARE * words.length &&
    found.length > LEAST_OF_SMALL * (found.length + english);
  return isClear ? language : null;
}

function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(/( ?)(\p{L}+(?:['\u2019]\p{L}+)*)/gu), ([, space, word]) => ({
    small: word!.toLowerCase().replaceAll('\u2019', "'"),
    isLong: word!.length > 2,
    isSmall: /^\p{Ll}/u.test(word!),
    goesOn: space === ' ',
  }));
}

function isOf({ words, inNames }: Language, all: readonly Word[], at: number): boolean {
  const { small, goesOn } = all[at]!;
  const [before, next] = [goesOn ? all[at - 1] : undefined, all[at + 1]?.goesOn ? all[at + 1] : undefined];
  // In a list of codes (`de, en, es`) no word stands beside it.
  if (words.has(small)) return before?.isLong === true || next?.isLong === true;
  return inNames.has(small) && next?.isLong === true && next.isSmall && !words.has(next.small) && !inNames.has(next.small);
}
