import { comparedText, compareWord, type ComparedText, type Comparison } from '../../../src/session/comparison.ts';
import { TextDocument } from '../../session/support/textDocument.ts';
import { BANK } from './comparisons.ts';

/** More of them than are compared. */
const MANY = 72;
const HOSTILE = '<img src=x onerror=harmed=1>\u202E';

/** The document in which the first place of a comparison stands: it is explored on that page. */
export const FIRST_DOCUMENT = { uri: 'file:///0/credit.md', text: `\n\n${BANK.sentences[0]}` };

export interface Compared {
  readonly comparison: Comparison;
  /** That of the second place, which can be edited. */
  readonly second: TextDocument;
}

/**
 * The places of `bank`: each of the eight in a document of its own, the last in a typed sentence; `two` of them; `many` in one long document; or in a
 * document that is not explored (`elsewhere`).
 */
export function comparePlaces(switches: ReadonlySet<string>): Compared {
  const sentences = switches.has('hostile') ? BANK.sentences.map(sentence => sentence.replace(BANK.word, `${HOSTILE} $&`)) : BANK.sentences;
  const second = new TextDocument('file:///1/credit.md', linesBefore(6) + sentences[1]!);
  return { second, comparison: compareWord(BANK.word, textsOf(switches, sentences, second)) };
}

function textsOf(switches: ReadonlySet<string>, sentences: readonly string[], second: TextDocument): ComparedText[] {
  const named = (name: string) => (switches.has('hostile') ? HOSTILE + 'long'.repeat(5000) : name);
  if (switches.has('elsewhere')) return [comparedText('file:///letters.md', 'letters.md', sentences.join('\n'))];
  if (switches.has('many')) {
    const places = Array.from({ length: MANY }, (_, place) => sentences[place % sentences.length]!);
    const rest = 'and so on '.repeat(10_000);
    return [comparedText(FIRST_DOCUMENT.uri, named('credit.md'), `\n\n${places.join('\n')}\n${rest}`)];
  }
  const shown = switches.has('two') ? sentences.slice(0, 2) : sentences;
  return shown.map((sentence, place) => {
    if (place === shown.length - 1) return comparedText(null, '', sentence);
    if (place === 1) return comparedText(second.uri, named('credit.md'), second.text);
    const name = place % 3 === 2 ? 'river.md' : 'credit.md';
    return comparedText(`file:///${place}/${name}`, named(name), linesBefore(2 + 4 * place) + sentence);
  });
}

const linesBefore = (count: number) => '\n'.repeat(count);
