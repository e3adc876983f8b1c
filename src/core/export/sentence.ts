import { spokenDescription } from '../describe/attention.ts';
import { visibleText } from '../text/visibleText.ts';
import { nameOfHeads, type Taken } from './taken.ts';

/** What is shown of the word, as a sentence with the heads it is of; null without a word, and while its row is not here. */
export function sentenceOf({ units, word, direction, hideSpecial, heads, model }: Taken): string | null {
  if (word.source === null || word.weights === null) return null;
  const name = visibleText(nameOfHeads(heads, model));
  return spokenDescription(units, word, direction, hideSpecial, heads.selection.kind, model.lenses, name);
}
