/** Unicode normalization forms. */
export type Form = 'NFC' | 'NFD' | 'NFKC' | 'NFKD';

/** Fewer marks in a row are in order soon enough, in any order. */
const MANY_MARKS = /\p{M}{60,}/gu;

/**
 * What `String.normalize` makes of a text, in time n log n: by itself it puts marks in order in the square of their number (100,000 on one letter
 * take 20 seconds). So long runs are put in order before.
 */
export function toForm(text: string, form: Form): string {
  if (text.search(MANY_MARKS) < 0) return text.normalize(form);
  const decomposing = form === 'NFC' || form === 'NFD' ? 'NFD' : 'NFKD';
  const decomposed = Array.from(text, character => character.normalize(decomposing)).join('');
  return decomposed.replace(MANY_MARKS, inOrder).normalize(form);
}

/** Decomposed marks in canonical order: by combining class, those of one class as they stand; one of class 0 stays where it is. */
function inOrder(marks: string): string {
  const characters = Array.from(marks);
  const classOf = combiningClasses(new Set(characters));
  let ordered = '';
  let run: string[] = [];
  const flush = (): void => {
    ordered += run.sort((a, b) => classOf.get(a)! - classOf.get(b)!).join('');
    run = [];
  };
  for (const character of characters) {
    if (classOf.has(character)) run.push(character);
    else {
      flush();
      ordered += character;
    }
  }
  flush();
  return ordered;
}

/** A number for each mark that changes places, in the order of the combining classes, which the run-time does not tell. */
function combiningClasses(marks: ReadonlySet<string>): ReadonlyMap<string, number> {
  const moving = [...marks].filter(mark => goesBefore(LOWEST, mark) || goesBefore(mark, HIGHEST));
  moving.sort((a, b) => Number(goesBefore(b, a)) - Number(goesBefore(a, b)));
  let last = 0;
  return new Map(moving.map((mark, place) => [mark, place > 0 && goesBefore(moving[place - 1]!, mark) ? ++last : last]));
}

/** Marks of the classes 1 and 240. */
const LOWEST = '\u0334';
const HIGHEST = '\u0345';

/** Whether the first is of a lower class than the second, neither of class 0. */
function goesBefore(first: string, second: string): boolean {
  return (second + first).normalize('NFD') !== second + first;
}
