import { foldSpelling } from '../text/spelling.ts';
import { ATTENTION } from './entries/attention.ts';
import { LAYER } from './entries/layer.ts';
import { MEASURES } from './entries/measures.ts';
import { MODELS } from './entries/models.ts';
import { TEXT } from './entries/text.ts';
import { VECTORS } from './entries/vectors.ts';
import type { GlossaryEntries } from './entry.ts';

/** All entries by their ids. An id is written once: a second entry of the same id does not compile within a group, and a test compares the groups. */
export const GLOSSARY = { ...TEXT, ...VECTORS, ...ATTENTION, ...LAYER, ...MEASURES, ...MODELS };

export type TermId = keyof typeof GLOSSARY;

export interface GlossaryGroup {
  readonly name: string;
  readonly terms: readonly TermId[];
}

const group = (name: string, entries: GlossaryEntries): GlossaryGroup => ({ name, terms: Object.keys(entries) as TermId[] });

/** The order of the page: from text to numbers, then what a model does with them, then how it is measured. */
export const GLOSSARY_GROUPS: readonly GlossaryGroup[] = [
  group('Text for a model', TEXT),
  group('Vectors', VECTORS),
  group('Attention', ATTENTION),
  group('Inside a layer', LAYER),
  group('Measuring', MEASURES),
  group('Kinds of model', MODELS),
];

/** Whether a term that came in a message is in the glossary. */
export function isTerm(term: string): term is TermId {
  return Object.hasOwn(GLOSSARY, term);
}

/** The terms of an entry that lead on. */
export function relatedTerms(term: TermId): readonly TermId[] {
  return GLOSSARY[term].related.filter(isTerm);
}

/** The groups with the terms whose name or text holds what was typed, in any case; empty groups left out. */
export function searchGlossary(query: string): readonly GlossaryGroup[] {
  const wanted = foldSpelling(query);
  const matches = (term: TermId) => foldSpelling(`${GLOSSARY[term].name} ${GLOSSARY[term].text.replaceAll('`', '')}`).includes(wanted);
  return GLOSSARY_GROUPS.map(({ name, terms }) => ({ name, terms: terms.filter(matches) })).filter(({ terms }) => terms.length > 0);
}
