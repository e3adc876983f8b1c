import type { Token } from '../../../src/core/text/token.ts';
import { createRandom } from '../../support/random.ts';

/** What a document can hold to harm a page, or to mislead its reader. */
export const HOSTILE_TEXT = [
  '<img src=x onerror=globalThis.harmed=true>',
  '<script>globalThis.harmed=true</script>',
  'safe\u202Eesrever\u202C',
  'bell\u0007',
  'zero\u200Bwidth',
  'long'.repeat(24_000),
  '👩‍👩‍👧‍👦',
  'שלום',
  '\uD83D',
  'end',
].join(' ');

/** Words that the built-in model has no token for; one is glued to a word that it has one for. */
export const UNKNOWN_TEXT = 'she ate 🍕 with 猫 and laughed 🙂 because it was great🙂 again';

const VOCABULARY = (
  'the a of and in it was that for as with on by from river house money garden because which could never always little between water ' +
  'reader sentence company company, borrowed travelled wonderful, yesterday. light morning window letter music question answer understanding'
).split(' ');

export function longText(words: number): string {
  const random = createRandom(7);
  return Array.from({ length: words }, () => VOCABULARY[Math.floor(random() * VOCABULARY.length)]!).join(' ');
}

/** How words of white space become tokens: each is one; those not of small letters are unknown; those of more than ten letters are cut in pieces of five; all are cut in letters; marks of punctuation stand by themselves. */
export type Splitting = 'whole' | 'marks' | 'vocabulary' | 'pieces' | 'letters';

const PIECE = { pieces: 5, letters: 1 };

/** @param framed [CLS] and [SEP] stand around the text */
export function tokenize(text: string, splitting: Splitting, framed: boolean): Token[] {
  const spans = [...text.matchAll(splitting === 'marks' ? /[\p{L}\p{N}]+|\S/gu : /\S+/gu)].flatMap(({ 0: word, index }) => {
    const isWhole =
      splitting === 'whole' || splitting === 'marks' || splitting === 'vocabulary' || (splitting === 'pieces' && word.length <= 10);
    const size = isWhole ? word.length : PIECE[splitting];
    return Array.from({ length: Math.ceil(word.length / size) }, (_, piece) => {
      const start = index + piece * size;
      return { start, end: Math.min(start + size, index + word.length), continues: piece > 0 };
    });
  });
  const tokens = spans.map(({ start, end, continues }, place): Token => {
    const piece = text.slice(start, end);
    const unknown = splitting === 'vocabulary' && !/^[a-z]+$/.test(piece);
    const shown = unknown ? '[UNK]' : continues ? `##${piece}` : piece;
    return { id: unknown ? 100 : 1000 + place, text: shown, start, end, special: false, unknown };
  });
  const special = (name: string, id: number): Token => ({ id, text: name, start: -1, end: -1, special: true, unknown: false });
  return framed ? [special('[CLS]', 101), ...tokens, special('[SEP]', 102)] : tokens;
}

/** A source line by line, and an answer on it. */
export const LIBRARY = {
  source: [
    'The library opens at nine in the morning and closes at six.',
    'On Thursdays it stays open until eight.',
    'Members may borrow six books for three weeks.',
    'A late book costs ten cents a day.',
    'The reading room on the second floor has forty seats.',
    'Dogs are not allowed inside, except guide dogs.',
    'The garden behind it belongs to the school.',
    'A new card is made while one waits.',
    'Tea and soup are sold downstairs.',
  ],
  answer: [
    'You may borrow six books for three weeks.',
    'If you bring one back late, you pay ten cents a day.',
    'On Thursdays the library closes at eight.',
  ],
} as const;
