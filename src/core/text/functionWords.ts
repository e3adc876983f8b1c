import { foldSpelling } from './spelling.ts';

/**
 * The closed classes of English: articles, prepositions, conjunctions, auxiliaries and pronouns (with the determiners that are pronouns too),
 * after Quirk, Greenbaum, Leech and Svartvik, "A Comprehensive Grammar of the English Language" (1985), chapter 2. Quantifiers, numerals, adverbs
 * and `not` are left out: they carry meaning of their own.
 */
const CLOSED_CLASSES = [
  // Articles.
  'a an the',
  // Pronouns: personal, possessive, reflexive, demonstrative, interrogative and relative, indefinite.
  'i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it its itself',
  'we us our ours ourselves they them their theirs themselves one oneself',
  'this that these those who whom whose which what',
  'someone somebody something anyone anybody anything everyone everybody everything nobody nothing',
  // Prepositions of one word.
  'about above across after against along amid among around as at before behind below beneath beside besides between beyond by despite down during',
  'except for from in inside into like near of off on onto out outside over past per since than through throughout to toward towards under',
  'underneath until unto up upon via with within without',
  // Conjunctions.
  'and or but nor yet so if because although though unless while whereas whether when where once lest',
  // Auxiliaries: primary and modal.
  'be am is are was were been being have has had having do does did doing',
  'can could may might must shall should will would ought cannot',
];

const FUNCTION_WORDS: ReadonlySet<string> = new Set(CLOSED_CLASSES.flatMap(words => words.split(' ')));

/** What is written onto a word with an apostrophe and is a function word itself: `it's`, `they've`; and `not` onto an auxiliary. */
const CLITIC = /(?:n't|'(?:s|re|ve|ll|d|m))$/;

/** Auxiliaries that change before `n't`. */
const BEFORE_NOT: ReadonlySet<string> = new Set(['ca', 'wo', 'sha', 'ai']);

/** Whether a word as written is a function word of English, in any spelling: `The`, `it's`, `don’t`, not `dog's`. */
export function isFunctionWord(label: string): boolean {
  const word = foldSpelling(label);
  if (FUNCTION_WORDS.has(word)) return true;
  const stem = word.replace(CLITIC, '');
  return FUNCTION_WORDS.has(stem) || (word.endsWith("n't") && BEFORE_NOT.has(stem));
}
