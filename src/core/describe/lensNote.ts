import { lensesOfHead } from '../attention/linking.ts';
import type { HeadRef, Lens, View } from '../attention/lens.ts';
import { counted } from './counted.ts';
import { evidenceInShort } from './evidence.ts';

/** "Reference is one head, L3 H1. It finds the name a pronoun stands for in 73 % of cases (nearest mention: 52 %)."; '' for what was never measured. */
export function lensNote(view: View, lenses: readonly Lens[]): string {
  const lens = lensOf(view, lenses);
  if (!lens || lens.evidence.length === 0 || lens.selection.kind !== 'heads') return '';
  const { heads } = lens.selection;
  const found = evidenceInShort(lens);
  const what = heads.length === 1 ? `one head, ${nameOf(heads[0]!)}` : `made of ${counted(heads.length, 'head')}`;
  return `${lens.name} is ${what}. It ${found.slice(0, 1).toLowerCase()}${found.slice(1)}.`;
}

/** The lens that is looked through, or the one that a single head is known by. */
function lensOf(view: View, lenses: readonly Lens[]): Lens | undefined {
  if (view.kind === 'lens') return lenses.find(({ id }) => id === view.id);
  if (view.kind !== 'head') return undefined;
  const [lens] = lensesOfHead(lenses, [view.layer, view.head]);
  return lens?.selection.kind === 'heads' && lens.selection.heads.length === 1 ? lens : undefined;
}

const nameOf = ([layer, head]: HeadRef) => `L${layer} H${head}`;
