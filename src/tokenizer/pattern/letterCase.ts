import type { IsMember } from './codePointSet.ts';
import type { Node } from './node.ts';
import { notRead } from './notRead.ts';

/**
 * Regular expressions that ignore case, as far as that is simple: ASCII letters, of which two have a third form (`ſ`, the Kelvin sign), and
 * characters that have no case. Oniguruma folds pairs of letters as well (`ss` matches `ß`), so what could match such a pair is turned down.
 */
const THIRD_FORMS: ReadonlyMap<number, number> = new Map([
  [0x17f, 's'.charCodeAt(0)],
  [0x212a, 'k'.charCodeAt(0)],
]);

/** Each of which is one character in some script's typesetting. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['s', 's'],
  ['s', 't'],
  ['f', 'f'],
  ['f', 'i'],
  ['f', 'l'],
];

const CASED_OR_LETTER = /[\p{Cased}\p{L}\p{M}\p{Changes_When_Casefolded}]/u;

/** The set with the other forms of its ASCII letters. */
export function ignoringCase(isMember: IsMember): IsMember {
  return codePoint => {
    if (isMember(codePoint)) return true;
    const letter = THIRD_FORMS.get(codePoint) ?? codePoint;
    return isLetter(letter) && (isMember(letter | 0x20) || isMember(letter & ~0x20));
  };
}

/** Refuses the characters from `first` to `last` where case is ignored and more than ASCII letters have one. */
export function checkCase(first: number, last: number): void {
  if (last - first > 0x80) throw notRead('a large range of characters whose case is ignored');
  for (let codePoint = Math.max(first, 0x80); codePoint <= last; codePoint++)
    if (CASED_OR_LETTER.test(String.fromCodePoint(codePoint))) throw notRead('a letter beyond ASCII whose case is ignored');
}

/** Refuses an expression that could match, whatever their case, two letters that are also one character. */
export function checkPairs(node: Node): void {
  for (const [first, second] of PAIRS)
    if (holdsPair(node, first.charCodeAt(0), second.charCodeAt(0))) throw notRead(`the letters "${first}${second}" whose case is ignored`);
}

function isLetter(codePoint: number): boolean {
  const lower = codePoint | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** Whether both letters may stand in one match. */
function holdsPair(node: Node, first: number, second: number): boolean {
  switch (node.type) {
    case 'sequence':
      return node.items.some(
        (item, index) =>
          holdsPair(item, first, second) ||
          (holds(item, first) && node.items.some((other, place) => place !== index && holds(other, second))),
      );
    case 'choice':
      return node.options.some(option => holdsPair(option, first, second));
    case 'repeat':
      return holdsPair(node.item, first, second) || (node.most > 1 && holds(node.item, first) && holds(node.item, second));
    case 'atomic':
    case 'look':
      return holdsPair(node.item, first, second);
    case 'one':
    case 'literal':
    case 'place':
      return false;
  }
}

function holds(node: Node, letter: number): boolean {
  switch (node.type) {
    case 'one':
      return node.folds && node.isMember(letter);
    case 'sequence':
      return node.items.some(item => holds(item, letter));
    case 'choice':
      return node.options.some(option => holds(option, letter));
    case 'repeat':
    case 'atomic':
    case 'look':
      return holds(node.item, letter);
    case 'literal':
    case 'place':
      return false;
  }
}
