import type { Direction, HeadRef, Lens, View } from '../attention/lens.ts';
import { knownAs } from './links.ts';
import { verbOf } from './attention.ts';
import { formatWeight } from './numbers.ts';
import { sampleNote } from './sample.ts';
import { plain, quoted, type SentencePart } from './sentence.ts';
import type { ClearestLink } from '../state/clearestLink.ts';
import { headOfRow, sampleOf, type UnitMatrix } from '../state/unitMatrix.ts';
import { isAcross } from '../text/textPair.ts';
import type { Unit } from '../text/token.ts';

/** "Clearest in this text: `it` attends to `France` 0.59 in Reference, L3 H1.", from the word that is then looked from, which can be chosen. */
export function clearestStatement(
  units: readonly Unit[],
  { from, to, weight }: ClearestLink,
  matrix: UnitMatrix,
  direction: Direction,
  view: View,
  lenses: readonly Lens[],
): SentencePart[] {
  const [word, far] = direction === 'to' ? [from, to] : [to, from];
  return [
    plain(`Clearest ${isAcross(matrix.sides) ? 'between these texts' : 'in this text'}: `),
    { ...quoted(units[word]!.label), unit: word },
    plain(` ${verbOf(view.kind, direction)} `),
    quoted(units[far]!.label),
    plain(` ${formatWeight(weight)}${whereOf(view, headOfRow(matrix, from), lenses)}.${sampleNote(sampleOf(matrix))}`),
  ];
}

/** @param own head of the row, where each has one */
function whereOf(view: View, own: HeadRef | null, lenses: readonly Lens[]): string {
  if (own) return inHead(knownAs(own, lenses, []), own);
  switch (view.kind) {
    case 'head':
      return inHead(knownAs([view.layer, view.head], lenses, []), [view.layer, view.head]);
    case 'layer':
      return ` in layer ${view.layer}, the mean of its heads`;
    case 'rollout':
      return ` in the rollout up to layer ${view.layer}`;
    case 'lens': {
      const lens = lenses.find(({ id }) => id === view.id);
      if (!lens) return '';
      const { selection } = lens;
      return selection.kind === 'heads' && selection.heads.length === 1 ? inHead(lens.name, selection.heads[0]!) : ` in ${lens.name}`;
    }
  }
}

/** " in Reference, L3 H1" */
function inHead(name: string, [layer, head]: HeadRef): string {
  return ` in ${name === '' ? '' : `${name}, `}L${layer} H${head}`;
}
