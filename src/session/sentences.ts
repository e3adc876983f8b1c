import { sentencesIn } from '../core/text/sentences.ts';
import type { Unit } from '../core/text/token.ts';
import { deriveSentenceView, unitSentences, type SentenceView, type UnitSentence } from '../core/state/sentenceView.ts';
import { visibilityIn } from '../core/state/viewModel.ts';
import { withRow, type UnitRow } from '../core/state/unitMatrix.ts';
import { indexIn, TEXT } from '../core/text/unitRef.ts';
import { sourceOf, type ViewState } from '../core/state/viewState.ts';
import { sequenceOf } from '../core/text/tokenSequence.ts';
import { derived } from './derived.ts';
import { unitsOf, type Exploration } from './exploration.ts';
import { pairIn, type Target } from './target.ts';

/** From so many words on two texts are read by sentence from the start: words alone show where to look, and no longer what belongs together. */
const LONG = 100;

const spansOf = derived((target: Target) => pairIn(target)?.map(part => sentencesIn(target.text, part)) ?? null);

/** By run and level, which the units are of. */
const known = new WeakMap<readonly Unit[], readonly [readonly UnitSentence[], readonly UnitSentence[]]>();

/** The sentences of both texts; null where there is one text. */
export function sentencesOf(exploration: Pick<Exploration, 'target' | 'summary'>, level: ViewState['level']) {
  const spans = spansOf(exploration.target);
  if (!spans) return null;
  const units = unitsOf(exploration, level);
  const before = known.get(units);
  if (before) return before;
  const [first, second] = spans.map(own => unitSentences(own, units));
  const found = [first!, second!] as const;
  known.set(units, found);
  return found;
}

/** What stays within a text is read word by word. */
export function canReadBySentence({ target, summary }: Pick<Exploration, 'target' | 'summary'>): boolean {
  return target.second !== undefined && summary.within === undefined;
}

/** Whether what goes between two texts is read by sentence: as it was chosen, else long ones, where one of them has several. */
export function readsBySentence(exploration: Pick<Exploration, 'target' | 'summary'>, { bySentence, level }: ViewState): boolean {
  if (bySentence === false || !canReadBySentence(exploration)) return false;
  if (bySentence) return true;
  if (sequenceOf(exploration.summary).words.length < LONG) return false;
  return sentencesOf(exploration, level)!.some(({ length }) => length > 1);
}

/** What the sentence of the word that is looked from has to do with those of the other text; null without such a word, and where words alone are looked at. */
export function sentenceViewOf(exploration: Exploration, state: ViewState, row: UnitRow | null): SentenceView | null {
  const source = indexIn(TEXT, sourceOf(state));
  if (source === null || state.heat !== 'attention' || !readsBySentence(exploration, state)) return null;
  const units = unitsOf(exploration, state.level);
  const matrix = withRow(exploration.matrix, row);
  const visibility = visibilityIn(matrix, units, sequenceOf(exploration.summary).tokens.length, state);
  return deriveSentenceView(matrix, units, visibility, state.direction, source, sentencesOf(exploration, state.level)!);
}
